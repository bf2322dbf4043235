"""May they? Beside each answer the queryset that means the same; a test proves that they agree."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import has_role
from accounts.roles import CONTENT, RoleName
from cms.models import Contribution, SignOffRequest
from cms.states import RequestState
from foundation.exceptions import NotAllowed


def is_consultant(user: User | None) -> bool:
    """Whether the consultant's screens are for `user`.

    Who gave words keeps the way to take them back, whatever became of the role.
    """
    if user is None or not user.is_authenticated:
        return False
    return has_role(user, RoleName.CONSULTANT) or Contribution.objects.filter(consultant=user).exists()


def can_act_on(user: User | None, contribution: Contribution) -> bool:
    """Whether `user` may see and withdraw a contribution: the person who gave it, nobody else."""
    return user is not None and user.is_authenticated and contribution.consultant_id == user.pk


def contributions_of_user(user: User | None) -> QuerySet[Contribution]:
    """The contributions that `can_act_on` allows."""
    if user is None or not user.is_authenticated:
        return Contribution.objects.none()
    return Contribution.objects.filter(consultant=user)


def can_read_for_sign_off(user: User | None, request: SignOffRequest) -> bool:
    """Whether `user` was asked to read this."""
    return (
        user is not None and user.is_authenticated and request.readers.filter(consultant_id=user.pk).exists()
    )


def sign_offs_asked(user: User | None) -> QuerySet[SignOffRequest]:
    """The requests that `can_read_for_sign_off` allows."""
    if user is None or not user.is_authenticated:
        return SignOffRequest.objects.none()
    return SignOffRequest.objects.filter(readers__consultant=user)


def can_answer(user: User | None, request: SignOffRequest) -> bool:
    """Whether `user` may answer now: asked, still a consultant, the request still open."""
    return (
        request.state == RequestState.OPEN
        and has_role(user, RoleName.CONSULTANT)
        and can_read_for_sign_off(user, request)
    )


def can_edit_content(user: User | None) -> bool:
    """Whether `user` works in Wagtail's admin."""
    return has_role(user, *CONTENT)


def can_lead_co_production(user: User | None) -> bool:
    """Whether `user` names readers and records payments."""
    return has_role(user, RoleName.CO_PRODUCTION_LEAD)


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence: require(can_x(user, thing))
    """Raise NotAllowed unless `allowed`."""
    if not allowed:
        raise NotAllowed(_("Your role does not allow this."))
