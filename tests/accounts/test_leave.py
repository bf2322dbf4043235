"""`/exit/`: out at once, signed out, nothing left behind."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleName
from tests import people

pytestmark = pytest.mark.django_db
EXIT = reverse("accounts:exit")


@pytest.fixture
def trainee():
    return people.person("Maryam Ali", RoleName.TRAINEE)


def is_signed_in(browser):
    return SESSION_KEY in browser.session


def test_the_address_is_fixed():
    assert EXIT == "/exit/"


def test_nobody_leaves_without_a_session_being_made(settings):
    settings.EXIT_URL = "https://weather.example/"
    answer = Client().get(EXIT)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "https://weather.example/"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert "Clear-Site-Data" not in answer.headers


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_leaving_signs_out(trainee, site):
    browser = people.client(trainee)
    answer = browser.get(EXIT, headers={"Sec-Fetch-Site": site} if site else {})
    assert answer.status_code == 303
    assert not is_signed_in(browser)
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_sign_anybody_out(trainee, site):
    browser = people.client(trainee)
    answer = browser.get(EXIT, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 303
    assert is_signed_in(browser)


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender"])
def test_fetching_ahead_is_not_leaving(trainee, header, purpose):
    browser = people.client(trainee)
    answer = browser.get(EXIT, headers={header: purpose, "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 503
    assert is_signed_in(browser)


def test_a_shared_device_keeps_nothing(trainee):
    browser = people.client(trainee)
    session = browser.session
    session["shared_device"] = True
    session.save()
    assert browser.get(EXIT).headers["Clear-Site-Data"] == '"cookies", "storage"'


def test_the_beacon_signs_out(trainee):
    browser = people.client(trainee)
    answer = browser.post(EXIT)
    assert answer.status_code == 204
    assert not is_signed_in(browser)


def test_the_beacon_needs_the_form_token(trainee):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = people.client(trainee).cookies
    strict.raise_request_exception = False
    assert strict.post(EXIT, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert is_signed_in(strict)


def test_the_welsh_page_leaves_too(trainee):
    browser = people.client(trainee)
    assert browser.get("/cy/exit/").status_code == 303
    assert not is_signed_in(browser)


def test_staff_without_their_second_factor_can_leave():
    browser = people.client(people.person("Asha Rao", RoleName.ASSESSOR), second_factor=False)
    assert browser.get(EXIT).status_code == 303
    assert not is_signed_in(browser)
