"""What each table keeps about people: what for, on what basis, from when, until when.

Every app has a module `privacy.py` that calls `register_table` for each of its
models; a test fails for a table that nobody registered (domain reference,
section 8). `/account/kept/` shows the tables that say something about the reader,
and gives what they gave, or can see, as a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

Words = str | Promise


class Basis(TextChoices):
    """The lawful bases of the UK GDPR that the programme uses, in plain words."""

    CONSENT = "consent", _("You agreed, and can take it back")
    CONTRACT = "contract", _("The agreement that you have with the programme")
    PUBLIC_TASK = "public_task", _("A task in the public interest: a register that people can trust")
    LEGAL_DUTY = "legal_duty", _("A duty that the law sets")
    LEGITIMATE = (
        "legitimate",
        _("A good reason that outweighs the effect on you, such as keeping accounts safe"),
    )
    NOBODY = "nobody", _("Says nothing about a person")


class Topic(TextChoices):
    """The parts of the page, in its order."""

    ACCOUNT = "account", _("Your account")
    SIGN_IN = "sign_in", _("Signing in")
    LEARNING = "learning", _("Your learning")
    ASSESSMENT = "assessment", _("Your work and how it was judged")
    CONTRIBUTIONS = "contributions", _("Your words and what you agreed to")
    REGISTER = "register", _("Accreditation and the register")
    RECORDS = "records", _("Who did what")
    CONTENT = "content", _("Content of the site")


Rows = Callable[[User], QuerySet[Any]]
Give = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Table:
    """One table: the four facts, and whose rows are whose."""

    model: type[Model]
    topic: Topic
    name: Words
    purpose: Words
    basis: Basis
    starts: Words
    ends: Words
    rows: Rows | None = None
    gives: Give | None = None

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def is_about_people(self) -> bool:
        return self.basis != Basis.NOBODY


_tables: dict[str, Table] = {}


def register_table(  # noqa: PLR0913 - the facts that the law asks for
    model: type[Model],
    *,
    topic: Topic,
    name: Words,
    purpose: Words,
    basis: Basis,
    starts: Words,
    ends: Words,
    rows: Rows | None = None,
    gives: Give | Iterable[str] | None = None,
    companions: Iterable[type[Model]] = (),
) -> None:
    """Say what `model` keeps. Called when the app's `privacy` module is loaded.

    Args:
        model: the table.
        topic: the part of the page where it stands.
        name: what people call it, such as "Reflective notes".
        purpose: what it is for, in a sentence that the person reads.
        basis: the lawful basis; `Basis.NOBODY` for a table without people.
        starts: what makes a row.
        ends: when the row goes, or its words.
        rows: for a table about somebody: the rows of one user.
        gives: what goes into the person's copy: names of fields, or a function of a row.
            Nothing that is sealed, and nothing of other people's.
        companions: tables that hold parts of the same thing, for the same purpose and as
            long; the page names them with it.
    """
    for companion in companions:
        _tables[companion._meta.label] = Table(companion, topic, name, purpose, basis, starts, ends)
    _tables[model._meta.label] = Table(
        model=model,
        topic=topic,
        name=name,
        purpose=purpose,
        basis=basis,
        starts=starts,
        ends=ends,
        rows=rows,
        gives=gives if gives is None or callable(gives) else Fields(tuple(gives)),
    )


@dataclass(frozen=True)
class Fields:
    """Takes these fields of a row, choices in words."""

    names: tuple[str, ...]

    def __call__(self, row: Any) -> dict[str, Any]:
        return {name: _value(row, name) for name in self.names}


def _value(row: Any, name: str) -> Any:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return str(value) if isinstance(value, (Model, Promise)) else value


def tables() -> list[Table]:
    """Every registered table, in the page's order."""
    order = list(Topic)
    return sorted(_tables.values(), key=lambda table: (order.index(table.topic), str(table.name)))


def about(user: User) -> list[tuple[Topic, list[Table]]]:
    """The tables that hold something about `user` now, by topic; one query a table.

    Tables without a row of theirs are left out: nobody reads of contributions or
    panels who has no part in them. What may be kept about anybody stands on `/privacy/`.
    """
    mine = [table for table in tables() if table.rows is not None and table.rows(user).exists()]
    grouped = [(topic, [table for table in mine if table.topic == topic]) for topic in Topic]
    return [(topic, found) for topic, found in grouped if found]


def copy_of(user: User) -> dict[str, Any]:
    """Everything that `user` gave or can see, as plain values."""
    return {
        str(table.name): {
            "kept_for": str(table.purpose),
            "basis": str(table.basis.label),
            "until": str(table.ends),
            "rows": [table.gives(row) for row in table.rows(user)],
        }
        for table in tables()
        if table.rows is not None and table.gives is not None
    }
