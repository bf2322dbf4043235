"""The states of a submission and what may happen in each. Pure; no ORM.

Source: domain reference, section 4. "Returned" is no state of its own: the work is
back in assessment. A hold (integrity, or quarantine because somebody can be
identified) is a row beside the submission that blocks every event but its own
lifting, so that nothing loses its place.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a submission is."""

    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Sent")
    ALLOCATED = "allocated", _("With an assessor")
    IN_ASSESSMENT = "in_assessment", _("Being assessed")
    DECIDED = "decided", _("Decided")
    IN_QUALITY_ASSURANCE = "in_quality_assurance", _("In quality assurance")
    AGREED = "agreed", _("Agreed")
    MET = "met", _("Released: met")
    NOT_YET_MET = "not_yet_met", _("Released: not yet met")
    RESUBMISSION_OPEN = "resubmission_open", _("Resubmission open")
    ATTEMPTS_USED = "attempts_used", _("Attempts used")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Event(TextChoices):
    """What can happen to a submission."""

    SUBMIT = "submit", _("Sent")
    TAKE_BACK = "take_back", _("Taken back")
    TAKE_BACK_RESUBMISSION = "take_back_resubmission", _("Resubmission taken back")
    ALLOCATE = "allocate", _("Given to an assessor")
    GIVE_BACK = "give_back", _("Given back to the pool")
    BEGIN = "begin", _("Assessment began")
    DECIDE = "decide", _("Decided")
    SAMPLE = "sample", _("Chosen for quality assurance")
    AGREE = "agree", _("Agreed by quality assurance")
    RETURN = "return", _("Returned to the assessor")
    RELEASE_MET = "release_met", _("Released: met")
    RELEASE_NOT_YET_MET = "release_not_yet_met", _("Released: not yet met")
    RELEASE_LAST = "release_last", _("Released: not yet met, attempts used")
    OPEN_RESUBMISSION = "open_resubmission", _("Resubmission opened")
    WITHDRAW = "withdraw", _("Withdrawn")


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


#: SAMPLE happens in the transaction that decides, when the draw says so; work that
#: rests in DECIDED was not drawn, and only that may be released without a review.
TRANSITIONS: dict[Event, tuple[frozenset[State], State]] = {
    Event.SUBMIT: (_from(State.DRAFT, State.RESUBMISSION_OPEN), State.SUBMITTED),
    Event.TAKE_BACK: (_from(State.SUBMITTED), State.DRAFT),
    Event.TAKE_BACK_RESUBMISSION: (_from(State.SUBMITTED), State.RESUBMISSION_OPEN),
    Event.ALLOCATE: (_from(State.SUBMITTED), State.ALLOCATED),
    Event.GIVE_BACK: (_from(State.ALLOCATED, State.IN_ASSESSMENT), State.SUBMITTED),
    Event.BEGIN: (_from(State.ALLOCATED), State.IN_ASSESSMENT),
    Event.DECIDE: (_from(State.IN_ASSESSMENT), State.DECIDED),
    Event.SAMPLE: (_from(State.DECIDED), State.IN_QUALITY_ASSURANCE),
    Event.AGREE: (_from(State.IN_QUALITY_ASSURANCE), State.AGREED),
    Event.RETURN: (_from(State.IN_QUALITY_ASSURANCE), State.IN_ASSESSMENT),
    Event.RELEASE_MET: (_from(State.DECIDED, State.AGREED), State.MET),
    Event.RELEASE_NOT_YET_MET: (_from(State.DECIDED, State.AGREED), State.NOT_YET_MET),
    Event.RELEASE_LAST: (_from(State.DECIDED, State.AGREED), State.ATTEMPTS_USED),
    Event.OPEN_RESUBMISSION: (_from(State.NOT_YET_MET), State.RESUBMISSION_OPEN),
    Event.WITHDRAW: (
        _from(
            State.DRAFT,
            State.SUBMITTED,
            State.ALLOCATED,
            State.IN_ASSESSMENT,
            State.DECIDED,
            State.IN_QUALITY_ASSURANCE,
            State.AGREED,
            State.NOT_YET_MET,
            State.RESUBMISSION_OPEN,
        ),
        State.WITHDRAWN,
    ),
}

#: The trainee may write and attach.
WRITABLE = _from(State.DRAFT, State.RESUBMISSION_OPEN)
#: An assessor holds it.
WITH_ASSESSOR = _from(State.ALLOCATED, State.IN_ASSESSMENT)
#: It was sent and nothing about a judgement may show to the trainee yet.
ON_ITS_WAY = _from(
    State.SUBMITTED,
    State.ALLOCATED,
    State.IN_ASSESSMENT,
    State.DECIDED,
    State.IN_QUALITY_ASSURANCE,
    State.AGREED,
)
#: Ready to be released.
RELEASABLE = _from(State.DECIDED, State.AGREED)
#: States that a release leads to.
RELEASED = _from(State.MET, State.NOT_YET_MET, State.ATTEMPTS_USED)
#: No event leads out of these.
FINAL = _from(State.MET, State.ATTEMPTS_USED, State.WITHDRAWN)


class Outcome(TextChoices):
    """What is said of a criterion, and of a unit. The word is never another."""

    MET = "met", _("Met")
    NOT_YET_MET = "not_yet_met", _("Not yet met")


def release_event(outcome: Outcome | str, *, last_attempt: bool) -> Event:
    """The event by which a unit's outcome is released."""
    if outcome == Outcome.MET:
        return Event.RELEASE_MET
    return Event.RELEASE_LAST if last_attempt else Event.RELEASE_NOT_YET_MET


def unit_outcome(outcomes: list[Outcome | str]) -> Outcome:
    """A unit is met when every one of its criteria is; a unit without criteria never is."""
    if outcomes and all(outcome == Outcome.MET for outcome in outcomes):
        return Outcome.MET
    return Outcome.NOT_YET_MET


RULES = ("valid", "authentic", "current", "reliable")
