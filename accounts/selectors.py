"""Reads about people: current roles, employers, ties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, Lower

from accounts.models import (
    AuditEvent,
    DeclaredRelationship,
    Employment,
    Notice,
    Person,
    Role,
    RoleRequest,
    User,
)
from accounts.permissions import active_role, current_roles, grantable, has_role, role_names
from accounts.roles import UNLISTED, RoleName
from accounts.states import RequestState

__all__ = [
    "AccountFacts",
    "account_facts",
    "active_role",
    "are_tied",
    "colleagues",
    "current_roles",
    "employer_ids",
    "find_by_address",
    "has_role",
    "notices_of",
    "role_events",
    "role_names",
    "roles_of",
    "share_an_employer",
    "users_with_role",
    "waiting_requests",
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
    gives_roles: bool


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
        gives_roles=bool(grantable(user)),
    )


def colleagues(user: User) -> QuerySet[User]:
    """People who hold a role that `user` gives, with those roles as `listed_roles`; two queries.

    Nobody else is in it: trainees and advocates stand in the lists of those who work
    with them, and who holds an unlisted role is seen by the one who gives it.
    """
    roles = Role.objects.current().filter(name__in=grantable(user)).select_related("organisation")
    return (
        User.objects.filter(pk__in=roles.values("user"))
        .select_related("person")
        .prefetch_related(Prefetch("roles", queryset=roles.order_by("name"), to_attr="listed_roles"))
        .order_by(Lower(Coalesce("person__practising_name", "known_as")), "pk")
    )


def find_by_address(address: str) -> User | None:
    """The person with exactly this address: there is no looking around by name."""
    owner = EmailAddress.objects.filter(email__iexact=address.strip()).select_related("user").first()
    return owner.user if owner is not None else None


def roles_of(someone: User, *, seen_by: User) -> QuerySet[Role]:
    """The roles of `someone`, past ones too, as far as `seen_by` gives them."""
    return (
        Role.objects.filter(user=someone, name__in=grantable(seen_by))
        .select_related("organisation")
        .prefetch_related("grants__granted_by")
        .order_by("until", "-since", "pk")
    )


def waiting_requests(user: User) -> QuerySet[RoleRequest]:
    """Requests for roles that `user` may answer or has made."""
    return RoleRequest.objects.filter(state=RequestState.WAITING, name__in=grantable(user)).select_related(
        "user", "asked_by", "organisation"
    )


def role_events(user: User) -> QuerySet[AuditEvent]:
    """What was done about roles, the newest first; nothing about an unlisted role that `user` does not give."""
    events = AuditEvent.objects.filter(
        action__in=[
            "role.grant",
            "role.ask",
            "role.confirm",
            "role.decline",
            "role.withdraw",
            "role.end",
            "person.add",
        ]
    ).select_related("by", "detail")
    for name in UNLISTED - set(grantable(user)):
        events = events.exclude(detail__data__role=name)
    return events
