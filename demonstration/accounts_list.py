"""The cast as somebody needs it who signs in by hand: address, password, secret."""

from __future__ import annotations

from typing import TypedDict

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from accounts.models import User
from demonstration.cast import Part, read_cast
from demonstration.loader.world import PASSWORD


class Account(TypedDict):
    """One line of `demo --accounts`."""

    role: str
    roles: list[str]
    name: str
    email: str
    password: str
    totp_secret: str | None
    note: str


def secrets_by_email() -> dict[str, str]:
    """Authenticator secrets, opened, by the address of their owner."""
    adapter = get_adapter()
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user")
    return {row.user.email: adapter.decrypt(row.data["secret"]) for row in rows}


def accounts() -> list[Account]:
    """Everybody of the cast who has an account, with their first role."""
    present = set(User.objects.values_list("email", flat=True))
    secrets = secrets_by_email()
    return [
        _account(part, secrets.get(part.email)) for part in read_cast().everybody if part.email in present
    ]


def _account(part: Part, secret: str | None) -> Account:
    return {
        "role": part.roles[0],
        "roles": [str(role) for role in part.roles],
        "name": part.known_as,
        "email": part.email,
        "password": PASSWORD,
        "totp_secret": secret,
        "note": part.note,
    }
