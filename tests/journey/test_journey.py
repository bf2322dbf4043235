"""Steps of the journey in a real browser, on the served demonstration."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journey.actors import somebody
from tests.running_site import RunningSite

pytestmark = pytest.mark.browser


def test_the_public_checks_and_the_register_answers_live(chromium: Browser, site: RunningSite) -> None:
    with somebody(chromium, site) as stranger:
        stranger.opens("/")
        stranger.page.get_by_label("Name, number or certificate code").fill("amina karim")
        stranger.clicks("Check")
        stranger.heading("Amina Karim is an accredited advocate. No restrictions.")
        stranger.opens("/check/?q=IMSA-7K3Q-XMC")
        stranger.sees("Amina Karim")
        stranger.opens("/check/?q=Karim+Amena")
        stranger.sees("Amina Karim")
        stranger.opens("/check/?q=Zzyzx+Nobody")
        stranger.heading(re.compile("No match|not find|matches", re.IGNORECASE))
        assert stranger.context.cookies() == []


def test_a_consultant_withdraws_and_the_next_request_does_not_have_the_words(
    chromium: Browser, site: RunningSite
) -> None:
    with somebody(chromium, site, known_as="Rosa") as rosa, somebody(chromium, site) as stranger:
        stranger.opens("/")
        before = stranger.page.locator("main").inner_text().count("Example text.")
        rosa.opens("/home/")
        rosa.heading("What of mine is where")
        card = rosa.page.locator(".piece", has=rosa.page.locator("a[href='/']")).first
        has_home = card.count() > 0
        (card if has_home else rosa.page.locator(".piece").first).get_by_role(
            "button", name=re.compile("^Withdraw")
        ).click()
        rosa.page.wait_for_load_state()
        rosa.sees(re.compile("sealed", re.IGNORECASE))
        stranger.opens("/")
        after = stranger.page.locator("main").inner_text().count("Example text.")
        if has_home:
            assert (before, after) == (1, 0)
        rosa.clicks(re.compile("Bring (it|them|these)?.*back"))
