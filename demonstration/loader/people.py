"""Organisations, accounts, persons, roles and second factors of the cast."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import Employment, Organisation, Person, User
from accounts.roles import STAFF, RoleName
from accounts.services import grant_role
from demonstration.cast import Advocate, Part
from demonstration.content_files import CONTENT, load_yaml
from demonstration.history import at
from demonstration.loader.world import World

#: Stages at which a trainee has an invitation and no account yet.
WITHOUT_ACCOUNT = frozenset({"invited"})
#: Staff came before the first cohort began.
STAFF_MONTHS_AGO = 50


def load_organisations(world: World) -> None:
    """Employers, the hub and the university."""
    for row in load_yaml(CONTENT / "organisations.yaml"):
        kind = Organisation.Kind.EMPLOYER if row["kind"] == "employer" else Organisation.Kind.PROGRAMME
        Organisation.objects.get_or_create(
            name=row["name"],
            defaults={"kind": kind, "nation": row["nation"], "region": row["region"] or ""},
        )


def _months_ago(part: Part) -> int:
    """When somebody came: staff first, advocates before they were accredited."""
    return part.first_accredited_months_ago + 14 if isinstance(part, Advocate) else STAFF_MONTHS_AGO


def _account(world: World, part: Part) -> None:
    joined = world.calendar.moment(months_ago=_months_ago(part), hour=9)
    consultant = RoleName.CONSULTANT in part.roles
    with at(joined):
        user = User(
            email=part.email,
            known_as=part.known_as,
            password=world.password,
            welcomed_at=joined,
            # A mail too many can give a consultant away; they look when they choose.
            contact_by=User.ContactBy.HERE if consultant else User.ContactBy.MAIL,
        )
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        # A consultant's account is linked to no other record of theirs (domain reference, section 5).
        if not consultant:
            region = part.region
            if part.organisation and not region:
                region = world.organisations[part.organisation].region
            person = Person.objects.create(
                user=user, practising_name=part.practising_name, nation=part.nation, region=region
            )
            if part.organisation:
                Employment.objects.create(person=person, organisation=world.organisations[part.organisation])


def load_accounts(world: World) -> None:
    """An account, a person and an employer for staff and advocates. Trainees join by invitation."""
    there = set(User.objects.values_list("email", flat=True))
    for part in (*world.cast.staff, *world.cast.advocates):
        if part.email not in there:
            _account(world, part)
    world.forget_people()


def load_roles(world: World) -> None:
    """The roles of staff and consultants. Trainees and advocates get theirs by joining and by award."""
    with at(world.calendar.moment(months_ago=STAFF_MONTHS_AGO, hour=9)):
        for part in world.cast.staff:
            for role in part.roles:
                grant_role(user=world.user(part.key), name=role, by_system="demonstration")
    world.forget_people()


def load_second_factors(world: World) -> None:
    """An authenticator and recovery codes for everybody whose role sees other people's data."""
    for part in world.cast.staff:
        if set(part.roles) & STAFF:
            user = world.user(part.key)
            TOTP.activate(user, generate_totp_secret())
            RecoveryCodes.activate(user)
