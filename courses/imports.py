"""Reading a list of people: typed lines, CSV or XLSX. Everything is read as text.

A person called "NA" is not a missing value and "007" is not 7, so nothing is
guessed (architecture, trap 9). What a file is follows from its content, not its name.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile

from django.utils.translation import gettext as _

from courses.lines import Row
from foundation.exceptions import Refused

MOST_BYTES = 4 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_LINES = 5000

#: How people name the three columns, folded to letters alone.
HEADINGS = {
    "email": {"email", "emailaddress", "address", "mail", "ebost"},
    "name": {"name", "fullname", "person", "who", "enw"},
    "organisation": {
        "organisation", "organization", "employer", "employingorganisation", "sefydliad", "cyflogwr",
    },
}  # fmt: skip


def read_typed(text: str) -> list[Row]:
    """Rows from typed lines: an address, or an address, a name and an organisation.

    The parts are in any order and separated by commas, semicolons or tabs;
    `Name <address>` is understood too, and several addresses may share a line.
    """
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        rows.extend(_typed_line(number, line))
        _not_too_many(len(rows))
    return [Row(number, row.email, row.name, row.organisation) for number, row in enumerate(rows, start=1)]


def _typed_line(number: int, line: str) -> list[Row]:
    parts = [part for part in (_clean(part) for part in re.split(r"[,;\t]", line)) if part]
    addresses = [part for part in parts if "@" in part]
    if len(addresses) > 1:
        return [_one_address(number, part, []) for part in addresses]
    if len(parts) == 1 and parts[0].count("@") > 1:
        return [Row(number, word) for word in parts[0].split() if "@" in word]
    if not addresses:
        return [Row(number, "", *_pad(parts))]
    return [_one_address(number, addresses[0], [part for part in parts if "@" not in part])]


def _one_address(number: int, part: str, others: list[str]) -> Row:
    angled = re.fullmatch(r"(?P<name>.*?)\s*<(?P<email>[^<>]+)>", part)
    if angled:
        name = angled["name"].strip(" \"'")
        return Row(number, angled["email"].strip(), *_pad([name, *others] if name else others))
    return Row(number, part, *_pad(others))


def _pad(parts: list[str]) -> tuple[str, str]:
    name, organisation = [*parts[:2], "", ""][:2]
    return name, organisation


def read_file(data: bytes, file_name: str = "") -> list[Row]:
    """Rows from the bytes of a CSV or XLSX file.

    Raises Refused, with what to do about it, when the file is of another kind, too
    large, empty, or has no column of email addresses.
    """
    del file_name  # what it is follows from its content
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is larger than 4 MB. Split it into smaller ones."), code="large")
    if not data.strip():
        raise Refused(_("The file is empty."), code="empty")
    table = _read_xlsx(data) if data[:4] == b"PK\x03\x04" else _read_csv(data)
    return _rows(table)


def _read_xlsx(data: bytes) -> list[list[str]]:
    import pandas as pd

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _not_a_list() from error
    if "xl/workbook.xml" not in names:
        raise _not_a_list()
    if unpacked > MOST_UNPACKED:
        raise Refused(_("The file unpacks to more than a list of people needs."), code="large")
    try:
        frame = pd.read_excel(
            io.BytesIO(data),
            header=None,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            nrows=MOST_LINES + 2,
            engine="openpyxl",
        )
    except Exception as error:  # openpyxl raises whatever the broken part raised
        raise _not_a_list() from error
    return [[_clean(str(cell)) for cell in line] for line in frame.itertuples(index=False, name=None)]


def _read_csv(data: bytes) -> list[list[str]]:
    text = _decode(data)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise _not_a_list() from error
    width = max(len(line) for line in lines)
    return [[_clean(cell) for cell in [*line, *[""] * (width - len(line))]] for line in lines]


def _delimiter(text: str) -> str:
    start = text[:4000]
    return max((",", ";", "\t"), key=start.count)


def _decode(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\x00" in text or data[:5] in {b"%PDF-", b"\xd0\xcf\x11\xe0\xa1", b"\x89PNG\r"}:
        raise _not_a_list()
    return text


def _not_a_list() -> Refused:
    return Refused(
        _("This file is not a list that we can read. Save it as CSV or as XLSX and choose it again."),
        code="kind",
    )


def _clean(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").replace("\u200b", "").split())


def _fold(cell: str) -> str:
    return re.sub(r"[^a-z]", "", cell.casefold())


def _rows(table: list[list[str]]) -> list[Row]:
    first = next((index for index, line in enumerate(table) if any(line)), None)
    if first is None:
        raise Refused(_("The file is empty."), code="empty")
    columns = _columns(table[first])
    if columns:
        start = first + 1
    else:
        columns, start = _guess(table[first]), first
    rows = [
        Row(
            index + 1,
            *(line[columns[key]] if key in columns else "" for key in ("email", "name", "organisation")),
        )
        for index, line in enumerate(table[start:], start=start)
        if any(line)
    ]
    if not rows:
        raise Refused(_("The file has headings and no lines."), code="empty")
    _not_too_many(len(rows))
    return rows


def _columns(line: list[str]) -> dict[str, int]:
    """Which column is which, by its heading; empty when the line has no heading of addresses."""
    found: dict[str, int] = {}
    for index, cell in enumerate(line):
        for key, words in HEADINGS.items():
            if key not in found and _fold(cell) in words:
                found[key] = index
    return found if "email" in found else {}


def _guess(line: list[str]) -> dict[str, int]:
    """Without headings: the first cell with an @ is the address, then name, then organisation."""
    address = next((index for index, cell in enumerate(line) if "@" in cell), None)
    if address is None:
        raise Refused(
            _("There is no column called email. Name the columns email, name and organisation."),
            code="columns",
        )
    others = [index for index in range(len(line)) if index != address]
    return {"email": address, **dict(zip(("name", "organisation"), others, strict=False))}


def _not_too_many(count: int) -> None:
    if count > MOST_LINES:
        raise Refused(
            _("The list has more than %(most)d lines. Split it into smaller ones.") % {"most": MOST_LINES},
            code="long",
        )
