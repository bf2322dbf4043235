"""What the loader's steps share: the calendar, the cast, and people found by their key."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.auth.hashers import make_password

from accounts.models import Organisation, Person, User
from accounts.roles import RoleName
from courses.models import QualificationVersion
from demonstration.cast import Cast, Trainee, read_cast
from demonstration.content_files import CONTENT, Module, load_yaml, read_modules
from demonstration.history import Calendar

logger = logging.getLogger("demonstration")

#: Everybody's password. It opens a development copy whose people are invented.
PASSWORD = "a lamp beside the door"  # noqa: S105 - a demonstration's password is meant to be known


@dataclass
class World:
    """One loading. Everything found is read once and remembered."""

    calendar: Calendar
    cast: Cast = field(default_factory=read_cast)
    _users: dict[str, User] = field(default_factory=dict)
    _people: dict[str, Person] = field(default_factory=dict)

    def user(self, key: str) -> User:
        """The account of a part."""
        if key not in self._users:
            self._users[key] = User.objects.get(email=self.cast.by_key(key).email)
        return self._users[key]

    def person(self, key: str) -> Person:
        """The person of a part; consultants have none."""
        if key not in self._people:
            self._people[key] = Person.objects.select_related("user").get(
                user__email=self.cast.by_key(key).email
            )
        return self._people[key]

    def forget_people(self) -> None:
        """Read people and their roles again after a step changed them."""
        self._users.clear()
        self._people.clear()

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Organisations by their key in `organisations.yaml`."""
        rows = load_yaml(CONTENT / "organisations.yaml")
        found = Organisation.objects.in_bulk([row["name"] for row in rows], field_name="name")
        return {row["key"]: found[row["name"]] for row in rows}

    @cached_property
    def password(self) -> str:
        """The hash of everybody's password, computed once because hashing is slow on purpose."""
        return make_password(PASSWORD)

    @cached_property
    def qualification_version(self) -> QualificationVersion:
        """The one version of the sample qualification."""
        code = load_yaml(CONTENT / "qualification.yaml")["code"]
        return QualificationVersion.objects.get(qualification__code=code)

    @cached_property
    def modules(self) -> list[Module]:
        """The teaching modules as their files say them."""
        return read_modules()

    def with_role(self, role: RoleName) -> list[str]:
        """Keys of everybody who plays `role`."""
        return [part.key for part in self.cast.with_role(role)]

    def trainees(self, *stages: str) -> list[Trainee]:
        """The trainees at any of `stages`."""
        return [trainee for trainee in self.cast.trainees if trainee.stage in stages]
