"""Do the regular work once: waiting mail, ended asks and consents, words past their seven days."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from foundation import sweeps


class Command(BaseCommand):
    """Exit code 1 when any sweep stopped, so that a timer can tell."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        counts = sweeps.run_all()
        for name, count in counts.items():
            self.stdout.write(f"{name}: {'stopped, see the log' if count is None else count}")
        if None in counts.values():
            sys.exit(1)
