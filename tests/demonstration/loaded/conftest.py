"""The demonstration, loaded once for all tests of this folder.

The folder is a package of its own, so that the tests beside it never meet the loaded
rows; the tests in it stand in one xdist group, so that one worker loads, once.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from demonstration.loader import load


@pytest.fixture(scope="package", autouse=True)
def seconds(django_db_setup: None, django_db_blocker: Any) -> Iterator[float]:
    """How long it took to load; everything is rolled back after the last test of the folder."""
    place = Path(tempfile.mkdtemp(prefix="demonstration-"))
    evidence = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    storages = {
        **settings.STORAGES,
        "evidence": {**evidence, "OPTIONS": {"location": str(place / "evidence"), "base_url": None}},
    }
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=place / "media", STORAGES=storages),
        transaction.atomic(),
    ):
        began = time.perf_counter()
        load()
        yield time.perf_counter() - began
        transaction.set_rollback(True)
