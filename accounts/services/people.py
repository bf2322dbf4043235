"""Making an account for a colleague, who then chooses a password by a link."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, override

from accounts import audit
from accounts.models import Person, Role, User
from accounts.permissions import may_see_roles
from accounts.roles import RoleName
from accounts.services.roles import grant_role
from foundation import outbox
from foundation.exceptions import NotAllowed, Refused

#: As many as it takes to grant a role that decides.
FIRST_ADMINISTRATORS = 2


@transaction.atomic
def add_person(*, email: str, name: str, by: User, request: HttpRequest) -> User:
    """Make an account without roles, and send its person a link to choose a password.

    Raises Refused when the address belongs to somebody already.
    """
    if not may_see_roles(by):
        raise NotAllowed(_("You cannot add people."))
    user = _new_account(email=email, name=name)
    audit.record(action="person.add", by=by, subject_kind="user", subject_id=user.public_id)
    send_first_link(user=user, by=by, request=request)
    return user


def _new_account(*, email: str, name: str) -> User:
    email, name = email.strip().lower(), name.strip()
    if not name:
        raise Refused(_("Write their name."))
    if (
        EmailAddress.objects.filter(email__iexact=email).exists()
        or User.objects.filter(email__iexact=email).exists()
    ):
        raise Refused(_("Somebody has an account with this address. Look for it instead."))
    user = User.objects.create_user(email=email, known_as=name.split(maxsplit=1)[0])
    Person.objects.create(user=user, practising_name=name)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
    return user


@transaction.atomic
def first_administrator(*, email: str, name: str) -> str:
    """Make one of the two administrators that a new site begins with; for the console alone.

    Two administrators grant every role that decides, so a site with two needs no
    more from the console. Returns the path where the person chooses a password
    (good once, for three days). Raises Refused when there are two already, or
    when the address belongs to somebody.
    """
    if Role.objects.filter(name=RoleName.ADMINISTRATOR, until=None).count() >= FIRST_ADMINISTRATORS:
        raise Refused(_("There are two administrators already. They add the next one at /account/people/."))
    user = _new_account(email=email, name=name)
    grant_role(user=user, name=RoleName.ADMINISTRATOR, by_system="establish")
    return reverse("account_reset_password_from_key", kwargs=_first_key(user))


def _first_key(user: User) -> dict[str, str]:
    return {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}


@transaction.atomic
def send_first_link(*, user: User, by: User, request: HttpRequest) -> None:
    """Send the link again, to somebody who never signed in. The mail says nothing of the site."""
    if not may_see_roles(by):
        raise NotAllowed(_("You cannot add people."))
    if user.last_login is not None:
        raise Refused(_("They have signed in already. They can ask for a new password themselves."))
    key = "-".join(_first_key(user).values())
    with override(user.language):
        outbox.post(
            to=user.email,
            subject=_("A link for you"),
            body=_(
                "Hello %(name)s,\n\n%(by)s has made an account for you. Choose a password to begin:\n%(link)s\n\n"
                "The link works once, for three days.\n"
            )
            % {
                "name": user.known_as,
                "by": by.known_as,
                "link": get_adapter(request).get_reset_password_from_key_url(key),
            },
        )
