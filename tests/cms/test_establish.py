"""`establish`: what every site needs, twice the same; pages, site map, help lines."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from cms import services
from cms.establish import establish
from cms.models import ContentPage, HelpLine, HomePage
from tests.cms import makers
from tests.people import client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site():
    establish()


def test_a_second_run_changes_nothing():
    HelpLine.objects.filter(key="samaritans").update(phone="116 123 (new)")
    ContentPage.objects.filter(slug="privacy").update(title="Ours")
    before = list(Page.objects.order_by("path").values_list("path", "title", "live"))
    call_command("establish")
    assert list(Page.objects.order_by("path").values_list("path", "title", "live")) == before
    assert HelpLine.objects.get(key="samaritans").phone == "116 123 (new)"


def test_the_site_points_home_and_wagtails_welcome_is_gone():
    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)
    assert not Page.objects.filter(slug="home").exists()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/cy/",
        "/support/",
        "/cy/support/",
        "/safety/",
        "/cy/safety/",
        "/privacy/",
        "/cy/privacy/",
        "/accessibility/",
        "/cy/accessibility/",
        "/quiet/",
        "/cy/quiet/",
    ],
)
def test_pages_open_for_everybody(address):
    answer = client().get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "999" in html
    assert html.count("<h1") == 1
    if address.startswith("/cy"):
        assert 'class="draft"' in html


def test_welsh_is_offered_only_where_it_exists():
    assert 'hreflang="cy"' in client().get("/support/").content.decode()
    alone = ContentPage(title="In English alone", slug="english-alone")
    HomePage.objects.get(locale__language_code="en").add_child(instance=alone)
    alone.save_revision().publish()
    assert 'hreflang="cy"' not in client().get("/english-alone/").content.decode()


def test_a_page_without_welsh_stands_in_english_below_the_welsh_prefix():
    alone = ContentPage(title="In English alone", slug="english-alone")
    HomePage.objects.get(locale__language_code="en").add_child(instance=alone)
    alone.save_revision().publish()
    answer = client().get("/cy/english-alone/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en">' in html
    assert '<p class="draft" lang="cy">Nid yw’r dudalen hon ar gael yn Gymraeg eto.' in html
    assert 'href="/cy/"' in html
    ContentPage.objects.filter(pk=alone.pk).update(live=False)
    assert client().get("/cy/english-alone/").status_code == 404


def test_the_check_form_is_a_plain_get_without_a_token():
    html = client().get("/").content.decode()
    assert '<form method="get" action="/check/"' in html
    assert "csrfmiddlewaretoken" not in html


def test_home_page_queries_do_not_grow_with_help_lines(django_assert_max_num_queries):
    browser = client()
    browser.get("/")
    with django_assert_max_num_queries(14) as few:
        browser.get("/")
    HelpLine.objects.bulk_create(
        HelpLine(key=f"line-{number}", name=f"Line {number}", phone="1", tel="1") for number in range(20)
    )
    with django_assert_max_num_queries(14) as many:
        browser.get("/support/")
    assert len(many) <= len(few) + 2


def test_a_changed_number_is_on_the_next_page():
    assert "116 123" in client().get("/quiet/").content.decode()
    line = HelpLine.objects.get(key="samaritans")
    line.phone = "116 999"
    line.save()
    assert "116 999" in client().get("/quiet/").content.decode()


def test_what_is_not_known_about_a_line_is_not_said():
    html = client().get("/support/").content.decode()
    assert "Web chat" not in html
    HelpLine.objects.filter(key="samaritans").update(
        web_chat="https://chat.example/", sign_language="BSL by video"
    )
    services.establish_groups()
    from cms.selectors import forget_help_lines

    forget_help_lines()
    html = client().get("/support/").content.decode()
    assert "Web chat" in html
    assert "BSL by video" in html


def test_lines_that_nobody_checked_are_flagged():
    from cms.selectors import stale_help_lines

    assert stale_help_lines() == []
    HelpLine.objects.filter(key="samaritans").update(last_checked="2020-01-01")
    assert [line.key for line in stale_help_lines()] == ["samaritans"]


def test_site_map_and_robots():
    hidden = makers.gated_page()
    robots = client().get("/robots.txt").content.decode()
    assert "Disallow: /register/" in robots
    assert "Disallow: /cy/check/" in robots
    text = client().get("/sitemap.xml").content.decode()
    assert "/support/</loc>" in text
    assert "/cy/safety/</loc>" in text
    assert hidden.slug not in text


def test_the_voice_on_the_home_page_needs_a_consent_for_public_pages():
    owner = makers.consultant()
    row = makers.contribution(owner)
    home = HomePage.objects.get(locale__language_code="en")
    home.voice = row
    home.save_revision().publish()
    assert makers.MARKER in client().get("/").content.decode()
    services.withdraw(contribution=row, by=owner)
    assert makers.MARKER not in client().get("/").content.decode()
