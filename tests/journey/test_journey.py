"""The whole journey in one run, each person in turn, in a real browser.

It fails on the way as people fail: a file that is not what its name says, a
declaration that is missing, a session that ended while writing, the back button,
a double click.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journey.actors import a_pdf, last_mail, link_in, not_a_pdf, somebody
from tests.running_site import RunningSite

pytestmark = pytest.mark.browser

NEW = "jo.newcomer@imsa.example"
PASSWORD = "seven quiet lanterns"
ACCOUNT = (
    "I told the person whose side I am on before we began, and I asked what they wanted me to say for them. "
    "When my manager asked for more, I explained that I speak only as the person asked. "
) * 6


def test_join_learn_and_send(chromium: Browser, site: RunningSite, tmp_path: Path) -> None:
    with somebody(chromium, site, known_as="Beth") as beth:
        beth.opens("/invitations/")
        beth.clicks(re.compile("^Invite to Alder cohort"))
        beth.fills("Addresses", f"{NEW}, Jo Newcomer\nnot an address\n{NEW}")
        beth.clicks("See what would happen")
        beth.sees("Jo Newcomer")
        beth.clicks(re.compile(r"^Invite (this|these)"))
        beth.sees(re.compile(r"Invited|have left"))

    mail = last_mail(site, NEW)
    assert "slavery" not in mail.lower()
    assert "IMSA" not in mail.splitlines()[0]
    invitation = link_in(mail)

    with somebody(chromium, site) as jo:
        jo.opens(invitation)
        jo.fills("The name you go by", "Jo")
        jo.ticks("Wales")
        jo.page.get_by_label("Password", exact=True).fill(PASSWORD)
        jo.clicks("Take my place")
        jo.opens("/home/")
        jo.heading("What is next")
        jo.sees("Module 1")
        jo.clicks("Open this section")
        if "exit-first" in jo.page.url:
            jo.clicks(re.compile("^(Go to|Begin|Continue|Start)"), exact=False)
        if "/programme/" not in jo.page.url:
            jo.opens("/home/")
            jo.clicks("Open this section")
        first = jo.page.url
        jo.clicks("Save and continue")
        assert jo.page.url != first

        # Another device returns to the same place.
        with somebody(chromium, site, viewport={"width": 360, "height": 740}) as phone:
            phone.opens("/account/login/")
            phone.page.get_by_label(re.compile("mail", re.IGNORECASE)).first.fill(NEW)
            phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
            phone.clicks("Sign in")
            phone.opens("/home/")
            phone.sees("section 2 of 4")

        # A unit: a file that is not what it says, a missing declaration, then it is sent.
        jo.opens("/units/")
        jo.clicks(re.compile("Unit 1"), exact=False)
        box = jo.page.locator("textarea").first
        box.fill(ACCOUNT)
        jo.page.locator("input[type=file]").first.set_input_files(not_a_pdf(tmp_path))
        jo.clicks("Check before you send")
        summary = jo.page.locator(".error-summary")
        expect(summary).to_contain_text("mind-map.pdf")
        assert ACCOUNT[:60] in jo.page.locator("textarea").first.input_value()
        jo.page.locator("input[type=file]").first.set_input_files(a_pdf(tmp_path))
        for box in jo.page.locator("input[name$='-criteria']").all():
            box.check()
        for name in ("own_work", "ai", "agreed"):
            jo.page.locator(f"[name='declare-{name}']").check()
        jo.clicks("Check before you send")
        expect(jo.page.locator(".error-summary")).to_contain_text(re.compile("identif|known", re.IGNORECASE))
        if jo.page.locator("[name='declare-nobody_known']").count() == 0:
            jo.page.go_back()
        jo.page.locator("[name='declare-nobody_known']").check()
        jo.clicks("Check before you send")
        jo.heading("Check before you send")
        jo.page.get_by_role("button", name="Send Unit 1").dblclick()
        jo.page.wait_for_url(re.compile("/sent/"))
        jo.heading("Unit 1 is sent")
        # The back button, and sending again: nothing is sent twice.
        jo.page.go_back()
        jo.opens("/units/")
        jo.sees(re.compile("Sent"))


def test_a_session_that_ends_while_writing_loses_no_word(chromium: Browser, site: RunningSite) -> None:
    with somebody(chromium, site, known_as="Maryam") as maryam:
        maryam.opens("/units/")
        maryam.clicks(re.compile("Unit 3"), exact=False)
        words = "A sentence that was written while the session ended."
        maryam.page.locator("textarea").first.fill(words)
        maryam.context.clear_cookies(name="sessionid")
        maryam.clicks("Save and stay")
        expect(maryam.page.locator("h1")).to_contain_text(re.compile("Sign in", re.IGNORECASE))
        assert words in maryam.page.content()


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


def test_exit_leaves_at_once_and_ends_the_session(chromium: Browser, site: RunningSite) -> None:
    with somebody(chromium, site, known_as="Maryam") as maryam:
        maryam.context.route("https://**", lambda route: route.fulfill(body="weather"))
        maryam.opens("/home/")
        maryam.page.locator("a.exit").click()
        maryam.page.wait_for_url("https://**")
        maryam.page.goto(f"{site.url}/home/")
        assert "/account/login/" in maryam.page.url
