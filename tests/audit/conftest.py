"""Who visits the demonstration, and the browser that they do it with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.audit.looking import Rooms
from tests.pages.visitor import Visitors
from tests.running_site import RunningSite

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def visitors(site: RunningSite) -> Visitors:
    """Everybody, each signed in at most once in a run."""
    return Visitors(site)


@pytest.fixture(scope="session")
def rooms(chromium: Browser, visitors: Visitors) -> Iterator[Rooms]:
    """A browser's window for each person, kept open for the whole run."""
    opened = Rooms(chromium, visitors)
    yield opened
    opened.close()
