"""The answer to "may they?": the roles somebody holds today, in one place for every app."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.roles import STAFF, UNLISTED, RoleName
from foundation.exceptions import NotAllowed


def current_roles(user: User | None) -> list[Role]:
    """Every role that `user` holds today, read once for each user object."""
    if user is None or not user.is_authenticated or not user.is_active:
        return []
    if user.roles_today is None:
        user.roles_today = list(Role.objects.current().filter(user=user).order_by("pk"))
    return user.roles_today


def role_names(user: User | None) -> frozenset[str]:
    """The names of the roles that `user` holds today."""
    return frozenset(role.name for role in current_roles(user))


def has_role(user: User | None, *names: RoleName) -> bool:
    """Whether `user` holds any of `names` today."""
    return bool(role_names(user) & set(names))


def active_role(user: User | None) -> str:
    """The role somebody is here as: the chosen one while it is held, else the first held."""
    held = [role.name for role in current_roles(user)]
    if user is not None and getattr(user, "active_role", "") in held:
        return user.active_role
    return held[0] if held else ""


def require_role(user: User, *names: RoleName) -> None:
    """Raise NotAllowed unless `user` holds one of `names` today."""
    if not has_role(user, *names):
        raise NotAllowed(_("Your role does not allow this."))


def may_grant(user: User, name: RoleName) -> bool:
    """Whether `user` gives and ends roles of this name: administrators, but for unlisted ones."""
    granter = RoleName.CO_PRODUCTION_LEAD if name in UNLISTED else RoleName.ADMINISTRATOR
    return has_role(user, granter)


def grantable(user: User) -> list[RoleName]:
    """The roles that `user` gives by hand, in the order of the list.

    Trainees and advocates get theirs from an invitation and from an award.
    """
    return [name for name in RoleName if name in STAFF | UNLISTED and may_grant(user, name)]


def may_see_roles(user: User) -> bool:
    """Whether `user` gives any role, and so has the pages for it."""
    return has_role(user, RoleName.ADMINISTRATOR, RoleName.CO_PRODUCTION_LEAD)
