"""Tables whose rows are added and never changed: the database itself refuses.

Triggers refuse UPDATE and DELETE on PostgreSQL and on SQLite. They are installed
after every migrate (a migration that rebuilds a table on SQLite drops them in
silence) and readiness looks for them. Words that retention may have to blank do
not live in such a table but in a companion, one to one.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.apps import apps
from django.db import connections, models

from foundation.exceptions import Refused


class AppendOnlyQuerySet(models.QuerySet):
    """Reading and adding only."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Refused(f"{self.model._meta.label} rows are never changed")

    def delete(self) -> NoReturn:
        raise Refused(f"{self.model._meta.label} rows are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Refused(f"{self.model._meta.label} rows are never changed")


class AppendOnlyModel(models.Model):
    """A row that is written once. Foreign keys out of it are PROTECT."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(f"{self._meta.label} rows are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Refused(f"{self._meta.label} rows are never deleted")


def append_only_tables() -> list[str]:
    """The database tables of every concrete append-only model."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnlyModel))


def _names(table: str) -> tuple[str, str]:
    return f"{table}_no_update", f"{table}_no_delete"


def _postgresql(table: str) -> list[str]:
    no_update, no_delete = _names(table)
    statement = "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    refuse = "EXECUTE FUNCTION refuse_change()"
    function = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [
        function,
        f'CREATE OR REPLACE TRIGGER "{no_update}" BEFORE UPDATE ON "{table}" FOR EACH ROW {refuse}',
        f'CREATE OR REPLACE TRIGGER "{no_delete}" BEFORE DELETE ON "{table}" FOR EACH ROW {refuse}',
        f'CREATE OR REPLACE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" {statement}',
    ]


def _sqlite(table: str) -> list[str]:
    no_update, no_delete = _names(table)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END"
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{no_update}" BEFORE UPDATE ON "{table}" {refuse}',
        f'CREATE TRIGGER IF NOT EXISTS "{no_delete}" BEFORE DELETE ON "{table}" {refuse}',
    ]


def install_triggers(using: str = "default") -> None:
    """Put the triggers on every append-only table that exists; safe to run again."""
    connection = connections[using]
    statements = _postgresql if connection.vendor == "postgresql" else _sqlite
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in append_only_tables():
            if table in existing:
                for statement in statements(table):
                    cursor.execute(statement)


def present_triggers(using: str = "default") -> set[str]:
    """The names of the triggers that the database has and that are switched on."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in cursor.fetchall()}


def missing_triggers(using: str = "default") -> list[str]:
    """The names of triggers that should be there and are not; readiness asks this."""
    wanted = {name for table in append_only_tables() for name in _names(table)}
    return sorted(wanted - present_triggers(using))
