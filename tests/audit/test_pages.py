"""Every page once, in `make test`: axe on a light phone and a dark desk, and no sideways scroll at 320 px.

The whole audit (`make audit`) looks at more ways of seeing and of using a page.
"""

from __future__ import annotations

import pytest

from tests.audit.looking import DESK, NARROW, Rooms, axe, numbered, sideways
from tests.pages.catalogue import PAGES, Page

#: How a page looks does not depend on the database; test_plain opens each on either.
pytestmark = [pytest.mark.browser, pytest.mark.any_database]


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page(rooms: Rooms, shown: Page) -> None:
    tab = rooms.opened(shown)
    found = [f"light, 360: {words}" for words in axe(tab)]
    tab.set_viewport_size(NARROW)
    found += [f"320: {words}" for words in sideways(tab)]
    tab.set_viewport_size(DESK)
    tab.emulate_media(color_scheme="dark")
    found += [f"dark, 1280: {words}" for words in axe(tab)]
    assert not found, "\n".join(numbered(found))
