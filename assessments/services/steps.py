"""The one door through which a submission changes its state."""

from __future__ import annotations

from accounts import audit
from accounts.models import User
from assessments.models import Submission, SubmissionEvent
from assessments.states import TRANSITIONS, Event, State
from casework.services import refuse_if_held
from foundation.transitions import target

#: The subject under which holds and audit rows of a submission are kept.
SUBJECT = "submission"


def locked(submission_id: int, *related: str) -> Submission:
    """The submission, locked for this transaction, with the `related` rows that its caller reads.

    Every write about a submission holds this lock, so what hangs on it needs none of its own.
    """
    rows = Submission.objects.select_for_update(of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=submission_id)


def apply(  # noqa: PLR0913 - an event is its facts
    submission: Submission,
    event: Event,
    *,
    by: User | None,
    version_number: int = 0,
    reason: str = "",
    also: tuple[str, ...] = (),
    held_checked: bool = False,
) -> SubmissionEvent:
    """Move a locked submission by one event and write the event and its audit row.

    `also` names fields that the caller changed and wants saved with the state. Raises
    TransitionRefused when the table has no such step, and Refused while anything
    holds the submission.
    """
    state = State(submission.state)
    to = target(TRANSITIONS, event, state)
    if not held_checked:
        refuse_if_held(SUBJECT, submission.public_id)
    submission.event_count += 1
    row = SubmissionEvent.objects.create(
        submission=submission,
        number=submission.event_count,
        event=event,
        from_state=state,
        to_state=to,
        version_number=version_number,
        by=by,
    )
    audit.record(
        action=f"submission.{event}",
        by=by,
        subject_kind=SUBJECT,
        subject_id=submission.public_id,
        reason=reason,
    )
    submission.state = to
    submission.save(update_fields=["state", "event_count", *also])
    return row
