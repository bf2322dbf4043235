"""Fixtures for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase

from foundation import append_only


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Rate limits and cached answers do not leak from test to test."""
    cache.clear()
    yield


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


_flush = TransactionTestCase._fixture_teardown


def _flush_around_triggers(self: TransactionTestCase) -> None:
    """The flush after a transactional test meets append-only tables: lift, flush, install."""
    _drop_triggers()
    try:
        _flush(self)
    finally:
        append_only.install_triggers()


TransactionTestCase._fixture_teardown = _flush_around_triggers  # type: ignore[method-assign]

if "DJANGO_ALLOW_ASYNC_UNSAFE" not in os.environ:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop beside the ORM
