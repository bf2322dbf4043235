"""Work in the background until stopped: the task queue, and the regular work every five minutes."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from foundation import sweeps

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """One process beside the web: what a timer with `sweep` and a `db_worker` do together."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=300, help="seconds between two sweeps")
        parser.add_argument("--once", action="store_true", help="do what waits now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        has_queue = "django_tasks_db" in settings.TASKS["default"]["BACKEND"]
        if options["once"]:
            sweeps.run_all()
            if has_queue:
                call_command("db_worker", batch=True, startup_delay=False)
            return
        stop = threading.Event()
        sweeper = threading.Thread(target=self.sweep_until, args=(stop, options["every"]), daemon=True)
        sweeper.start()
        try:
            if has_queue:
                call_command("db_worker")
            else:
                sweeper.join()
        finally:
            stop.set()

    def sweep_until(self, stop: threading.Event, every: float) -> None:
        """Sweep now, and again after each pause; what stops one sweep stops no later one."""
        while True:
            close_old_connections()
            logger.info("swept: %s", sweeps.run_all())
            close_old_connections()
            if stop.wait(every):
                return
