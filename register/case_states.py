"""The states of an accreditation case, and what may move it. Pure; no ORM.

Source: domain reference, section 3, "Decisions that can be defended". Three things
stand beside the stored state and decide with it: a *hold* blocks every event but its
own lifting; a *notice of proposal* that was answered, or whose time is over, is what
makes a refusal lawful; and a *review* of a refusal is heard on the notice that the
refused case already had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _, gettext_lazy

from foundation.exceptions import TransitionRefused
from foundation.transitions import target


class CaseState(TextChoices):
    """Where a case is."""

    OPEN = "open", gettext_lazy("Open")
    BEFORE_PANEL = "before_panel", gettext_lazy("Before the panel")
    FURTHER_INFORMATION_ASKED = "further_information_asked", gettext_lazy("More information asked for")
    REFUSAL_PROPOSED = "refusal_proposed", gettext_lazy("Refusal proposed")
    GRANTED = "granted", gettext_lazy("Granted")
    REFUSED = "refused", gettext_lazy("Refused")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


class CaseMove(TextChoices):
    """What can happen to a case."""

    PUT_BEFORE_PANEL = "put_before_panel", gettext_lazy("Put before the panel")
    ASK_FURTHER_INFORMATION = "ask_further_information", gettext_lazy("More information asked for")
    INFORMATION_RECEIVED = "information_received", gettext_lazy("Information received")
    PROPOSE_REFUSAL = "propose_refusal", gettext_lazy("Refusal proposed")
    ANSWER = "answer", gettext_lazy("Answer received")
    TIME_OVER = "time_over", gettext_lazy("Time to answer is over")
    GRANT = "grant", gettext_lazy("Granted")
    REFUSE = "refuse", gettext_lazy("Refused")
    WITHDRAW = "withdraw", gettext_lazy("Withdrawn")


def _from(*states: CaseState) -> frozenset[CaseState]:
    return frozenset(states)


#: States in which something can still happen; a person has one such case of a kind at a time.
OPEN_STATES: Final = _from(
    CaseState.OPEN,
    CaseState.BEFORE_PANEL,
    CaseState.FURTHER_INFORMATION_ASKED,
    CaseState.REFUSAL_PROPOSED,
)
#: No event leads out of these.
CLOSED_STATES: Final = frozenset(CaseState) - OPEN_STATES

TRANSITIONS: Final[Mapping[CaseMove, tuple[frozenset[CaseState], CaseState]]] = {
    CaseMove.PUT_BEFORE_PANEL: (_from(CaseState.OPEN), CaseState.BEFORE_PANEL),
    CaseMove.ASK_FURTHER_INFORMATION: (
        _from(CaseState.BEFORE_PANEL),
        CaseState.FURTHER_INFORMATION_ASKED,
    ),
    CaseMove.INFORMATION_RECEIVED: (_from(CaseState.FURTHER_INFORMATION_ASKED), CaseState.OPEN),
    CaseMove.PROPOSE_REFUSAL: (_from(CaseState.BEFORE_PANEL), CaseState.REFUSAL_PROPOSED),
    CaseMove.ANSWER: (_from(CaseState.REFUSAL_PROPOSED), CaseState.BEFORE_PANEL),
    CaseMove.TIME_OVER: (_from(CaseState.REFUSAL_PROPOSED), CaseState.BEFORE_PANEL),
    CaseMove.GRANT: (_from(CaseState.BEFORE_PANEL), CaseState.GRANTED),
    CaseMove.REFUSE: (_from(CaseState.BEFORE_PANEL), CaseState.REFUSED),
    CaseMove.WITHDRAW: (OPEN_STATES, CaseState.WITHDRAWN),
}


@dataclass(frozen=True)
class Place:
    """Where a case is, with what stands beside its state.

    `notice_ripe`: a notice of proposal was answered or its time is over, and nothing
    was asked of the person since. `review`: the case looks again at a refusal.
    """

    state: CaseState = CaseState.OPEN
    held: bool = False
    notice_ripe: bool = False
    review: bool = False

    @property
    def may_refuse(self) -> bool:
        """Whether a refusal would be lawful here: never without a notice that could be answered."""
        return self.notice_ripe or self.review


def advance(place: Place, move: CaseMove) -> Place:
    """The place that `move` leads to.

    Raises TransitionRefused when a hold stands, when the table has no such step, or
    when a refusal was not proposed first.
    """
    if place.held:
        raise TransitionRefused(
            _("This case is on hold. It goes on where it was once the hold is lifted."), code="held"
        )
    to = target(TRANSITIONS, move, place.state)
    if move == CaseMove.REFUSE and not place.may_refuse:
        raise TransitionRefused(
            _("A refusal is proposed first, and the person has time to answer. Then the panel decides."),
            code="not_proposed",
        )
    if move == CaseMove.PROPOSE_REFUSAL and place.review:
        raise TransitionRefused(
            _("This is a review of a refusal. It ends with a grant, or the refusal stands."), code="review"
        )
    ripe = place.notice_ripe
    if move in {CaseMove.ANSWER, CaseMove.TIME_OVER}:
        ripe = True
    elif move in {CaseMove.ASK_FURTHER_INFORMATION, CaseMove.PROPOSE_REFUSAL}:
        # What is learned now was not in the notice: it needs a notice of its own.
        ripe = False
    return replace(place, state=to, notice_ripe=ripe)


def possible_moves(place: Place) -> list[CaseMove]:
    """The moves that lead somewhere from here, in the table's order; none while held."""
    moves = []
    for move in TRANSITIONS:
        try:
            advance(place, move)
        except TransitionRefused:
            continue
        moves.append(move)
    return moves
