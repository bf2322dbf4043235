"""The cast of the demonstration, read from `content/cast.yaml`. Pure; no database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from accounts.roles import RoleName
from demonstration.content_files import CONTENT, ContentError, load_yaml

#: All addresses of the demonstration end so. RFC 2606 reserves the domain: no mail can leave to it.
DOMAIN = "@imsa.example"


@dataclass(frozen=True)
class Part:
    """Somebody who plays a part: who they are and one sentence on what they can do."""

    key: str
    practising_name: str
    known_as: str
    roles: tuple[RoleName, ...]
    nation: str
    email: str
    note: str
    organisation: str = ""
    region: str = ""


@dataclass(frozen=True)
class Trainee(Part):
    """A trainee: which cohort, and how far along."""

    cohort: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Advocate(Part):
    """An advocate: status, visibility and dates, counted back from the day of loading."""

    status: str = ""
    visibility: str = ""
    first_accredited_months_ago: int = 0
    show_employer: bool = False
    number: str = ""
    conditions: str = ""
    conditions_cy: str = ""
    status_days_ago: int = 0
    review_in_days: int = 0


@dataclass(frozen=True)
class CohortPlan:
    """A cohort: its title, who looks after it, and when it began."""

    key: str
    title: str
    programme_manager: str
    start_months_ago: int


@dataclass(frozen=True)
class Cast:
    """Everybody, in the order of the file."""

    staff: tuple[Part, ...]
    trainees: tuple[Trainee, ...]
    advocates: tuple[Advocate, ...]
    cohorts: tuple[CohortPlan, ...]

    @property
    def everybody(self) -> tuple[Part, ...]:
        """Staff, trainees and advocates."""
        return (*self.staff, *self.trainees, *self.advocates)

    def by_key(self, key: str) -> Part:
        """The part named `key`. Raises KeyError."""
        for part in self.everybody:
            if part.key == key:
                return part
        raise KeyError(key)

    def with_role(self, role: RoleName) -> list[Part]:
        """Everybody who plays `role`, in order."""
        return [part for part in self.everybody if role in part.roles]


P = TypeVar("P", bound=Part)


def _part(kind: type[P], row: dict[str, Any], path: Path, *, role: RoleName | None = None) -> P:
    values = {key: value for key, value in row.items() if value is not None}
    values["roles"] = tuple(RoleName(name) for name in values.get("roles", [role] if role else []))
    try:
        return kind(**values)
    except (TypeError, ValueError) as error:
        raise ContentError(path, 1, f"“{row.get('key')}” cannot be read: {error}") from error


@lru_cache
def read_cast(path: Path = CONTENT / "cast.yaml") -> Cast:
    """The cast, with every key and address there once."""
    rows = load_yaml(path)
    cast = Cast(
        staff=tuple(_part(Part, row, path) for row in rows["staff"]),
        trainees=tuple(_part(Trainee, row, path) for row in rows["trainees"]),
        advocates=tuple(_part(Advocate, row, path, role=RoleName.ADVOCATE) for row in rows["advocates"]),
        cohorts=tuple(CohortPlan(**row) for row in rows["cohorts"]),
    )
    for what in ("key", "email"):
        seen: set[str] = set()
        for part in cast.everybody:
            value = getattr(part, what)
            if value in seen:
                raise ContentError(path, 1, f"the {what} “{value}” is there twice")
            seen.add(value)
    for part in cast.everybody:
        if not part.email.endswith(DOMAIN):
            raise ContentError(path, 1, f"the address of “{part.key}” does not end with {DOMAIN}")
    return cast
