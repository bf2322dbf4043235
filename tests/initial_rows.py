"""What the migrations wrote, kept beside the tables and put back after a flush.

Django's flush after a transactional test empties every table. The tests that follow
on the same worker begin, as on a new site, with the rows of the migrations (root page,
locales, groups, content types) under the keys that caches know.
"""

from __future__ import annotations

from django.db import connection, transaction

PREFIX = "initial_rows_of_"


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def _kept() -> list[str]:
    names = connection.introspection.table_names()
    return [name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)]


def keep() -> None:
    """Copy every table that has rows. Run once, on the migrated database, before any test."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table in set(_tables()) - set(_kept()):
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {quote(table)})")
            if cursor.fetchone()[0]:
                cursor.execute(f"CREATE TABLE {quote(PREFIX + table)} AS SELECT * FROM {quote(table)}")


def put_back() -> None:
    """The rows of the migrations in tables that a flush has just emptied."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _kept():
            cursor.execute(f"INSERT INTO {quote(table)} SELECT * FROM {quote(PREFIX + table)}")
