"""Who reads it: a manager gives it, or an assessor takes the next one."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import DeclaredRelationship, Person, User
from accounts.permissions import require_role
from accounts.roles import RoleName
from accounts.selectors import has_role
from accounts.services import notify
from assessments import permissions
from assessments.models import Allocation, QualityReview, Submission
from assessments.permissions.competence import MISSING, competent_units, is_competent
from assessments.permissions.independence import closed_trainees, fold, ties_of, witness_names
from assessments.services.steps import SUBJECT, apply, locked
from assessments.states import WITH_ASSESSOR, Event, State
from casework.models import Hold
from foundation import clock
from foundation.exceptions import NotAllowed, Refused

#: How many of the longest waiting are looked at when each names the assessor as witness.
WITNESS_TRIES = 20


def _refuse_unless_free(assessor: Person, submission: Submission) -> None:
    found = ties_of(assessor, submission)
    if found:
        words = {"name": assessor.practising_name, "why": found[0].text}
        raise Refused(_("%(name)s cannot assess this. %(why)s.") % words, code="tie")
    if not is_competent(assessor, submission.unit):
        raise Refused(MISSING, code="competence")


def _give(submission: Submission, assessor: Person, by: User, *, held_checked: bool = False) -> Allocation:
    apply(submission, Event.ALLOCATE, by=by, held_checked=held_checked)
    return Allocation.objects.create(
        submission=submission, assessor=assessor, trainee_id=submission.trainee_id, by=by
    )


@transaction.atomic
def allocate(*, submission_id: int, assessor: Person, by: User) -> Allocation:
    """Give a waiting submission to an assessor.

    Raises NotAllowed unless `by` may allocate it, Refused where a tie forbids it (there
    is no override) or competence is missing, TransitionRefused when somebody was faster.
    A second click returns the first one's allocation.
    """
    submission = locked(submission_id, "unit")
    live = submission.allocations.filter(ended_at__isnull=True, assessor=assessor, by=by).first()
    if live:
        return live
    permissions.require(permissions.may_allocate, by, submission)
    if not has_role(assessor.user, RoleName.ASSESSOR):
        raise Refused(_("%(name)s is not an assessor.") % {"name": assessor.practising_name})
    _refuse_unless_free(assessor, submission)
    allocation = _give(submission, assessor, by)
    if assessor.user and assessor.user != by:
        notify(
            user=assessor.user,
            kind="assessment.allocated",
            title=_("A piece to mark is with you"),
            link=f"/marking/{submission.public_id}/",
        )
    return allocation


def pool(assessor: Person, user: User) -> QuerySet[Submission]:
    """The waiting submissions that an assessor is free to take, the longest waiting first.

    The ties are gathered as a small set of persons first, so that the search in the
    pool is one ordered walk over an index however many wait.
    """
    held = Hold.objects.filter(subject_kind=SUBJECT, subject_id=OuterRef("public_id"), lifted_at__isnull=True)
    reviewed = QualityReview.objects.filter(submission=OuterRef("pk"), reviewer=assessor)
    return (
        Submission.objects.filter(
            permissions.in_scope(user, RoleName.ASSESSOR), competent_units(assessor), state=State.SUBMITTED
        )
        .exclude(trainee_id__in=closed_trainees(assessor))
        .exclude(Exists(held))
        .exclude(Exists(reviewed))
        .order_by("sent_at", "pk")
    )


@transaction.atomic
def claim_next(*, by: User) -> Allocation | None:
    """Take the longest waiting submission that `by` is free to assess; None when there is none.

    On PostgreSQL rows that somebody else is taking are skipped; on SQLite the immediate
    transaction lets one in at a time. Raises NotAllowed unless `by` is an assessor.
    """
    require_role(by, RoleName.ASSESSOR)
    assessor = permissions.require_person(by)
    name = fold(assessor.practising_name)
    skip = connection.features.has_select_for_update_skip_locked
    waiting = pool(assessor, by).select_for_update(of=("self",), skip_locked=skip)
    passed: list[int] = []
    while len(passed) < WITNESS_TRIES:
        submission = waiting.exclude(pk__in=passed).first()
        if submission is None:
            return None
        if name not in witness_names(submission):
            return _give(submission, assessor, by, held_checked=True)
        passed.append(submission.pk)
    return None


def _hand_back(
    submission: Submission, assessor: Person, by: User, ended: Allocation.Ended, reason: str
) -> Allocation:
    live = submission.allocations.filter(ended_at__isnull=True).first()
    if live is None or live.assessor_id != assessor.pk:
        raise NotAllowed(_("This is not with you."))
    apply(submission, Event.GIVE_BACK, by=by, reason=reason)
    live.ended_at, live.ended, live.reason = clock.now(), ended, reason
    live.save(update_fields=["ended_at", "ended", "reason"])
    return live


@transaction.atomic
def give_back(*, submission_id: int, by: User, reason: str = "") -> Allocation:
    """Give a piece back to the pool. Before beginning no reason is needed; afterwards one is."""
    submission = locked(submission_id)
    assessor = permissions.require_person(by)
    if submission.state == State.IN_ASSESSMENT and not reason.strip():
        raise Refused(_("You have begun, so say in a few words why it goes to somebody else."))
    if submission.state not in WITH_ASSESSOR:
        raise Refused(_("This is not with you to give back."))
    return _hand_back(submission, assessor, by, Allocation.Ended.GIVEN_BACK, reason.strip())


@transaction.atomic
def declare_tie(*, submission_id: int, by: User, kind: DeclaredRelationship.Kind | str) -> Allocation:
    """Declare a tie that the assessor noticed; the piece goes to somebody else."""
    submission = locked(submission_id)
    assessor = permissions.require_person(by)
    if kind not in DeclaredRelationship.Kind.values:
        raise Refused(_("Say what kind of tie it is."))
    ended = _hand_back(submission, assessor, by, Allocation.Ended.TIE, "")
    DeclaredRelationship.objects.create(person=assessor, other_id=submission.trainee_id, kind=kind)
    audit.record(action="relationship.declare", by=by, subject_kind="person", subject_id=assessor.public_id)
    return ended
