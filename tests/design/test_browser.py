"""The kit in a real Chromium: sizes, and what the scripts do. Axe looks at the style guide among all pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django import forms
from django.test import Client
from playwright.sync_api import expect

from design.widgets import CountedText
from tests.design.browser import ADDRESS, NEUTRAL, SignedIn, draw, opened

#: The foot's help lines are rows; a page's frame is never drawn without a database.
pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.any_database]

PHONE = {"viewport": {"width": 360, "height": 780}, "color_scheme": "light"}


class Note(forms.Form):
    text = forms.CharField(label="Account", widget=CountedText(words=600))
    paper = forms.FileField(label="Paper", required=False)


@pytest.fixture
def guide(db: None, client: Client) -> str:
    return client.get("/styleguide/").content.decode()


@pytest.mark.parametrize("width", [320, 360, 768, 1000, 1280])
@pytest.mark.parametrize("attributes", ["", ' data-text="largest" data-spacing="wide"'])
def test_nothing_scrolls_sideways(chromium: Any, guide: str, width: int, attributes: str) -> None:
    html = guide.replace('<html lang="en"', f'<html lang="en"{attributes}')
    with opened(chromium, html, path="/styleguide/", viewport={"width": width, "height": 800}) as (
        page,
        _asked,
    ):
        page.evaluate(
            "Promise.allSettled([...document.fonts].map((face) => face.load())).then(() => document.fonts.ready)"
            ".then(() => true)"
        )
        wide = page.evaluate(
            """(width) => [...document.querySelectorAll("body *")]
                 .filter((e) => e.getBoundingClientRect().right > width + 0.5)
                 .map((e) => e.outerHTML.slice(0, 160))"""
            if page.evaluate("document.documentElement.scrollWidth") > width
            else "() => []",
            width,
        )
    assert wide == []


def test_what_one_touches_is_large_enough(chromium: Any, guide: str) -> None:
    with opened(chromium, guide, path="/styleguide/", **PHONE) as (page, _asked):
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                 '.button, .exit, .brand, summary, .tabs a, .pagination a, .foot li a, .options label, .tick label, .toggle'
               )].filter((e) => e.checkVisibility())
                 .map((e) => [e.textContent.trim(), e.getBoundingClientRect().height])
                 .filter(([, height]) => height < 43.9)"""
        )
    assert small == []


def test_no_javascript_error_and_nothing_refused(chromium: Any, guide: str) -> None:
    said: list[str] = []
    with opened(chromium, guide, path="/styleguide/") as (page, _asked):
        page.on("pageerror", lambda error: said.append(str(error)))
        page.reload()
        page.wait_for_load_state("networkidle")
    assert said == []


# Exit


def test_exit_of_a_signed_out_person_covers_and_replaces_the_page(chromium: Any) -> None:
    with opened(chromium, draw("")) as (page, asked):
        page.get_by_role("link", name="Exit this page").last.click()
        page.wait_for_url(NEUTRAL)
        assert asked.posts == []
        page.go_back()
        assert page.url != f"{ADDRESS}/here/"  # the page was replaced in the history


def test_exit_of_a_signed_in_person_ends_the_session_first(chromium: Any) -> None:
    with opened(chromium, draw("", user=SignedIn())) as (page, asked):
        token = page.locator("meta[name=csrf-token]").get_attribute("content")
        page.get_by_role("link", name="Exit this page").last.click()
        page.wait_for_url(NEUTRAL)
        [(where, body)] = asked.posts
        assert where == "/exit/"
        assert token in body


def test_exit_saves_what_was_being_written_and_then_ends_the_session(chromium: Any) -> None:
    body = '<form method="post" data-autosave="/save/">{{ form }}{% autosave_status %}</form>'
    with opened(chromium, draw(body, user=SignedIn(), form=Note())) as (page, asked):
        page.get_by_label("Account").fill("Not lost")
        page.get_by_role("link", name="Exit this page").last.click()
        page.wait_for_url(NEUTRAL)
        assert [where for where, _body in asked.posts] == ["/save/", "/exit/"]
        assert "Not lost" in asked.posts[0][1]


def test_a_save_that_hangs_does_not_keep_anybody(chromium: Any) -> None:
    body = '<form method="post" data-autosave="/save/">{{ form }}{% autosave_status %}</form>'
    with opened(chromium, draw(body, user=SignedIn(), form=Note())) as (page, _asked):
        page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
        page.get_by_label("Account").fill("Slow")
        page.get_by_role("link", name="Exit this page").last.click()
        expect(page.locator(".exit-overlay")).to_be_visible()
        page.wait_for_url(NEUTRAL, timeout=3000)


def test_shift_three_times_leaves_and_says_how_many_are_left(chromium: Any) -> None:
    with opened(chromium, draw("")) as (page, _asked):
        page.keyboard.press("Shift")
        assert (
            page.get_by_role("status").first.text_content()
            == "Press Shift two more times to leave this page."
        )
        page.keyboard.press("Shift")
        expect(page.get_by_role("status").first).to_have_text("Press Shift once more to leave this page.")
        page.keyboard.press("Shift")
        page.wait_for_url(NEUTRAL)


@pytest.mark.parametrize(
    "keys",
    [
        ["Shift", "Shift", "a", "Shift"],
        ["Shift+A", "Shift+B", "Shift+C", "Shift+D"],
        ["Shift", "Shift+ArrowLeft", "Shift", "Tab", "Shift"],
    ],
)
def test_any_other_key_starts_again(chromium: Any, keys: list[str]) -> None:
    with opened(chromium, draw("<input aria-label='x'>")) as (page, _asked):
        page.get_by_label("x").focus()
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(200)
        assert page.url == f"{ADDRESS}/here/"


def test_three_presses_that_take_longer_than_five_seconds_do_nothing(chromium: Any) -> None:
    with opened(chromium, draw("")) as (page, _asked):
        page.clock.install()
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.clock.fast_forward(5100)
        page.keyboard.press("Shift")
        page.clock.run_for(200)
        assert page.url == f"{ADDRESS}/here/"


def test_shift_can_be_switched_off(chromium: Any) -> None:
    user = SignedIn()
    user.exit_by_shift = False
    with opened(chromium, draw("", user=user)) as (page, _asked):
        for _time in range(3):
            page.keyboard.press("Shift")
        page.wait_for_timeout(200)
        assert page.url == f"{ADDRESS}/here/"


def test_without_javascript_the_exit_is_a_link(chromium: Any) -> None:
    with opened(chromium, draw(""), java_script_enabled=False) as (page, _asked):
        page.get_by_role("link", name="Exit this page").last.click()
        page.wait_for_url(f"{ADDRESS}/exit/")


def test_the_first_two_stops_of_the_keyboard_are_the_way_out_and_the_way_in(chromium: Any) -> None:
    with opened(chromium, draw("")) as (page, _asked):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Exit this page"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


# Forms


def form_page(data: dict[str, str] | None = None, **context: Any) -> str:
    body = '{% error_summary form %}<form method="post" novalidate>{{ form }}<button>Send</button></form>'
    return draw(body, form=Note(data), **context)


def test_the_error_summary_takes_focus_and_its_links_lead_to_the_fields(chromium: Any) -> None:
    with opened(chromium, form_page({})) as (page, _asked):
        assert page.evaluate("document.activeElement.className") == "error-summary"
        page.get_by_role("link", name="Fill in “Account”").click()
        assert page.evaluate("document.activeElement.id") == "id_text"
        label = page.locator("label[for=id_text]").bounding_box()
        bar = page.locator(".bar").bounding_box()
        assert label["y"] >= bar["y"] + bar["height"]  # the bar covers neither label nor field


def test_words_are_counted_as_they_are_typed_and_never_cut(chromium: Any) -> None:
    with opened(chromium, form_page()) as (page, _asked):
        field, count = page.get_by_label("Account"), page.locator("#id_text_count")
        field.fill("one")
        assert count.text_content() == "1 word"
        field.fill("word " * 700)
        assert count.text_content() == "700 words"
        assert field.input_value() == "word " * 700


def test_two_quick_clicks_send_once_and_a_later_one_sends_again(chromium: Any) -> None:
    with opened(chromium, form_page()) as (page, asked):
        page.clock.install()
        button = page.get_by_role("button", name="Send")
        button.dblclick()
        page.wait_for_timeout(100)
        assert len(asked.posts) == 1  # the answer is 204, so the page stays
        page.clock.fast_forward(2500)
        button.click()
        page.wait_for_timeout(100)
        assert len(asked.posts) == 2


def test_the_menu_closes_on_escape_and_gives_focus_back(chromium: Any) -> None:
    with opened(chromium, draw(""), **PHONE) as (page, _asked):
        page.get_by_text("Menu", exact=True).click()
        page.get_by_role("link", name="The programme").focus()
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="The programme")).to_be_hidden()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


# Autosave


def writing(chromium: Any, **answer: Any) -> Any:
    body = (
        '<form method="post" data-autosave="/save/" novalidate>{% csrf_token %}{{ form }}'
        '<input type="hidden" name="version" value="1">{% autosave_status %}<button>Send</button></form>'
    )
    return opened(chromium, draw(body, user=SignedIn(), form=Note()))


def test_what_is_typed_is_saved_a_moment_later_and_the_page_says_when(chromium: Any) -> None:
    with writing(chromium) as (page, asked):
        said = json.dumps({"saved_at": "14:02", "version": 2})
        asked.answers["/save/"] = {"status": 200, "content_type": "application/json", "body": said}
        page.get_by_label("Account").fill("First")
        page.get_by_text("Saved at 14:02.").wait_for(timeout=4000)
        [(where, body)] = asked.posts
        assert where == "/save/"
        assert "First" in body
        assert "csrfmiddlewaretoken" in body
        assert 'name="paper"' not in body  # files wait for the button
        expect(page.locator("[name=version]")).to_have_value("2")


def test_somebody_elses_save_stops_ours_and_is_said(chromium: Any) -> None:
    with writing(chromium) as (page, asked):
        asked.answers["/save/"] = {
            "status": 409,
            "content_type": "application/json",
            "body": json.dumps({"message": "Saved elsewhere at 14:03."}),
        }
        field = page.get_by_label("Account")
        field.fill("Mine")
        page.get_by_text("Saved elsewhere at 14:03.").wait_for(timeout=4000)
        field.fill("Mine, and more")
        page.wait_for_timeout(1900)
        assert len(asked.posts) == 1
        assert field.input_value() == "Mine, and more"


def test_a_lost_connection_is_said_calmly_and_mended_when_it_is_back(chromium: Any) -> None:
    with writing(chromium) as (page, asked):
        asked.answers["/save/"] = {"abort": True}
        page.get_by_label("Account").fill("On a train")
        page.get_by_text("No connection just now.").wait_for(timeout=4000)
        asked.answers["/save/"] = {"status": 204}
        page.evaluate("dispatchEvent(new Event('online'))")
        page.get_by_text("Saved at").wait_for(timeout=4000)
        assert "On a train" in asked.posts[-1][1]


def test_a_session_that_ended_is_said_and_keeps_the_words(chromium: Any) -> None:
    with writing(chromium) as (page, asked):
        asked.answers["/save/"] = {"status": 302, "headers": {"location": "/account/login/"}}
        page.get_by_label("Account").fill("Still here")
        page.get_by_text("your sign-in has ended").wait_for(timeout=4000)
        expect(page.get_by_label("Account")).to_have_value("Still here")
