"""The one door through which a case changes: lock, event row, then the change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from accounts.selectors import active_role
from casework import selectors as casework
from casework.services import refuse_if_held
from foundation import clock
from foundation.exceptions import Refused
from register.case_states import CLOSED_STATES, CaseMove, CaseState, Place, advance
from register.models import AccreditationCase, CaseEvent, CaseEventWords, Proposal
from register.models.cases import SUBJECT_KIND


def lock(case_id: int, *, version: int | None = None) -> AccreditationCase:
    """The case, locked until the transaction ends.

    Raises Refused when a page was made from an older version: somebody else acted since.
    """
    case = (
        AccreditationCase.objects.select_for_update(of=("self",))
        .select_related("person__user", "qualification_version", "employer", "review_of")
        .get(pk=case_id)
    )
    if version is not None and case.version != version:
        raise Refused(
            _("Something happened in this case since the page was opened. Look at it again, then decide."),
            code="stale",
        )
    return case


def latest_proposal(case: AccreditationCase) -> Proposal | None:
    """The newest notice of a case."""
    return case.proposals.order_by("-number").first()


def place_of(case: AccreditationCase) -> Place:
    """Where a locked case is, with what stands beside its state."""
    proposal = latest_proposal(case)
    return Place(
        CaseState(case.state),
        held=casework.is_held(SUBJECT_KIND, case.public_id),
        notice_ripe=proposal is not None and proposal.is_ripe,
        review=case.is_review,
    )


def record(  # noqa: PLR0913 - an event is its facts
    case: AccreditationCase,
    kind: CaseMove | CaseEvent.Record,
    *,
    by: User | None,
    words: str = "",
    subject_id: str = "",
    to_state: CaseState | None = None,
) -> CaseEvent:
    """Add one event to a locked case; its number is the case's new version."""
    case.version += 1
    companion = CaseEventWords(text=words)
    event = CaseEvent.objects.create(
        case=case,
        number=case.version,
        kind=kind,
        from_state=case.state,
        to_state=to_state or case.state,
        subject_id=subject_id,
        by=by,
        as_role=active_role(by) if by else "",
        words_digest=companion.digest() if words else "",
    )
    if words:
        companion.event = event
        companion.save()
    audit.record(action=f"case.{kind}", by=by, subject_kind=SUBJECT_KIND, subject_id=case.public_id)
    case.save(update_fields=["version"])
    return event


def record_while_open(
    case: AccreditationCase, kind: CaseEvent.Record, *, by: User | None, words: str = "", subject_id: str = ""
) -> CaseEvent:
    """Add an event that moves nothing. Raises Refused in a closed case, or while a hold stands."""
    if not case.is_open:
        raise Refused(_("This case is closed. Nothing can be added to it."), code="closed")
    refuse_if_held(SUBJECT_KIND, case.public_id)
    return record(case, kind, by=by, words=words, subject_id=subject_id)


def move(
    case: AccreditationCase, to: CaseMove, *, by: User | None, words: str = "", subject_id: str = ""
) -> CaseEvent:
    """Move a locked case. Raises TransitionRefused where the table, a hold or fairness forbids it."""
    after = advance(place_of(case), to)
    event = record(case, to, by=by, words=words, subject_id=subject_id, to_state=after.state)
    case.state = after.state
    case.state_since = event.at
    case.closed_at = event.at if after.state in CLOSED_STATES else None
    case.save(update_fields=["state", "state_since", "closed_at"])
    return event


def begin_round(case: AccreditationCase) -> int:
    """Begin the next round before the panel: earlier views stay, and count no more."""
    case.round += 1
    case.save(update_fields=["round"])
    return case.round


def end_waiting_proposal(case: AccreditationCase, how: Proposal.Closed) -> Proposal | None:
    """Close the notice that waits for an answer, if one does."""
    proposal = case.proposals.filter(closed_at__isnull=True).first()
    if proposal is not None:
        proposal.closed_at, proposal.closed_by = clock.now(), how
        proposal.save(update_fields=["closed_at", "closed_by"])
    return proposal
