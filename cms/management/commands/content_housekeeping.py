"""`python manage.py content_housekeeping`: once a day, what time alone brings about."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms import services


class Command(BaseCommand):
    """Destroys sealed words whose last day is over; opens tasks for ended consents and old numbers.

    Nothing that a reader sees waits for this: consents are asked of the clock at reading.
    """

    help = "Destroy sealed words that are due; tell editors of ended consents and unchecked help lines."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to run again at any time."""
        self.stdout.write(f"destroyed: {services.destroy_due()}")
        self.stdout.write(f"tasks for consents: {services.open_tasks_for_ended_consents()}")
        self.stdout.write(f"tasks for help lines: {services.open_tasks_for_help_lines()}")
