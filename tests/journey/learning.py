"""Step 2: a trainee learns, leaves, and comes back on another device."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journey.actors import Somebody
from tests.journey.joining import signs_in

GO_ON = re.compile("^(Open this section|Continue where you left off)$")
NOTE = "I talk too fast when I am unsure. Next time I ask and then I wait."


def finds_the_way_out(trainee: Somebody) -> None:
    """Before the first section: how to leave in a hurry."""
    trainee.opens("/home/")
    trainee.clicks(GO_ON)
    trainee.heading("A quick way out, on every page")
    trainee.clicks("I know the way out, go on")


def reads_a_content_note(trainee: Somebody) -> None:
    """A module that may be heavy says so first, and offers ways that count the same."""
    trainee.opens("/programme/trauma-informed-practice/")
    trainee.sees("every way counts the same")
    for way in ("Begin with section 1", "Read a summary instead", "Do an alternative", "Come back later"):
        expect(trainee.control(way)).to_be_visible()
    trainee.clicks("Come back later")
    trainee.heading("What is next")


def checks_what_they_remember(trainee: Somebody, *, scripts: bool = True) -> None:
    """A self-check: what we think of the answer, in place with scripts and after a post without."""
    check = trainee.page.locator("[data-check]").first
    check.get_by_role("radio").first.check()
    button = check.get_by_role("button", name="See what we think")
    if scripts:
        button.click()
    else:
        with trainee.page.expect_navigation(wait_until="domcontentloaded"):
            button.click()
    expect(trainee.page.locator("[data-feedback]:not([hidden])").first).to_contain_text("What we think.")


def learns_two_sections(trainee: Somebody, *, scripts: bool = True) -> str:
    """Read, check oneself, mark two sections complete; returns the address where they leave."""
    trainee.heading("Alongside")
    checks_what_they_remember(trainee, scripts=scripts)
    trainee.clicks("Save and continue")
    trainee.sees("section 2 of 4")
    trainee.clicks("Save and continue")
    trainee.sees("section 3 of 4")
    return trainee.page.url


def writes_a_private_note(trainee: Somebody) -> None:
    """A reflection for nobody else, kept where it was written."""
    trainee.page.locator("[data-note]").first.fill(NOTE)
    trainee.clicks("Keep this note")
    trainee.sees("Your note is kept.")
    expect(trainee.page.locator("[data-note]").first).to_have_value(NOTE)


def comes_back(trainee: Somebody, email: str, *, to: str) -> None:
    """On another device: sign in, and the home leads to the same place."""
    trainee.opens("/home/")
    signs_in(trainee, email)
    trainee.clicks(GO_ON)
    assert trainee.page.url.partition("#")[0] == to.partition("#")[0]
