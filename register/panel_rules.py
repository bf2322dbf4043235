"""How a panel comes to a decision. Pure; no ORM.

Source: domain reference, section 3: each sitting member records a view with reasons
or stands aside; the chair closes when all have and quorum remains; a majority
decides, a tie leaves things as they were; only lawful decisions are offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from register.case_states import CaseState, Place


class PanelStep(TextChoices):
    """The least step that protects, as one member sees it."""

    GRANT = "grant", _("Grant accreditation")
    ASK = "ask", _("Ask for more information first")
    PROPOSE = "propose", _("Propose a refusal, so that the person can answer")
    REFUSE = "refuse", _("Refuse accreditation")


class PanelOutcome(TextChoices):
    """What the panel as a whole came to."""

    GRANT = "grant", _("Accreditation is granted")
    ASK = "ask", _("More information is asked for")
    PROPOSE = "propose", _("A refusal is to be proposed")
    REFUSE = "refuse", _("Accreditation is refused")
    NO_MAJORITY = "no_majority", _("No majority; things stay as they were")


#: Steps against the person: they need practice to be affected.
ADVERSE = frozenset({PanelStep.PROPOSE, PanelStep.REFUSE})


def lawful_steps(place: Place) -> tuple[PanelStep, ...]:
    """The steps that a member may choose here, the lightest first; none outside the panel."""
    if place.state != CaseState.BEFORE_PANEL or place.held:
        return ()
    return (PanelStep.GRANT, PanelStep.ASK, PanelStep.REFUSE if place.may_refuse else PanelStep.PROPOSE)


@dataclass(frozen=True)
class Count:
    """The votes: how many for each step, how many in all."""

    by_step: tuple[tuple[PanelStep, int], ...]
    total: int

    def of(self, step: PanelStep | str) -> int:
        """How many chose `step`."""
        return dict(self.by_step).get(PanelStep(step), 0)


def count(steps: Iterable[PanelStep | str]) -> Count:
    """Count the members' steps, in the order of `PanelStep`."""
    votes = Counter(PanelStep(step) for step in steps)
    return Count(tuple((step, votes[step]) for step in PanelStep if votes[step]), sum(votes.values()))


def outcome(votes: Count, *, review: bool = False) -> PanelOutcome:
    """What more than half of the members chose.

    Without a majority things stay as they were: an applicant is neither accredited nor
    refused. In a review what was is the refusal, so a tie lets it stand.
    """
    for step, number in votes.by_step:
        if number * 2 > votes.total:
            return PanelOutcome(step.value)
    return PanelOutcome.REFUSE if review else PanelOutcome.NO_MAJORITY


def remains_quorate(sitting: int, quorum: int) -> bool:
    """Whether enough members are left to decide."""
    return sitting >= quorum > 0
