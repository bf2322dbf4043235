"""Who may open a view; when a session ends; staff and their second factor."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import Client

from accounts.roles import STAFF, RoleName
from foundation import clock
from tests import people
from tests.accounts.passkeys import passkey

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls_of_tests")]

DOORS = ["/try/open/", "/try/page/", "/try/assessors/", "/try/marking/"]


def said(answer):
    request = HttpRequest()
    request.COOKIES["messages"] = answer.cookies["messages"].value
    return [str(message) for message in CookieStorage(request)]


@pytest.mark.parametrize("address", DOORS)
def test_nobody_is_led_to_sign_in_and_back(address):
    answer = Client().get(address + "?page=2")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/login/?next={address}%3Fpage%3D2"


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Dest": "empty"},
        {"X-Requested-With": "XMLHttpRequest"},
        {"Accept": "application/json"},
    ],
)
def test_a_script_is_told_in_its_own_words(address, headers):
    answer = Client().post(address, {"text": "x", "csrfmiddlewaretoken": "a" * 64}, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["signed_in"] is False


def test_after_a_form_one_returns_to_the_page_that_held_it():
    answer = Client().post("/try/open/", headers={"Referer": "http://testserver/units/abc/?step=2"})
    assert answer.headers["Location"] == "/account/login/?next=/units/abc/%3Fstep%3D2"
    answer = Client().post("/try/open/", headers={"Referer": "https://elsewhere.example/units/"})
    assert answer.headers["Location"] == "/account/login/?next="


@pytest.mark.parametrize("address", ["/try/open/", "/try/page/"])
def test_somebody_signed_in_passes(address):
    assert people.client(people.person("", RoleName.TRAINEE)).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/try/assessors/", "/try/marking/"])
@pytest.mark.parametrize("role", list(RoleName))
def test_outside_ones_roles_there_is_nothing(address, role):
    answer = people.client(people.person("", role)).get(address)
    assert answer.status_code == (200 if role in {RoleName.ASSESSOR, RoleName.LEAD_QUALITY_ASSURER} else 404)


def test_an_ended_role_opens_nothing():
    someone = people.person("", RoleName.ASSESSOR)
    yesterday = clock.today() - dt.timedelta(days=1)
    someone.user.roles.update(since=yesterday, until=yesterday)
    assert people.client(someone).get("/try/marking/").status_code == 404


# When a session ends


@pytest.mark.parametrize(
    "role, shared, minutes",
    [
        (RoleName.TRAINEE, False, 12 * 60),
        (RoleName.ADVOCATE, False, 12 * 60),
        (RoleName.CONSULTANT, False, 12 * 60),
        *[(role, False, 30) for role in sorted(STAFF)],
        (RoleName.TRAINEE, True, 20),
        (RoleName.ASSESSOR, True, 20),
    ],
)
def test_idle_limits(role, shared, minutes):
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC), tick=False) as traveller:
        browser = people.client(people.person("", role))
        session = browser.session
        session["shared_device"] = shared
        session.save()
        traveller.shift(dt.timedelta(minutes=minutes - 1))
        assert browser.get("/try/open/").status_code == 200
        traveller.shift(dt.timedelta(minutes=minutes - 1))  # use starts the clock again
        assert browser.get("/try/open/").status_code == 200
        traveller.shift(dt.timedelta(minutes=minutes + 1))
        answer = browser.get("/try/open/")
        assert answer.status_code == 302
        assert SESSION_KEY not in browser.session


def test_the_reason_is_said_where_one_signs_in_again():
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC), tick=False) as traveller:
        browser = people.client(people.person("", RoleName.ASSESSOR))
        traveller.shift(dt.timedelta(minutes=31))
        answer = browser.get("/try/open/")
        assert said(answer) == ["You were signed out after 30 minutes without use."]
        other = people.client(people.person("", RoleName.TRAINEE))
        traveller.shift(dt.timedelta(hours=13))
        assert said(other.get("/try/open/")) == ["You were signed out after 12 hours without use."]


def test_use_is_written_down_once_a_minute(django_assert_num_queries):
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC), tick=False) as traveller:
        browser = people.client(people.person("", RoleName.TRAINEE))
        traveller.shift(dt.timedelta(seconds=30))
        with django_assert_num_queries(3):  # session, user, roles
            browser.get("/try/anybody/")


def test_a_shared_device_forgets_when_the_browser_closes():
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC), tick=False) as traveller:
        from django.contrib.auth import login

        from accounts import sessions

        for shared in (True, False):
            request = HttpRequest()
            browser = Client()
            request.session = browser.session
            request.session[sessions.SHARED_DEVICE] = shared
            login(
                request,
                people.person("", RoleName.TRAINEE).user,
                backend="django.contrib.auth.backends.ModelBackend",
            )
            assert request.session.get_expire_at_browser_close() is shared
        assert traveller


# What signed-in people see stays out of caches


def test_signed_in_pages_are_never_stored():
    browser = people.client(people.person("", RoleName.TRAINEE))
    assert browser.get("/try/anybody/").headers["Cache-Control"] == "no-store"
    assert browser.get("/try/marking/").headers["Cache-Control"] == "no-store"  # the 404 too


def test_public_pages_are_left_alone_for_nobody():
    answer = Client().get("/try/plain/")
    assert "Cache-Control" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


# Staff and their second factor


def with_totp(someone):
    return TOTP.activate(someone.user, generate_totp_secret()).instance


def with_passkey(someone):
    return passkey(someone.user)


OWN_DATA = sorted(set(RoleName) - STAFF)
CLOSED = [
    "/try/open/",
    "/try/page/",
    "/home/",
    "/admin/",
    "/admin/pages/",
    "/account/reading/",
    "/account/email/",
]


@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_without_a_factor_are_led_to_set_one_up(role):
    browser = people.client(people.person("", role), second_factor=False)
    answer = browser.get("/try/open/?page=2")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/second-step/?next=%2Ftry%2Fopen%2F%3Fpage%3D2"
    assert browser.get("/try/anybody/").content == b"nobody"


@pytest.mark.parametrize("role", OWN_DATA)
def test_others_may_have_one_and_need_none(role):
    browser = people.client(people.person("", role), second_factor=False)
    assert browser.get("/try/open/").status_code == 200


@pytest.mark.parametrize(
    "add, step",
    [(with_totp, "/account/2fa/reauthenticate/"), (with_passkey, "/account/2fa/webauthn/reauthenticate/")],
)
def test_staff_with_a_factor_are_led_to_use_it(add, step):
    someone = people.person("", RoleName.REGISTRAR)
    browser = people.client(someone, second_factor=False)
    assert "/second-step/" in browser.get("/try/open/").headers["Location"]
    add(someone)
    assert browser.get("/try/open/").headers["Location"].startswith(step)


SETTING_UP = {
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
    "/account/reauthenticate/",
    "/account/second-step/",
    "/account/password/change/",
}
CONFIRMING = {"/account/2fa/reauthenticate/"}
NEVER_ON_THE_WAY = {
    "/account/2fa/totp/deactivate/",
    "/account/2fa/webauthn/",
    "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/",
    "/account/2fa/recovery-codes/download/",
    "/account/email/",
    "/account/sessions/",
    "/try/open/",
    "/try/page/",
    "/try/assessors/",
    "/try/marking/",
    "/admin/",
    "/admin/pages/",
}


@pytest.mark.parametrize("address", sorted(SETTING_UP | CONFIRMING | NEVER_ON_THE_WAY))
@pytest.mark.parametrize("state", ["no factor", "factor set up, not used", "used"])
def test_the_grid_of_factor_and_address(address, state, monkeypatch):
    """Whether the view runs at all, as whom; what the view answers is another test's matter."""
    seen = []
    from django.core.handlers.base import BaseHandler

    resolve = BaseHandler.resolve_request
    monkeypatch.setattr(
        BaseHandler,
        "resolve_request",
        lambda self, request: seen.append(request.user.is_authenticated) or resolve(self, request),
    )
    someone = people.person("", RoleName.ASSESSOR)
    browser = people.client(someone, second_factor=state == "used")
    if state != "no factor":
        with_totp(someone)
    browser.raise_request_exception = False
    browser.get(address)
    open_to = {
        "no factor": SETTING_UP,
        "factor set up, not used": CONFIRMING,
        "used": SETTING_UP | CONFIRMING | NEVER_ON_THE_WAY,
    }[state]
    assert seen == [address in open_to]


def test_a_factor_shown_by_somebody_else_does_not_count():
    browser = people.client(people.person("", RoleName.ASSESSOR))
    other = people.person("", RoleName.ASSESSOR)
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY

    session = browser.session
    session[SESSION_KEY] = str(other.user.pk)
    session[HASH_SESSION_KEY] = other.user.get_session_auth_hash()
    assert session[BACKEND_SESSION_KEY]
    session.save()
    assert "/second-step/" in browser.get("/try/open/").headers["Location"]


def test_a_role_granted_in_the_middle_of_a_session_asks_for_the_factor():
    someone = people.person("", RoleName.TRAINEE)
    browser = people.client(someone, second_factor=False)
    assert browser.get("/try/open/").status_code == 200
    someone.user.roles.create(name=RoleName.ASSESSOR)
    assert "/second-step/" in browser.get("/try/open/").headers["Location"]


def test_the_operators_account_needs_a_factor_too():
    someone = people.person("")
    someone.user.is_superuser = True
    someone.user.save()
    browser = people.client(someone, second_factor=False)
    assert "/second-step/" in browser.get("/admin/").headers["Location"]


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_the_librarys_own_sign_in_pages_lead_to_ours(address):
    answer = Client().get(address + "?next=/admin/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/admin/")
    someone = people.person("", RoleName.EDITOR)
    browser = Client()
    browser.post(address, {"username": someone.user.email, "password": "correct horse battery"})
    assert SESSION_KEY not in browser.session


def test_the_admin_is_closed_to_nobody():
    answer = Client().get("/admin/", follow=False)
    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]
