"""Signing in, learning, sending, marking and checking with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journey import judging, sending
from tests.journey.actors import PASSWORD, somebody
from tests.journey.learning import GO_ON
from tests.running_site import RunningSite

pytestmark = pytest.mark.audit


def test_the_keyboard_alone_is_enough(chromium: Browser, site: RunningSite) -> None:
    """Tab, Enter and Space: every step is reached, the focus is seen, and nothing holds it."""
    with somebody(chromium, site) as ewa:
        page = ewa.opens("/home/")
        ewa.types(page.get_by_label("Email address"), "ewa.lis@imsa.example")
        ewa.types(page.get_by_label("Password", exact=True), PASSWORD)
        ewa.enters("Sign in")

        # A section with its self-check
        ewa.enters(GO_ON)
        ewa.enters("I know the way out, go on")
        ewa.heading("Alongside")
        check = page.locator("[data-check]").first
        ewa.presses("Space", check.get_by_role("radio").first)
        ewa.presses("Enter", check.get_by_role("button"))
        expect(check.locator("[data-feedback]:not([hidden])")).to_contain_text("What we think.")
        ewa.enters("Save and continue")
        ewa.sees("section 2 of 4")

        # A unit
        ewa.opens("/units/")
        ewa.enters(re.compile("^Unit 1"))
        ewa.types(sending.account(ewa), sending.ACCOUNT)
        for box in sending.coverage(ewa).all():
            ewa.presses("Space", box)
        for words in sending.DECLARATIONS:
            ewa.presses("Space", page.get_by_label(words).first)
        ewa.enters("Check before you send")
        ewa.heading("Check before you send")
        ewa.enters("Send Unit 1")
        piece = sending.receipt(ewa, 1)

    with somebody(chromium, site, known_as="Beth") as manager:
        judging.allocates(manager, piece, to="Idris Rahman")
    with somebody(chromium, site, known_as="Idris") as idris:
        page = idris.opens("/marking/")
        idris.enters(f"Begin with {piece}")
        for box in page.locator("[data-ticks] input[type=checkbox]").all():
            idris.presses("Space", box)
        for line in judging.criteria(idris):
            idris.presses("Space", line.get_by_role("checkbox"))
            idris.presses("Space", line.get_by_role("radio", name="Met", exact=True))
            idris.types(line.get_by_label("Comment for the trainee"), judging.MET)
        idris.enters("Check before you decide")
        idris.heading("Check before you decide")
        idris.enters(f"Decide {piece}")
        idris.sees(f"{piece} is decided.")

    with somebody(chromium, site) as stranger:
        page = stranger.opens("/")
        stranger.types(page.get_by_label("Name, number or certificate code"), "Amina Karim")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.keyboard.press("Enter")
        stranger.heading("Amina Karim is an accredited advocate. No restrictions.")
