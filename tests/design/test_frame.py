"""The frame around every page: ways, way out, language, reading settings, error pages."""

from __future__ import annotations

import re

import html5lib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from design.reading import COOKIE, Reading
from tests import people

pytestmark = pytest.mark.django_db
PAGE = engines["django"].from_string(
    "{% extends 'design/base.html' %}{% block title %}A page{% endblock %}{% block content %}<h1>A page</h1>{% endblock %}"
)


def request(path: str = "/nowhere/", *, user: object = None, cookie: str = "") -> HttpRequest:
    made = RequestFactory().get(path)
    made.user = user or AnonymousUser()
    made.session = SessionBase()
    if cookie:
        made.COOKIES[COOKIE] = cookie
    return made


def draw(context: dict[str, object] | None = None, **options: object) -> str:
    html = PAGE.render(context or {}, request(**options))
    html5lib.HTMLParser(strict=True).parse(html)
    return html


def test_the_first_thing_to_focus_leaves_and_the_second_skips_to_main() -> None:
    html = draw()
    first, second = re.findall(r"<a [^>]*>", html)[:2]
    assert 'href="/exit/"' in first
    assert 'href="#main"' in second
    assert 'id="main"' in html


def test_every_page_has_the_way_out_help_and_the_quiet_page() -> None:
    html = draw()
    for address in ("/support/", "/safety/", "/quiet/", "/accessibility/", "/account/reading/"):
        assert f'href="{address}"' in html
    assert html.count('href="/exit/"') == 2
    assert "Demonstration: every person and record here is invented." in html


def test_a_real_site_says_nothing_of_a_demonstration(settings: object) -> None:
    settings.DEMONSTRATION = False
    assert "Demonstration" not in draw()


def test_signed_out_the_page_may_be_indexed_and_holds_no_token() -> None:
    html = draw()
    assert "csrf" not in html
    assert 'name="robots"' not in html
    assert "data-exit-signed-in" not in html


def test_signed_in_the_page_is_not_indexed_and_the_exit_ends_the_session() -> None:
    user = people.person("Maryam").user
    html = draw({"navigation": [{"label": "Units", "url": "/units/", "current": True}]}, user=user)
    assert '<meta name="robots" content="noindex">' in html
    assert '<meta name="csrf-token"' in html
    assert "data-exit-signed-in" in html
    assert '<a href="/units/" aria-current="page">Units</a>' in html
    assert 'action="/account/logout/"' in html


def test_shift_can_be_switched_off() -> None:
    user = people.person("Maryam").user
    user.exit_by_shift = False
    assert 'data-exit-shift="off"' in draw(user=user)


def test_a_public_page_is_the_same_for_somebody_who_is_signed_in() -> None:
    class Untouched:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"the session was asked for {name}")

    user = people.person("Maryam").user
    made = request("/check/", user=user)
    made.user = made.session = Untouched()
    html = PAGE.render({"public_page": True}, made)
    assert html == PAGE.render({"public_page": True}, request("/check/"))


def test_an_error_stands_first_in_the_title() -> None:
    assert "<title>A page – IMSA</title>" in draw()
    assert "<title>Error: A page – IMSA</title>" in draw({"has_errors": True})


def test_reading_settings_of_the_cookie_and_of_the_user() -> None:
    assert '<html lang="en">' in draw()
    assert 'data-theme="dark" data-text="large" data-spacing="wide"' in draw(cookie="dark.large.wide")
    user = people.person("Maryam").user
    user.theme, user.text_size = "light", "largest"
    html = draw(user=user, cookie="dark.large.wide")
    assert '<html lang="en" data-theme="light" data-text="largest">' in html


@pytest.mark.parametrize("value", ["", "dark", "x.y.z", '"><script>.large', "....", "dark.huge.wide"])
def test_a_cookie_of_somebody_elses_making_is_no_choice(value: str) -> None:
    reading = Reading.from_cookie(value)
    assert reading.theme in {"system", "dark"}
    assert reading.text_size in {"normal", "large"}
    assert reading.spacing in {"normal", "wide"}
    assert '"><script' not in draw(cookie=value)


def test_a_choice_survives_the_cookie() -> None:
    chosen = Reading("dark", "largest", "wide")
    assert Reading.from_cookie(chosen.as_cookie()) == chosen


def test_a_page_links_to_itself_in_the_other_language() -> None:
    english = draw(path="/check/?q=x")
    assert '<a href="/cy/check/?q=x" lang="cy" hreflang="cy">Cymraeg</a>' in english
    with translation.override("cy"):
        welsh = draw(path="/cy/check/")
    assert '<html lang="cy">' in welsh
    assert 'href="/check/" lang="en" hreflang="en">English</a>' in welsh
    assert 'href="/cy/safety/"' in welsh
    assert 'href="/exit/"' in welsh


def test_the_way_that_one_is_on_is_marked() -> None:
    assert '<a href="/check/" aria-current="page">' in draw(path="/check/4H7K/")
    assert "aria-current" not in draw(path="/privacy/")


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_error_pages_are_whole_and_calm(name: str, signed_in: bool) -> None:
    user = people.person("Maryam").user if signed_in else None
    html = render_to_string(name, {}, request=request(user=user))
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count("<h1>") == 1
    assert "!" not in re.sub(r"<[^>]+>", "", html)
    assert 'href="/home/"' in html if signed_in else 'href="/"' in html


def test_the_page_for_a_broken_site_needs_no_context_and_no_database() -> None:
    html = get_template("500.html").render()
    html5lib.HTMLParser(strict=True).parse(html)
    assert 'href="/exit/"' in html
    assert "{{" not in html


def test_a_wrong_address_is_answered_with_our_page(client: Client) -> None:
    answer = client.get("/there/is/nothing/")
    assert answer.status_code == 404
    assert b"This page is not here" in answer.content
