"""Regular work, registered by the apps that own it and run by `manage.py sweep`.

A sweep may run at any time and twice at once. Nothing that must hold depends on
one: an expired consent hides words when they are read, a past entry shows Lapsed
when it is read. Sweeps tidy, remind and try again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)
_sweeps: dict[str, Callable[[], int]] = {}


def register(name: str, sweep: Callable[[], int]) -> None:
    """Add a sweep; it returns how many things it dealt with. Called from `AppConfig.ready`."""
    _sweeps[name] = sweep


def run_all() -> dict[str, int | None]:
    """Run every sweep; one that raises is logged, counted as None, and stops no other."""
    counts: dict[str, int | None] = {}
    for name, sweep in sorted(_sweeps.items()):
        try:
            counts[name] = sweep()
        except Exception:
            logger.exception("sweep %s stopped", name)
            counts[name] = None
    return counts
