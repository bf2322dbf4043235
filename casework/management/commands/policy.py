"""Show the programme's numbers, or set one from a day on."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework import selectors, services
from casework.policies import DEFAULTS
from foundation import clock
from foundation.exceptions import Refused


class Command(BaseCommand):
    """`policy` lists all numbers; `policy CODE VALUE [--from DAY]` sets one."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="?")
        parser.add_argument("value", nargs="?", type=int)
        parser.add_argument(
            "--from", dest="day", type=dt.date.fromisoformat, help="2027-01-01; today without it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code, value = options["code"], options["value"]
        if code is None:
            for name, current in selectors.policies(*DEFAULTS).items():
                self.stdout.write(f"{name:32} {current:>5} {DEFAULTS[name][1]}")
            return
        if value is None:
            raise CommandError("Give a value too, for example: policy proposal.answer_days 35")
        try:
            row = services.set_policy(
                code=code, value=value, effective_from=options["day"] or clock.today(), by=None
            )
        except Refused as refusal:
            raise CommandError(refusal.messages[0]) from refusal
        self.stdout.write(f"{row.code} is {row.value} from {row.effective_from:%-d %B %Y}")
