"""Writes of joining: an invitation becomes an account, a person, a role and a place in a cohort.

It happens whole or not at all, and a link works once.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Employment, Person, User
from accounts.roles import RoleName
from accounts.services import grant_role
from courses.models import Enrolment, Invitation
from courses.selectors.invitations import TOKEN_PURPOSE
from courses.states import ENROLMENT, EnrolmentEvent, EnrolmentState
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from foundation.sealed import lookup_digest
from foundation.transitions import target


@dataclass(frozen=True)
class Preferences:
    """How somebody likes to read and to be told."""

    language: str = "en"
    theme: str = User.Theme.SYSTEM
    text_size: str = User.TextSize.NORMAL
    spacing: str = User.Spacing.NORMAL
    contact_by: str = User.ContactBy.MAIL


def known_account(email: str) -> User | None:
    """The account that an address belongs to: as its own, or as a further one that was verified."""
    return (
        User.objects.filter(email__iexact=email).first()
        or User.objects.filter(emailaddress__email__iexact=email, emailaddress__verified=True).first()
    )


@transaction.atomic
def join(  # noqa: PLR0913 - what a new person says about themselves
    *,
    token: str,
    known_as: str,
    practising_name: str,
    nation: str,
    password: str | None = None,
    preferences: Preferences | None = None,
) -> User:
    """Make an account for the invited address and give it its place.

    The address counts as verified, because the link came by mail. Without a password
    the account has none, until a passkey is made.
    Raises Refused with code "link" when the link is used, run out or unknown, and with
    code "known" when the address has an account, whose owner must sign in.
    """
    invitation = _locked(token)
    if known_account(invitation.email):
        raise Refused(_("This address has an account. Sign in to it, then take your place."), code="known")
    liking = preferences or Preferences()
    user = User.objects.create_user(
        email=invitation.email,
        password=password,
        known_as=known_as,
        language=liking.language,
        theme=liking.theme,
        text_size=liking.text_size,
        spacing=liking.spacing,
        contact_by=liking.contact_by,
        welcomed_at=clock.now(),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _take_place(invitation, user, practising_name=practising_name, nation=nation)
    return user


@transaction.atomic
def join_signed_in(*, token: str, user: User, practising_name: str = "", nation: str = "") -> User:
    """Give a signed-in person the place that their address was invited to.

    What is known about them stays as it is; only gaps are filled.
    Raises Refused as `join` does, and NotAllowed when the account is another one.
    """
    invitation = _locked(token)
    if known_account(invitation.email) != user:
        raise NotAllowed(_("This invitation is for another address."))
    EmailAddress.objects.filter(user=user, email__iexact=invitation.email).update(verified=True)
    _take_place(invitation, user, practising_name=practising_name, nation=nation)
    return user


def _locked(token: str) -> Invitation:
    invitation = (
        Invitation.objects.usable()
        .select_for_update(of=("self",))
        .filter(token_digest=lookup_digest(token, purpose=TOKEN_PURPOSE))
        .first()
    )
    if invitation is None:
        raise Refused(_("This link cannot be used."), code="link")
    return invitation


def _take_place(invitation: Invitation, user: User, *, practising_name: str, nation: str) -> None:
    person, _created = Person.objects.get_or_create(
        user=user, defaults={"practising_name": practising_name or user.get_full_name(), "nation": nation}
    )
    if nation and not person.nation:
        person.nation = nation
        person.save(update_fields=["nation"])
    if invitation.organisation_id:
        Employment.objects.get_or_create(
            person=person, organisation_id=invitation.organisation_id, until=None
        )
    grant_role(user=user, name=RoleName.TRAINEE, by_system="invitation")
    enrolment, created = Enrolment.objects.select_for_update().get_or_create(
        person=person,
        cohort=invitation.cohort,
        defaults={"version": invitation.cohort.version, "due_on": invitation.cohort.ends_on},
    )
    if not created and enrolment.state == EnrolmentState.WITHDRAWN:
        enrolment.state = target(ENROLMENT, EnrolmentEvent.RETURN, EnrolmentState(enrolment.state))
        enrolment.save(update_fields=["state"])
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record(
        action="invitation.accept",
        by=user,
        as_role=RoleName.TRAINEE,
        subject_kind="enrolment",
        subject_id=enrolment.public_id,
        data={"invitation": invitation.public_id},
    )
