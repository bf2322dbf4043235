"""Releasing an outcome, opening it, and opening one more attempt."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _, override

from accounts.models import User
from accounts.services import notify
from assessments import permissions, signals
from assessments.models import Allocation, Release, ReleaseOpened, Submission
from assessments.services.quality import latest_act
from assessments.services.steps import apply, locked
from assessments.states import RELEASED, Event, Outcome, release_event
from casework.selectors import policy
from foundation import clock


def is_last_attempt(submission: Submission) -> bool:
    """Whether no resubmission can follow the present attempt."""
    return submission.attempt > policy("resubmission.attempts")


@transaction.atomic
def release(*, submission_id: int, by: User) -> Release:
    """Release the outcome: from decided when it was not drawn, else from agreed.

    The trainee hears that there is an update and no more. Raises NotAllowed unless `by`
    may release it; a second click returns the first one's release.
    """
    submission = locked(submission_id, "unit", "trainee__user", "enrolment__version")
    act = latest_act(submission)
    if submission.state in RELEASED:
        done = Release.objects.filter(act=act, by=by).first()
        if done:
            return done
    permissions.require(permissions.may_release, by, submission)
    last = act.outcome == Outcome.NOT_YET_MET and is_last_attempt(submission)
    event = release_event(act.outcome, last_attempt=last)
    apply(submission, event, by=by, version_number=act.version.number)
    row = Release.objects.create(
        submission=submission, version=act.version, act=act, outcome=act.outcome, by=by
    )
    submission.allocations.filter(ended_at__isnull=True).update(
        ended_at=clock.now(), ended=Allocation.Ended.DECIDED
    )
    _tell(submission, f"/units/{submission.unit.public_id}/result/")
    signals.outcome_released.send(sender=Submission, release=row)
    return row


def _tell(submission: Submission, link: str) -> None:
    """The same neutral words whatever happened."""
    user = submission.trainee.user
    if user is None:
        return
    with override(user.language):
        notify(
            user=user,
            kind="assessment.update",
            title=_("There is an update"),
            body=_("Open it now, or later. It can wait as long as you like."),
            link=link,
        )


@transaction.atomic
def open_result(*, submission_id: int, by: User) -> Release | None:
    """Open the latest released result; the trainee's own act. Opening again changes nothing."""
    submission = locked(submission_id)
    permissions.require(permissions.can_write, by, submission)
    latest = submission.releases.order_by("-at", "-pk").first()
    if latest and not ReleaseOpened.objects.filter(release=latest).exists():
        ReleaseOpened.objects.create(release=latest)
    return latest


@transaction.atomic
def open_resubmission(*, submission_id: int, by: User) -> Submission:
    """Open one resubmission of the criteria not met. A lead quality assurer without a tie does it.

    Raises NotAllowed for anybody else, TransitionRefused where the outcome is not "not
    yet met" or the attempts are used. A second click changes nothing.
    """
    submission = locked(submission_id, "unit", "trainee__user")
    last = submission.events.order_by("-number").first()
    if last and last.event == Event.OPEN_RESUBMISSION and last.by_id == by.pk:
        return submission
    permissions.require(permissions.may_reopen, by, submission)
    submission.attempt += 1
    submission.resubmit_by = clock.today() + dt.timedelta(days=policy("resubmission.days"))
    submission.extended_at = None
    apply(submission, Event.OPEN_RESUBMISSION, by=by, also=("attempt", "resubmit_by", "extended_at"))
    submission.declarations.all().delete()
    _tell(submission, f"/units/{submission.unit.public_id}/")
    return submission
