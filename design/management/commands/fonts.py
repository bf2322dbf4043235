"""`python manage.py fonts`: make the site's font files, once for each version of their sources."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from design import fonts


class Command(BaseCommand):
    """Makes what is missing or old in `FONTS_ROOT`; the second run does nothing."""

    help = "Cut the site's fonts for the web and for PDFs into FONTS_ROOT (about ten seconds, once)."
    requires_system_checks: tuple[str, ...] = ()  # runs before the static folder it makes exists

    def add_arguments(self, parser: CommandParser) -> None:
        """`--force` makes them again."""
        parser.add_argument("--force", action="store_true", help="make them again")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make them, or say that they are there."""
        root = Path(settings.FONTS_ROOT)
        if fonts.is_current(root) and not options["force"]:
            if options["verbosity"] > 1:
                self.stdout.write("The fonts are there.")
            return
        began = time.monotonic()
        made = fonts.make_all(root)
        size = sum(path.stat().st_size for path in made if path.suffix == ".woff2")
        self.stdout.write(
            f"Made {len(made)} font files in {time.monotonic() - began:.0f} s ({size // 1024} KB for the web)."
        )
