"""Joining and learning as people do it: without scripts, and with them."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import RoleName
from courses.models import Invitation, Place, Reflection, SectionCompletion
from courses.selectors.notes import open_note
from foundation import clock
from foundation.sealed import lookup_digest
from tests import people
from tests.courses import programme as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOKEN = "t" * 43


@pytest.fixture
def open_page(chromium, live_server):
    """Opens a page, with scripts or without, as somebody or nobody."""
    contexts = []

    def open_one(someone=None, *, scripts=True):
        context = chromium.new_context(base_url=live_server.url, java_script_enabled=scripts)
        contexts.append(context)
        if someone is not None:
            key = people.client(someone).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
            )
        page = context.new_page()
        page.troubles = []
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.on(
            "console",
            lambda message: page.troubles.append(message.text) if "Security Policy" in message.text else None,
        )
        return page

    yield open_one
    for context in contexts:
        assert [page.troubles for page in context.pages] == [[] for _page in context.pages]
        context.close()


@pytest.fixture
def learner():
    made.programme(modules=1, sections=2)
    someone = people.person("Maryam Haddad", RoleName.TRAINEE)
    people.enrolment(someone, exit_explained_at=clock.now())
    return someone


def test_joining_and_learning_without_scripts(open_page):
    made.programme(modules=1, sections=2)
    Invitation.objects.create(
        cohort=people.cohort(),
        email="ines@example.org",
        name="Ines Duarte",
        token_digest=lookup_digest(TOKEN, purpose="invitation"),
        invited_by=people.person("Beth Lloyd", RoleName.PROGRAMME_MANAGER).user,
        expires_at=clock.end_of_day(clock.today()),
    )
    page = open_page(scripts=False)
    page.goto(f"/invitations/{TOKEN}/")
    page.get_by_role("button", name="Take my place").click()
    page.get_by_role("link", name="Choose the nation you work in.").click()
    page.get_by_label("Wales").check()
    page.get_by_label("Password", exact=True).fill("lantern bicycle harbour")
    page.get_by_role("button", name="Take my place").click()
    page.wait_for_url("**/home/**")
    page.goto(made.sections()[0].get_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("A quick way out, on every page")
    page.locator("main").get_by_role("link", name="Exit this page").click()
    expect(page.locator("#practice")).to_contain_text("That was it.")
    page.get_by_role("button", name="I know the way out, go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Section 1.1")
    page.get_by_label("Wait").check()
    page.locator("textarea").fill("heronquill")
    page.get_by_role("button", name="See what we think").click()
    expect(page.get_by_text("Waiting owes her nothing.")).to_be_visible()
    expect(page.get_by_text("Ringing takes the choice away.")).to_be_hidden()
    expect(page.locator("textarea")).to_have_value("heronquill")
    page.locator("summary", has_text="Ask Ruth").click()
    expect(page.get_by_text("She picks a sentence.")).to_be_visible()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Section 1.2")
    page.get_by_role("button", name="Save and pause").click()
    page.wait_for_url("**/home/**")
    user = User.objects.get(email="ines@example.org")
    assert SectionCompletion.objects.get(enrolment__person__user=user)
    assert user.person.enrolments.get().state == "paused"


def test_scripts_show_feedback_in_place_and_keep_where_the_reader_is(open_page, learner):
    section = made.sections()[0]
    page = open_page(learner)
    page.goto(section.get_url())
    page.get_by_label("Ring").check()
    page.get_by_role("button", name="See what we think").click()
    expect(page.get_by_text("Ringing takes the choice away.")).to_be_visible()
    assert "?" not in page.url
    page.get_by_label("Wait").check()
    page.get_by_role("button", name="See what we think").click()
    expect(page.get_by_text("Ringing takes the choice away.")).to_be_hidden()
    for choice in ("Answer", "Ask Ruth"):
        page.locator("summary", has_text=choice).click()
    # A browser tells of an opened branch a moment later; then the other one closes.
    page.wait_for_function("document.querySelectorAll('[data-branch][open]').length === 1", timeout=5000)
    page.locator("textarea").scroll_into_view_if_needed()
    page.goto("/safety/")
    page.wait_for_timeout(500)
    assert Place.objects.get().heading == "Offering without pushing"


def test_leaving_quickly_keeps_the_note_first(open_page, learner):
    section = made.sections()[0]
    page = open_page(learner)
    page.route("**/*bbc*/**", lambda route: route.fulfill(body="weather"))
    page.goto(section.get_url())
    page.locator("textarea").fill("heronquill")
    page.locator("body").press("Shift")
    page.locator("h1").click()
    for _number in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(lambda url: section.get_url() not in url)
    page.wait_for_timeout(500)
    assert open_note(Reflection.objects.get()) == "heronquill"


def test_practising_the_way_out_leaves_nothing(open_page, learner):
    page = open_page(learner)
    page.goto("/home/exit-first/")
    page.locator("h1").click()
    for _number in range(3):
        page.keyboard.press("Shift")
    page.get_by_text("That was it.").wait_for()
    assert page.url.endswith("/home/exit-first/")
    page.goto("/home/modules/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your way through")
