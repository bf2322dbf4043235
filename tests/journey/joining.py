"""Step 1: a programme manager invites, and somebody takes their place."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journey.actors import PASSWORD, Newcomer, Somebody

COHORT = "Alder cohort"


def invites_typed(manager: Somebody, newcomer: Newcomer) -> None:
    """One address typed: what would happen, then the one act."""
    manager.opens("/invitations/")
    manager.clicks(f"Invite to {COHORT}")
    manager.fills("Email addresses", f"{newcomer.email}, {newcomer.name}, {newcomer.employer}")
    manager.clicks("See what would happen")
    manager.heading("One person would be invited")
    manager.clicks("Invite this person")
    manager.heading("One person is invited")


def invites_by_list(manager: Somebody, newcomer: Newcomer, *, folder: Path) -> None:
    """A list with mistakes: nothing at all is sent, each line says why, the mended one goes out at once."""
    lines = [
        "email,name,organisation",
        f"{newcomer.email},{newcomer.name},{newcomer.employer}",
        f"{newcomer.email.replace('@', ' at ')},Somebody Mistyped,{newcomer.employer}",
        f"{newcomer.email.upper()},{newcomer.name},{newcomer.employer}",
        "maryam.haddad@imsa.example,Maryam Haddad,Saltlock Advocates",
    ]
    file = folder / "people.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    manager.opens("/invitations/")
    manager.clicks(f"Invite to {COHORT}")
    manager.page.get_by_label("Or a list as a file").set_input_files(file)
    manager.clicks("See what would happen")
    manager.heading("One person would be invited")
    for why in (
        "Nothing has been sent.",
        "This is not a whole address.",
        "The same address as line 2.",
        "Already learning here",
    ):
        manager.sees(why)
    manager.clicks("Invite this person")
    manager.heading("One person is invited")
    # The same file once more invites nobody twice.
    manager.opens("/invitations/")
    manager.clicks(f"Invite to {COHORT}")
    manager.page.get_by_label("Or a list as a file").set_input_files(file)
    manager.clicks("See what would happen")
    manager.heading("Nobody would be invited")
    manager.sees("Already invited on")


def joins(trainee: Somebody, newcomer: Newcomer) -> None:
    """From the link in the mail to the home: a slip in the password loses nothing that was chosen."""
    trainee.opens_mail(newcomer.email, re.compile("."))
    mail = trainee.page.locator("main .card")
    expect(mail).not_to_contain_text(re.compile("slavery|imsa|advocate|survivor|train", re.IGNORECASE))
    trainee.follows_the_link_of_the_mail()
    trainee.heading("A place is ready for you")
    link = trainee.page.url
    trainee.fills("The name you go by", newcomer.given)
    trainee.ticks("Scotland")
    trainee.page.get_by_label("Password", exact=True).fill("too short")
    trainee.clicks("Take my place")
    trainee.is_told_of(re.compile("12 characters"))
    trainee.page.get_by_label("Password", exact=True).fill(PASSWORD)
    trainee.clicks("Take my place")
    trainee.heading("What is next")
    trainee.sees(f"Hello {newcomer.given}")
    trainee.opens("/account/kept/")
    trainee.heading("What is kept about you")
    trainee.sees("Save my copy")
    trainee.opens(link)
    trainee.does_not_see("A place is ready for you")


def signs_in(someone: Somebody, email: str, password: str = PASSWORD) -> None:
    """By hand, on whatever page asks for it."""
    someone.fills("Email address", email)
    someone.page.get_by_label("Password", exact=True).fill(password)
    someone.clicks("Sign in")
