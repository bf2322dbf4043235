"""`python manage.py first_administrator EMAIL NAME`: one of the two that a new site begins with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.services import first_administrator


class Command(BaseCommand):
    """Prints the link by which the person chooses a password; they add a second factor on the way in."""

    help = "Make an administrator of a site that has fewer than two, and print their first link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="the whole name, in quotes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refused with a sentence where a site has its two, or where the address is taken or none."""
        try:
            validate_email(options["email"])
            path = first_administrator(email=options["email"], name=options["name"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write("Give this link to them, and to nobody else. It works once, for three days:")
        self.stdout.write(settings.PUBLIC_URL.rstrip("/") + path)
