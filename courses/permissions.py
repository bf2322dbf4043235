"""Who may manage a cohort, read a section, and act on an enrolment.

Each question about one thing has the queryset that means the same beside it.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import RoleName, Scope
from accounts.selectors import current_roles, has_role
from courses.models import Cohort, Enrolment, QualificationVersion
from courses.states import READING
from foundation.exceptions import NotAllowed

#: Roles that work with the content of the programme, and so read its sections.
WORKS_WITH_SECTIONS = (
    RoleName.EDITOR,
    RoleName.CONSULTANT,
    RoleName.CO_PRODUCTION_LEAD,
    RoleName.PROGRAMME_MANAGER,
    RoleName.ASSESSOR,
    RoleName.QUALITY_ASSURER,
    RoleName.LEAD_QUALITY_ASSURER,
    RoleName.EXTERNAL_QUALITY_ASSURER,
)


def cohorts_managed_by(user: User) -> QuerySet[Cohort]:
    """The cohorts that `user` manages: a programme manager's, as far as the role reaches."""
    reach = Q(pk__in=[])
    for role in current_roles(user):
        if role.name != RoleName.PROGRAMME_MANAGER:
            continue
        if role.scope == Scope.WHOLE:
            reach |= Q(pk__isnull=False)
        elif role.scope == Scope.COHORT:
            reach |= Q(public_id=role.scope_id)
        elif role.scope == Scope.QUALIFICATION:
            reach |= Q(version__qualification__public_id=role.scope_id)
    return Cohort.objects.filter(reach)


def versions_to_begin(user: User) -> QuerySet[QualificationVersion]:
    """The versions on which `user` may begin a cohort: a role for one cohort alone begins no other."""
    reach = Q(pk__in=[])
    for role in current_roles(user):
        if role.name == RoleName.PROGRAMME_MANAGER and role.scope == Scope.WHOLE:
            reach |= Q(pk__isnull=False)
        elif role.name == RoleName.PROGRAMME_MANAGER and role.scope == Scope.QUALIFICATION:
            reach |= Q(qualification__public_id=role.scope_id)
    return QualificationVersion.objects.filter(reach).select_related("qualification")


def can_manage(user: User, cohort: Cohort) -> bool:
    """Whether `user` invites to `cohort` and sees who is where."""
    for role in current_roles(user):
        if role.name == RoleName.PROGRAMME_MANAGER and (
            role.scope == Scope.WHOLE
            or (role.scope == Scope.COHORT and role.scope_id == cohort.public_id)
            or (role.scope == Scope.QUALIFICATION and role.scope_id == cohort.version.qualification.public_id)
        ):
            return True
    return False


def require_manager(user: User, cohort: Cohort) -> None:
    """Raise NotAllowed unless `user` manages `cohort`."""
    if not can_manage(user, cohort):
        raise NotAllowed(_("Your role does not allow this."))


def require_any_cohort(user: User) -> None:
    """Raise Http404 for somebody who manages nothing: for them these pages do not exist."""
    if not has_role(user, RoleName.PROGRAMME_MANAGER):
        raise Http404


def enrolments_of(user: User) -> QuerySet[Enrolment]:
    """The enrolments that are `user`'s own."""
    if not user.is_authenticated:
        return Enrolment.objects.none()
    return Enrolment.objects.filter(person__user=user)


def can_act_on(user: User, enrolment: Enrolment) -> bool:
    """Whether `enrolment` is `user`'s own; nobody else pauses it or marks a section complete."""
    return bool(user.is_authenticated) and enrolment.person.user_id == user.pk


def require_own(user: User, enrolment: Enrolment) -> None:
    """Raise NotAllowed unless `enrolment` is `user`'s own."""
    if not can_act_on(user, enrolment):
        raise NotAllowed(_("This belongs to somebody else."))


def can_read_sections(user: User) -> bool:
    """Whether `user` may open sections: an enrolment that is not withdrawn, or a working role."""
    if not user.is_authenticated:
        return False
    return has_role(user, *WORKS_WITH_SECTIONS) or enrolments_of(user).filter(state__in=READING).exists()
