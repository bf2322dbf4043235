"""What must hold before a process may serve, said by the apps that own it; `/health/ready` asks."""

from __future__ import annotations

from collections.abc import Callable

_checks: dict[str, Callable[[], bool]] = {}


def register(name: str, check: Callable[[], bool]) -> None:
    """Add a check; true is ready, and raising is not. Called from `AppConfig.ready`."""
    _checks[name] = check


def registered() -> dict[str, Callable[[], bool]]:
    """Every registered check by its name."""
    return dict(_checks)
