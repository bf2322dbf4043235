"""`manage.py demo`: load the demonstration, or print its people."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demonstration.accounts_list import accounts
from demonstration.content_files import ContentError
from demonstration.loader import load
from demonstration.loader.world import PASSWORD
from foundation.exceptions import Refused


class Command(BaseCommand):
    """Safe to run again: it goes on where it stopped and changes nothing that is there."""

    help = "Load the demonstration, or print its accounts as JSON with --accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        """The two ways to use it, and the override."""
        parser.add_argument("--accounts", action="store_true", help="print the cast as JSON and load nothing")
        parser.add_argument(
            "--override", action="store_true", help="load although the site has people of its own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        if options["accounts"]:
            self.stdout.write(json.dumps(accounts(), indent=1, ensure_ascii=False))
            return
        # A line of log for every invented notice would bury what the loader says.
        for name in ("foundation", "django_tasks", "wagtail", "pikepdf"):
            logging.getLogger(name).setLevel(logging.WARNING)
        try:
            new = load(override=options["override"], say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        except ContentError as error:
            raise CommandError(str(error)) from error
        if not new:
            self.stdout.write("The demonstration is there already. Nothing was changed.")
            return
        self.stdout.write(
            f"The demonstration is loaded. Begin at {settings.PUBLIC_URL}/demo/\n"
            f"Everybody's password is: {PASSWORD}"
        )
