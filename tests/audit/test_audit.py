"""The whole audit, run by `make audit` before a capability counts as done.

Every page in more ways of seeing it (more contrast, forced colours), of using it
(the keyboard alone, without scripts) and of touching it (44 px).
"""

from __future__ import annotations

import re

import pytest

from tests.audit.looking import DESK, NARROW, PHONE, Rooms, axe, numbered, sideways, small_targets, walked
from tests.pages.catalogue import PAGES, Page

pytestmark = pytest.mark.audit

STILL = [page for page in PAGES if page.act is None]
SEEN = [
    (DESK, {"color_scheme": "light"}),
    (PHONE, {"color_scheme": "dark"}),
    (DESK, {"color_scheme": "light", "contrast": "more"}),
    (DESK, {"color_scheme": "dark", "contrast": "more"}),
    (PHONE, {"color_scheme": "light", "forced_colors": "active"}),
    (NARROW, {"color_scheme": "light"}),
]


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_every_way_of_seeing(rooms: Rooms, shown: Page) -> None:
    tab = rooms.opened(shown)
    found = []
    for size, media in SEEN:
        tab.set_viewport_size(size)
        tab.emulate_media(**{"contrast": "no-preference", "forced_colors": "none", **media})
        how = f"{size['width']}, {' '.join(media.values())}"
        found += [
            f"{how}: {words}" for words in [*axe(tab, colours="forced_colors" not in media), *sideways(tab)]
        ]
    tab.emulate_media(contrast="no-preference", forced_colors="none")
    assert not found, "\n".join(numbered(found))


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_what_one_touches_is_large_enough(rooms: Rooms, shown: Page) -> None:
    found = small_targets(rooms.opened(shown))
    assert not found, "\n".join(numbered(found))


@pytest.mark.parametrize("shown", STILL, ids=lambda shown: shown.name)
def test_the_keyboard_reaches_everything_in_order(rooms: Rooms, shown: Page) -> None:
    found = walked(rooms.opened(shown, DESK))
    assert not found, "\n".join(numbered(found))


@pytest.mark.parametrize("shown", STILL, ids=lambda shown: shown.name)
def test_the_page_says_the_same_without_scripts(rooms: Rooms, shown: Page) -> None:
    with_scripts, without = (
        re.sub(r"\s+", " ", rooms.opened(shown, scripts=scripts).locator("h1").first.inner_text())
        for scripts in (True, False)
    )
    assert without == with_scripts
    bare = rooms.opened(shown, scripts=False)
    assert bare.locator("main form:not(:has(button, input[type=submit]))").count() == 0
