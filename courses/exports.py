"""Lists that leave the site as CSV. Cells that a spreadsheet would run are escaped."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.models import InvitationLine

RUNS = ("=", "+", "-", "@", "\t", "\r")


def escape_cell(text: str) -> str:
    """The cell as text, never as a formula (architecture, trap 9)."""
    return f"'{text}" if text.lstrip().startswith(RUNS) or text.startswith(RUNS) else text


def to_csv(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A CSV with a byte order mark, so that spreadsheets read names as they are written."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in (headings, *rows):
        writer.writerow([escape_cell(str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def lines_csv(lines: Iterable[InvitationLine]) -> str:
    """A list as it was given, with what would happen to each line and why."""
    return to_csv(
        ("email", "name", "organisation", _("what happens"), _("why")),
        (
            (line.email, line.name, line.organisation_text, line.get_verdict_display(), line.reason)
            for line in lines
        ),
    )


def example_csv() -> str:
    """An example to fill in."""
    return to_csv(
        ("email", "name", "organisation"),
        (("name@example.org", _("The person's name"), _("Their employer, by its full name")),),
    )
