"""What a manager sees of somebody: where they are, what they wait for, whose move it is.

`courses` knows modules alone. Folders on higher floors know more (a unit that was sent,
a case that is open) and register a provider from their `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Standing:
    """One person's line. `ours` marks a move that is the programme's."""

    is_at: str
    waits_for: str
    whose_move: str
    ours: bool = False


#: Takes enrolments, answers with standings by enrolment key, in a constant number of queries.
Provider = Callable[[Sequence[Any]], Mapping[int, Standing]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Add a provider. A later name in the alphabet's order wins where two know somebody."""
    _providers[name] = provider


def collect(enrolments: Iterable[Any]) -> dict[int, Standing]:
    """What the providers know about these enrolments."""
    known: dict[int, Standing] = {}
    rows = list(enrolments)
    for _name, provider in sorted(_providers.items()):
        known.update(provider(rows))
    return known
