"""Who may do what to a submission: a question about one, and the queryset that means the same.

Least privilege (domain reference, section 7): a trainee sees what is theirs, an assessor
what is or was given to them, quality assurers what lies in their scope and is not
tied to them, managers where a piece stands but not its words. `may_x` asks about the
person alone; `can_x` asks besides whether the submission's state allows it now.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Employment, Person, User
from accounts.roles import RoleName, Scope
from accounts.selectors import current_roles, has_role
from assessments.models import Allocation, DecisionAct, Submission
from assessments.permissions.independence import closed_trainees
from assessments.states import RELEASABLE, State
from casework.models import Hold
from casework.selectors import live_holds
from foundation.exceptions import NotAllowed

ASSESSING = RoleName.ASSESSOR
ALLOCATING = (RoleName.PROGRAMME_MANAGER, RoleName.LEAD_QUALITY_ASSURER)
REVIEWING = (RoleName.QUALITY_ASSURER, RoleName.LEAD_QUALITY_ASSURER)
RELEASING = (*REVIEWING, RoleName.PROGRAMME_MANAGER)
READING = (*REVIEWING, RoleName.EXTERNAL_QUALITY_ASSURER)


def person_of(user: User | None) -> Person | None:
    """The person behind a user, if there is one."""
    if user is None or not user.is_authenticated:
        return None
    return getattr(user, "person", None)


def require_person(user: User) -> Person:
    """The person behind `user`. Raises NotAllowed for a user without one."""
    someone = person_of(user)
    if someone is None:
        raise NotAllowed(_("Your account has no professional record, so this is not possible."))
    return someone


def require(check: Callable[[User | None, Submission], bool], user: User, submission: Submission) -> None:
    """Raise NotAllowed unless `check` says yes."""
    if not check(user, submission):
        raise NotAllowed(_("Your role does not allow this."))


def is_assessor(user: User | None) -> bool:
    """Whether `user` is an assessor today."""
    return has_role(user, RoleName.ASSESSOR)


def is_reviewer(user: User | None) -> bool:
    """Whether `user` is a quality assurer, lead or not, today."""
    return has_role(user, *REVIEWING)


def in_scope(user: User | None, *names: RoleName) -> Q:
    """The submissions that the current roles `names` of `user` reach."""
    reach = Q(pk__in=[])
    for role in current_roles(user):
        if role.name not in names:
            continue
        if role.scope == Scope.WHOLE:
            return Q()
        if role.scope == Scope.COHORT:
            reach |= Q(enrolment__cohort__public_id=role.scope_id)
        elif role.scope == Scope.QUALIFICATION:
            reach |= Q(enrolment__version__qualification__public_id=role.scope_id)
        else:
            staff = Employment.objects.current().filter(organisation_id=role.organisation_id)
            reach |= Q(trainee_id__in=staff.values("person_id"))
    return reach


def _reaches(user: User | None, submission: Submission, *names: RoleName) -> bool:
    """`in_scope` for one submission, without a query for a role that reaches everything."""
    held = [role for role in current_roles(user) if role.name in names]
    if not held or any(role.scope == Scope.WHOLE for role in held):
        return bool(held)
    return Submission.objects.filter(in_scope(user, *names), pk=submission.pk).exists()


def _is_own(user: User | None, submission: Submission) -> bool:
    someone = person_of(user)
    return someone is not None and submission.trainee_id == someone.pk


# The trainee


def own(user: User | None) -> QuerySet[Submission]:
    """The submissions of `user` as a trainee."""
    someone = person_of(user)
    return Submission.objects.filter(trainee=someone) if someone else Submission.objects.none()


def can_write(user: User | None, submission: Submission) -> bool:
    """The trainee alone writes, sends and opens."""
    return _is_own(user, submission)


# The assessor


def _live(someone: Person) -> Exists:
    return Exists(
        Allocation.objects.filter(submission=OuterRef("pk"), assessor=someone, ended_at__isnull=True)
    )


def marked_by(user: User | None) -> QuerySet[Submission]:
    """The submissions that `user` holds as their assessor now."""
    someone = person_of(user)
    if someone is None or not is_assessor(user):
        return Submission.objects.none()
    return Submission.objects.filter(_live(someone))


def can_mark(user: User | None, submission: Submission) -> bool:
    """Only the assessor who holds it marks it."""
    someone = person_of(user)
    if someone is None or not is_assessor(user):
        return False
    return submission.allocations.filter(assessor=someone, ended_at__isnull=True).exists()


def assessed_by(user: User | None) -> QuerySet[Submission]:
    """The submissions that `user` decided at some time."""
    someone = person_of(user)
    if someone is None or not is_assessor(user):
        return Submission.objects.none()
    acts = DecisionAct.objects.filter(version__submission=OuterRef("pk"), assessor=someone)
    return Submission.objects.filter(Exists(acts))


# Those who allocate


def allocates(user: User | None) -> QuerySet[Submission]:
    """The submissions whose allocation is for `user` to make; never their own."""
    reach = Submission.objects.filter(in_scope(user, *ALLOCATING))
    someone = person_of(user)
    return reach.exclude(trainee=someone) if someone else reach


def may_allocate(user: User | None, submission: Submission) -> bool:
    """The question behind `allocates`."""
    return _reaches(user, submission, *ALLOCATING) and not _is_own(user, submission)


def allocatable(user: User | None) -> QuerySet[Submission]:
    """The waiting submissions that `user` may give to an assessor."""
    return allocates(user).filter(state=State.SUBMITTED)


def can_allocate(user: User | None, submission: Submission) -> bool:
    """The question behind `allocatable`."""
    return submission.state == State.SUBMITTED and may_allocate(user, submission)


# Quality assurers


def independent_for(user: User | None, *names: RoleName) -> QuerySet[Submission]:
    """The sent submissions in the scope of `names` to which `user` has no tie and took no part."""
    someone = person_of(user)
    if someone is None or not has_role(user, *names):
        return Submission.objects.none()
    decided = DecisionAct.objects.filter(version__submission=OuterRef("pk"), assessor=someone)
    held = Allocation.objects.filter(submission=OuterRef("pk"), assessor=someone)
    return (
        Submission.objects.filter(in_scope(user, *names), sent_at__isnull=False)
        .exclude(trainee_id__in=closed_trainees(someone))
        .exclude(Exists(decided))
        .exclude(Exists(held))
    )


def may_review(user: User | None, submission: Submission) -> bool:
    """Whether `user` is an independent quality assurer for it."""
    return independent_for(user, *REVIEWING).filter(pk=submission.pk).exists()


def reviewable(user: User | None) -> QuerySet[Submission]:
    """Chosen work that `user` may review."""
    return independent_for(user, *REVIEWING).filter(state=State.IN_QUALITY_ASSURANCE)


def can_review(user: User | None, submission: Submission) -> bool:
    """The question behind `reviewable`."""
    return submission.state == State.IN_QUALITY_ASSURANCE and may_review(user, submission)


# Releasing


def releases(user: User | None) -> QuerySet[Submission]:
    """The submissions that are for `user` to release: never their own, nor what they decided."""
    reach = Submission.objects.filter(in_scope(user, *RELEASING))
    someone = person_of(user)
    if someone:
        decided = DecisionAct.objects.filter(version__submission=OuterRef("pk"), assessor=someone)
        reach = reach.exclude(trainee=someone).exclude(Exists(decided))
    return reach


def may_release(user: User | None, submission: Submission) -> bool:
    """The question behind `releases`."""
    if not _reaches(user, submission, *RELEASING) or _is_own(user, submission):
        return False
    someone = person_of(user)
    decided = DecisionAct.objects.filter(version__submission=submission, assessor=someone)
    return someone is None or not decided.exists()


def releasable(user: User | None) -> QuerySet[Submission]:
    """Cleared work that `user` may release."""
    return releases(user).filter(state__in=RELEASABLE)


def can_release(user: User | None, submission: Submission) -> bool:
    """The question behind `releasable`."""
    return submission.state in RELEASABLE and may_release(user, submission)


def may_reopen(user: User | None, submission: Submission) -> bool:
    """Whether `user` is a lead quality assurer without a tie to it."""
    return independent_for(user, RoleName.LEAD_QUALITY_ASSURER).filter(pk=submission.pk).exists()


def reopenable(user: User | None) -> QuerySet[Submission]:
    """Released work for which `user` may open a resubmission."""
    return independent_for(user, RoleName.LEAD_QUALITY_ASSURER).filter(state=State.NOT_YET_MET)


def can_open_resubmission(user: User | None, submission: Submission) -> bool:
    """The question behind `reopenable`."""
    return submission.state == State.NOT_YET_MET and may_reopen(user, submission)


# Reading


def readable(user: User | None) -> QuerySet[Submission]:
    """Submissions whose sent evidence `user` may read."""
    return Submission.objects.filter(
        Q(pk__in=own(user).values("pk"))
        | Q(pk__in=marked_by(user).values("pk"))
        | Q(pk__in=assessed_by(user).values("pk"))
        | Q(pk__in=independent_for(user, *READING).values("pk"))
    )


def can_read(user: User | None, submission: Submission) -> bool:
    """The question behind `readable`."""
    return can_write(user, submission) or readable(user).filter(pk=submission.pk).exists()


def is_quarantined(submission: Submission) -> bool:
    """Whether somebody could be identified in it: then its trainee alone still reads it."""
    return live_holds("submission", submission.public_id).filter(kind=Hold.Kind.QUARANTINE).exists()


def can_read_now(user: User | None, submission: Submission) -> bool:
    """As `can_read`, and no quarantine stands in the way of anybody but the trainee."""
    if can_write(user, submission):
        return True
    return can_read(user, submission) and not is_quarantined(submission)


def is_lead(user: User | None) -> bool:
    """Whether `user` is a lead quality assurer today."""
    return has_role(user, RoleName.LEAD_QUALITY_ASSURER)
