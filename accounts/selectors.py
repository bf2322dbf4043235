"""Reads about people: current roles, employers, ties."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import DeclaredRelationship, Employment, Person, Role, User
from accounts.roles import RoleName


def current_roles(user: User | None) -> list[Role]:
    """Every role that `user` holds today, read once for each user object."""
    if user is None or not user.is_authenticated or not user.is_active:
        return []
    cached = getattr(user, "_current_roles", None)
    if cached is None:
        cached = list(Role.objects.current().filter(user=user).order_by("pk"))
        user._current_roles = cached  # noqa: SLF001 - a request's memory of one query
    return cached


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


def users_with_role(*names: RoleName) -> Iterable[User]:
    """Active users who hold any of `names` today."""
    roles = Role.objects.current().filter(name__in=names)
    return User.objects.filter(is_active=True, roles__in=roles).distinct()


def employer_ids(person: Person) -> set[int]:
    """Primary keys of the organisations where `person` works today."""
    return set(Employment.objects.current().filter(person=person).values_list("organisation_id", flat=True))


def share_an_employer(one: Person, other: Person) -> bool:
    """Whether two people work for the same organisation today."""
    return bool(employer_ids(one) & employer_ids(other))


def are_tied(one: Person, other: Person) -> bool:
    """Whether a declared relationship, in either direction, stands between them today."""
    return (
        DeclaredRelationship.objects.current()
        .filter(Q(person=one, other=other) | Q(person=other, other=one))
        .exists()
    )
