"""What the front door shows: the cast by what they do, and how each signs in by hand."""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from accounts.models import User
from demonstration.accounts_list import secrets_by_email
from demonstration.cast import Part, read_cast
from demonstration.content_files import CONTENT, load_yaml


@dataclass(frozen=True)
class Player:
    """A part that can be taken now, with the authenticator's code of this half minute."""

    part: Part
    code: str = ""

    @property
    def does(self) -> str:
        """Their roles in words, as “assessor and employer verifier”."""
        return " and ".join(str(role.label).lower() for role in self.part.roles)


@dataclass(frozen=True)
class Group:
    """Players who do a kind of thing."""

    title: str
    players: list[Player]


def is_loaded() -> bool:
    """Whether the cast can be taken up at all."""
    return User.objects.filter(email=read_cast().by_key("maryam").email).exists()


def current_code(secret: str, *, at: float | None = None) -> str:
    """The six digits that an authenticator app shows now for `secret`."""
    counter = int(time.time() if at is None else at) // mfa_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(secret, counter))


def front_groups() -> list[Group]:
    """Those who are shown first, in the order of `content/door.yaml`; who has no account is left out."""
    cast, present = read_cast(), set(User.objects.values_list("email", flat=True))
    return [
        Group(
            row["title"],
            [Player(part) for part in map(cast.by_key, row["people"]) if part.email in present],
        )
        for row in load_yaml(CONTENT / "door.yaml")["groups"]
    ]


def walk() -> list[str]:
    """The walk of ten minutes."""
    return list(load_yaml(CONTENT / "door.yaml")["walk"])


def everybody() -> list[Group]:
    """The whole cast with the codes of this half minute."""
    cast, present = read_cast(), set(User.objects.values_list("email", flat=True))
    secrets = secrets_by_email()

    def players(parts: tuple[Part, ...]) -> list[Player]:
        return [
            Player(part, current_code(secrets[part.email]) if part.email in secrets else "")
            for part in parts
            if part.email in present
        ]

    return [
        Group("People of the programme", players(cast.staff)),
        Group("Trainees", players(cast.trainees)),
        Group("Advocates", players(cast.advocates)),
    ]


def user_of(key: str) -> User | None:
    """The account of a part, if the part is there and has one."""
    try:
        part = read_cast().by_key(key)
    except KeyError:
        return None
    return User.objects.filter(email=part.email, is_active=True).first()
