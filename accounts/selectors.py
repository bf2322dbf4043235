"""Reads about people: current roles, employers, ties."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import DeclaredRelationship, Employment, Person, Role, User
from accounts.permissions import active_role, current_roles, has_role, role_names
from accounts.roles import RoleName

__all__ = [
    "active_role",
    "are_tied",
    "current_roles",
    "employer_ids",
    "has_role",
    "role_names",
    "share_an_employer",
    "users_with_role",
]


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
