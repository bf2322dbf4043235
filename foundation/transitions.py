"""State machines as tables: an event, the states it may leave, the state it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.utils.translation import gettext as _

from foundation.exceptions import TransitionRefused

State = TypeVar("State", bound=str)
Event = TypeVar("Event", bound=str)
Table = Mapping[Event, tuple[frozenset[State], State]]


def target(table: Mapping[Event, tuple[frozenset[State], State]], event: Event, state: State) -> State:
    """The state that `event` leads to from `state`.

    Raises TransitionRefused when the table has no such step.
    """
    try:
        sources, to = table[event]
    except KeyError:
        sources, to = frozenset(), state
    if state not in sources:
        raise TransitionRefused(
            _("This has moved on since the page was opened. Look at it again, then decide."),
            code="transition",
        )
    return to


def possible(table: Mapping[Event, tuple[frozenset[State], State]], state: State) -> list[Event]:
    """The events that lead somewhere from `state`, in the table's order."""
    return [event for event, (sources, _to) in table.items() if state in sources]
