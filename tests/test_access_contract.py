"""Every address × nobody, the wrong person, the right person.

Rows live beside each app's tests in `access.py`. A named address that is in no
table fails here, and so does a row for an address that does not exist.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import people
from tests.access import Row

TABLES = [
    "design",
    "accounts",
    "cms",
    "courses",
    "assessments",
    "certificates",
    "register",
    "portal",
    "demonstration",
]
MODULES = [f"tests.{app}.access" for app in TABLES] + ["tests.register.access_cases"]

#: Wagtail's own addresses: the admin is closed to everybody without a content role
#: (tests/cms), and pages are walked as pages.
LIBRARY_PREFIXES = ("admin/", "wagtail", "<", "__debug__")
LIBRARY_NAMESPACES = ("wagtail", "wagtaildocs", "wagtailimages", "wagtail_localize", "wagtailcore")


def tables() -> list[tuple[str, Any]]:
    return [
        (name, importlib.import_module(name))
        for name in MODULES
        if importlib.util.find_spec(name) is not None
    ]


def named_addresses(
    resolver: URLResolver | None = None, namespace: str = "", prefix: str = ""
) -> Iterator[tuple[str, str]]:
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from named_addresses(entry, inner, where)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else "", where


def is_librarys(name: str, where: str) -> bool:
    return (
        where.startswith("admin/")
        or name.split(":", maxsplit=1)[0].startswith(LIBRARY_NAMESPACES)
        or (name in {"wagtail_serve", ""} and not where.startswith(("demo", "styleguide")))
    )


def test_every_named_address_is_in_a_table():
    covered = {row.name for _module, table in tables() for row in table.ROWS}
    missing = sorted(
        {
            f"{name}  ({where})"
            for name, where in named_addresses()
            if not is_librarys(name, where) and name not in covered
        }
    )
    assert not missing, "in no permission table:\n" + "\n".join(missing)


def test_every_unnamed_address_is_a_librarys_or_a_redirect():
    ours = [where for name, where in named_addresses() if not name and not where.startswith("admin/")]
    allowed = ("_util/login/", "static/", "^static/", "media/")
    assert [where for where in ours if not where.startswith(allowed)] == []


def row_id(value: Any) -> str:
    return f"{value.method} {value.name}" if isinstance(value, Row) else str(value)


ROWS = [(module, row) for module, table in tables() for row in table.ROWS]


@pytest.mark.django_db
@pytest.mark.parametrize("module", [module for module, _ in tables()])
def test_the_table_of(module):
    """One world for each app: its rows are asked one after the other, each undone."""
    from django.db import transaction

    table = importlib.import_module(module)
    world = table.build()
    problems: list[str] = []
    for row in table.ROWS:
        address = reverse(row.name, kwargs=row.kwargs(world))
        askers: list[tuple[str, Any, int]] = [("nobody", None, row.nobody)]
        for kind, pair in [
            ("wrong", row.wrong),
            ("right", row.right),
            *(("right", p) for p in row.right_also),
        ]:
            if pair is not None:
                askers.append((f"{kind} {pair[0]}", world[pair[0]], pair[1]))
        for label, someone, expected in askers:
            sid = transaction.savepoint()
            browser = people.client(someone)
            browser.raise_request_exception = False
            answer = getattr(browser, row.method)(address, row.data(world) if row.method == "post" else None)
            transaction.savepoint_rollback(sid)
            if answer.status_code != expected:
                problems.append(
                    f"{row_id(row)} as {label}: {answer.status_code}, expected {expected}"
                    + (f" -> {answer.headers.get('Location')}" if answer.status_code == 302 else "")
                )
            if (
                label == "nobody"
                and row.nobody == 302
                and "/account/login" not in answer.headers.get("Location", "")
            ):
                problems.append(f"{row_id(row)}: nobody is not led to the sign-in page")
    assert not problems, "\n".join(problems)
