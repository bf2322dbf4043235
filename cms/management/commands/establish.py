"""`python manage.py establish`: what every site needs, in every app that has something to lay."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction


class Command(BaseCommand):
    """Calls `establish()` of each app's module of that name, the lowest floor first."""

    help = "Make what every site needs: root, pages, groups, workflow, help lines. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """One transaction for each app, so that a second run goes on where a first one stopped."""
        for config in reversed(list(apps.get_app_configs())):
            name = f"{config.name}.establish"
            if config.name.partition(".")[0] in {"wagtail", "django", "allauth"} or find_spec(name) is None:
                continue
            with transaction.atomic():
                for line in import_module(name).establish() or []:
                    self.stdout.write(line)
