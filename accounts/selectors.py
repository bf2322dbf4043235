"""Reads about people: current roles, employers, ties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from accounts.models import DeclaredRelationship, Employment, Notice, Person, Role, User
from accounts.permissions import active_role, current_roles, has_role, role_names
from accounts.roles import RoleName

__all__ = [
    "AccountFacts",
    "account_facts",
    "active_role",
    "are_tied",
    "current_roles",
    "employer_ids",
    "has_role",
    "notices_of",
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


def notices_of(user: User) -> QuerySet[Notice]:
    """Every message to `user`, the newest first."""
    return Notice.objects.filter(user=user)


@dataclass(frozen=True)
class AccountFacts:
    """What the page of one's account says."""

    person: Person | None
    address: str
    passkeys: int
    has_app: bool
    has_password: bool
    roles: list[Role]


def account_facts(user: User) -> AccountFacts:
    """Four queries: person, address, factors, roles."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return AccountFacts(
        person=Person.objects.filter(user=user).first(),
        address=EmailAddress.objects.get_primary_email(user) or user.email,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_app=Authenticator.Type.TOTP in kinds,
        has_password=user.has_usable_password(),
        roles=current_roles(user),
    )
