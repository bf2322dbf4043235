"""Step 3: a trainee writes a unit and sends it, slips and all."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journey.actors import Somebody
from tests.journey.joining import signs_in

ACCOUNT = (
    "Last spring I stood beside a woman whom I call R. She wanted her own room and a course. I wrote both "
    "down in her words and read them back. When an officer asked me what she thought, I turned to her. "
    "She answered, slowly, and I waited. Afterwards we looked at what I had said for her and what not."
)
MORE = " I would now agree beforehand what stays private."
DECLARATIONS = (
    "This is my own work",
    re.compile("No AI wrote or changed"),
    re.compile("client can be identified"),
    re.compile("The person agreed|agreed to"),
)


def opens_unit(trainee: Somebody, number: int) -> None:
    """From the list of units to one of them."""
    trainee.opens("/units/")
    trainee.clicks(re.compile(f"^Unit {number}"))


def account(trainee: Somebody) -> Locator:
    """The first thing that is written on a unit's page."""
    return trainee.page.locator("main form textarea").first


def says_what_it_covers(trainee: Somebody) -> None:
    """Tick every criterion that is still to be sent, for the first piece."""
    for box in coverage(trainee).all():
        box.check()


def coverage(trainee: Somebody) -> Locator:
    """The boxes of the criteria that the first piece may cover."""
    return trainee.page.locator("section[id^=piece-]").first.locator("input[name$='-criteria']")


def declares(trainee: Somebody, *, all_but_the_last: bool = False) -> None:
    """Tick what has to be confirmed."""
    for words in DECLARATIONS[: -1 if all_but_the_last else None]:
        trainee.ticks(words)


def sends(trainee: Somebody, number: int) -> str:
    """From the written unit to the receipt, without a slip; returns the receipt's reference."""
    trainee.clicks("Check before you send")
    trainee.heading("Check before you send")
    trainee.clicks(f"Send Unit {number}")
    return receipt(trainee, number)


def receipt(trainee: Somebody, number: int) -> str:
    """What the page after sending says."""
    trainee.heading(f"Unit {number} is sent")
    return trainee.page.locator(".head .code").inner_text()


def writes_and_sends(trainee: Somebody, number: int) -> str:
    """A unit from nothing to the receipt."""
    opens_unit(trainee, number)
    account(trainee).fill(ACCOUNT)
    says_what_it_covers(trainee)
    declares(trainee)
    return sends(trainee, number)


def is_refused_a_file(trainee: Somebody, file: Path) -> None:
    """A file that is not what its name says: the reason stands there, and so does the text."""
    attaches(trainee, file)
    trainee.clicks("Check before you send")
    trainee.is_told_of(re.compile("mind-map.pdf"))
    expect(account(trainee)).to_have_value(ACCOUNT)


def attaches(trainee: Somebody, file: Path) -> None:
    """Choose a file; it goes with the next save."""
    trainee.page.locator("input[type=file]").first.set_input_files(file)


def is_asked_for_what_is_missing(trainee: Somebody) -> None:
    """A declaration is missing: it is named and linked, and nothing is lost."""
    trainee.clicks("Check before you send")
    trainee.is_told_of("Confirm that the person agreed")
    expect(account(trainee)).to_have_value(ACCOUNT)


def is_signed_out_and_carries_on(trainee: Somebody, email: str) -> None:
    """The session ends while they write: what was typed waits behind the sign-in, for them alone."""
    account(trainee).fill(ACCOUNT + MORE)
    trainee.context.clear_cookies(name="sessionid")
    trainee.clicks("Save and stay")
    signs_in(trainee, email)
    trainee.heading("Your words are here")
    trainee.clicks("Save what I wrote")
    expect(account(trainee)).to_have_value(ACCOUNT + MORE)
    expect(trainee.page.get_by_label("This is my own work")).to_be_checked()


def sends_with_a_double_click_and_goes_back(trainee: Somebody, number: int) -> str:
    """Two presses of the button send once; the back button, and pressing again there, change nothing."""
    trainee.clicks("Check before you send")
    trainee.heading("Check before you send")
    trainee.control(f"Send Unit {number}").dblclick()
    reference = receipt(trainee, number)
    trainee.sees("version 1")
    trainee.page.go_back(wait_until="domcontentloaded")
    again = trainee.control(f"Send Unit {number}")
    if again.is_visible():
        again.click()
    trainee.opens("/units/")
    trainee.sees("Sent on")
    trainee.clicks(re.compile(f"^Unit {number}"))
    assert receipt(trainee, number) == reference
    trainee.sees("version 1")
    return reference


def resubmits_one_criterion(trainee: Somebody, number: int, reference: str) -> None:
    """Only what is not yet met can be sent again; the assessor's words stand beside it."""
    trainee.opens("/units/")
    trainee.sees("You can send it once more")
    opens_unit(trainee, number)
    expect(coverage(trainee)).to_have_count(1)
    trainee.sees("From your assessor")
    account(trainee).fill(ACCOUNT + MORE)
    says_what_it_covers(trainee)
    declares(trainee)
    assert sends(trainee, number) == reference
    trainee.sees("version 2")
