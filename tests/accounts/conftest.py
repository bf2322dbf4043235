"""A tab of the shared Chromium on a server of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def page(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A tab that notes every breach of the content policy and every error of a script."""
    context = chromium.new_context(base_url=live_server.url)
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    troubles: list[str] = []
    tab.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    yield tab
    context.close()
    assert troubles == []
