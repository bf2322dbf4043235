"""Fixtures for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import TransactionTestCase
from django.utils import translation

from foundation import append_only
from tests import initial_rows, template_database
from tests.running_site import CHROMIUM, RunningSite

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Rate limits and cached answers do not leak from test to test."""
    cache.clear()
    yield


def _sqlite_file() -> Path | None:
    from django.db import connection

    return Path(connection.creation._get_test_db_name()) if connection.vendor == "sqlite" else None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_keepdb: bool) -> bool:
    """Begin from a copy of the migrated database where there is one."""
    file = _sqlite_file()
    if file is None:
        return django_db_keepdb
    return template_database.restore(file) or False


@pytest.fixture(scope="session")
def django_db_createdb(django_db_keepdb: bool, django_db_createdb: bool) -> bool:
    return django_db_createdb and not django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep the migrated database for the next run, and its rows for after a flush."""
    file = _sqlite_file()
    if file is not None and not template_database.path().exists():
        template_database.save(file)
    with django_db_blocker.unblock():
        initial_rows.keep()


@pytest.fixture(scope="session")
def site() -> Iterator[RunningSite]:
    """The served demonstration, one for all browser tests of a worker."""
    running = RunningSite(name=os.environ.get("PYTEST_XDIST_WORKER", "main")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless, without the connections that it would make by itself."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=10_000)  # a busy machine is not a fault of the page
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        yield browser
        browser.close()


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those on the served demonstration share a worker, other browser tests too; without Chromium, none runs.

    What does not depend on the database runs with SQLite alone.
    """
    chosen = config.getoption("markexpr", default="") or ""
    named = bool(os.environ.get("DATABASE_URL"))
    kept = []
    for item in items:
        audit = item.get_closest_marker("audit")
        if audit and "audit" not in chosen:
            continue
        fixtures = getattr(item, "fixturenames", ())
        browser = "chromium" in fixtures or item.get_closest_marker("browser")
        if browser or "site" in fixtures:
            item.add_marker(pytest.mark.xdist_group("site" if "site" in fixtures else "browser"))
        if named and item.get_closest_marker("any_database"):
            item.add_marker(pytest.mark.skip(reason="does not depend on the database: runs with SQLite"))
        if browser and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))
        kept.append(item)
    items[:] = kept


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A made file is no name: it differs from worker to worker, and from run to run."""
    return argname if isinstance(val, bytes) else None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line("No Chromium on this machine: the browser tests were left out.")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page in Welsh leaves its language behind in the thread; the next test begins in English."""
    yield
    translation.activate("en")


@pytest.fixture(autouse=True)
def _evidence_folder(tmp_path: Any, settings: Any) -> None:
    """Files of a test lie in a folder of that test."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            **settings.STORAGES["evidence"],
            "OPTIONS": {"location": str(tmp_path / "evidence"), "base_url": None},
        },
    }


def _drop_triggers() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in append_only.append_only_tables():
            suffix = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            for ending in ("no_update", "no_delete", "no_truncate"):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_{ending}"{suffix}')


def _flush_around_triggers(self: TransactionTestCase) -> None:
    """The flush after a transactional test meets append-only tables: lift, flush, put back, install."""
    _drop_triggers()
    try:
        call_command(
            "flush",
            verbosity=0,
            interactive=False,
            reset_sequences=False,
            allow_cascade=True,
            inhibit_post_migrate=True,
        )
        initial_rows.put_back()
    finally:
        append_only.install_triggers()


TransactionTestCase._fixture_teardown = _flush_around_triggers  # type: ignore[method-assign]

if "DJANGO_ALLOW_ASYNC_UNSAFE" not in os.environ:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop beside the ORM
