"""Signing in as people do it: passkeys, codes, a session that ends while writing."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.core import mail
from playwright.sync_api import expect

from accounts.roles import RoleName
from tests import people
from tests.accounts.browser import PASSWORD, out, sign_in, with_passkey_device

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_staff_set_up_a_passkey_and_sign_in_with_it_alone(page):
    someone = people.person("Asha Rao", RoleName.ASSESSOR)
    with_passkey_device(page)
    sign_in(page, someone, at="/account/login/?next=/account/details/")
    page.wait_for_url(lambda url: "/account/second-step/" in url)
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.get_by_role("link", name="I have kept them, go on").click()
    page.wait_for_url(lambda url: url.endswith("/account/details/"))
    # Out, and in again with the passkey alone: two factors in one.
    out(page)
    page.goto("/account/login/")
    page.get_by_label("Other people use this device").check()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto("/account/details/")
    page.wait_for_url(lambda url: url.endswith("/account/details/"))
    session = Session.objects.latest("expire_date").get_decoded()
    assert session["shared_device"] is True
    # The passkey also answers "Is it you?" before something is changed.
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("My phone", exact=True).first).to_be_visible()
    page.get_by_role("link", name=re.compile("Remove")).click()
    page.get_by_role("link", name="Use my passkey").click()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/remove/**")
    expect(page.get_by_role("heading", name="Remove “My phone”")).to_be_visible()


def test_a_passkey_is_the_second_step_after_a_password(page):
    someone = people.person("Asha Rao", RoleName.TRAINEE)
    with_passkey_device(page)
    sign_in(page, someone, at="/account/login/?next=/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Let me sign in with it alone").uncheck()
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    out(page)
    sign_in(page, someone, at="/account/login/?next=/account/details/")
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/account/details/")


def test_a_passkey_that_is_refused_says_so_and_other_ways_stay(page):
    session = with_passkey_device(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()  # the device has none
    trouble = page.get_by_text("No passkey was used. Try again, or use your password.")
    trouble.wait_for()
    assert page.get_by_role("button", name="Use a passkey").get_attribute("aria-disabled") is None
    session.detach()


def test_an_authenticator_app(page):
    someone = people.person("Asha Rao", RoleName.ASSESSOR)
    sign_in(page, someone, at="/account/login/?next=/account/details/")
    page.get_by_role("link", name="Use an authenticator app").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    assert page.locator("main img").evaluate("image => image.complete && image.naturalWidth > 100")
    page.get_by_label("The six figures").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    expect(page).to_have_title(re.compile("^Error:"))
    secret = "".join(page.locator("main .code").all_inner_texts())
    page.get_by_label("The six figures").fill(code_of(secret))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have kept them, go on").click()
    page.wait_for_url(lambda url: url.endswith("/account/details/"))


def test_a_code_by_email_is_not_enough_for_staff(page):
    someone = people.person("Asha Rao", RoleName.ASSESSOR)
    secret = generate_totp_secret()
    TOTP.activate(someone.user, secret)
    page.goto("/account/login/?next=/account/details/")
    page.get_by_role("link", name="Send me a code instead").click()
    page.get_by_label("Email address").fill(someone.user.email)
    page.get_by_role("button", name="Send the code").click()
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE).group(1)
    page.get_by_label("Code from the email").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/2fa/authenticate/")
    page.goto("/account/details/")
    page.wait_for_url(lambda url: url.endswith("/account/2fa/authenticate/"))
    page.get_by_label("Code from your authenticator app").fill(code_of(secret))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/details/")


@pytest.mark.parametrize("way", ["link", "shift"])
def test_the_way_out_ends_the_session(page, settings, way):
    """The page goes at once; the session is ended by the beacon, with the form's token."""
    settings.EXIT_URL = "http://neutral.test/weather"
    page.route(
        "http://neutral.test/**",
        lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"),
    )
    sign_in(page, people.person("Maryam Ali", RoleName.TRAINEE), at="/account/login/?next=/account/details/")
    page.wait_for_url("**/account/details/")
    if way == "link":
        page.locator("a.exit").click()
    else:
        for _press in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("http://neutral.test/weather")
    for _moment in range(40):  # nobody waits for the beacon: the server may hear of it a moment later
        page.goto("/account/details/")
        if "/account/login/" in page.url:
            break
        page.wait_for_timeout(250)
    assert "/account/login/" in page.url
    page.go_back()
    assert "details" not in page.content().lower() or "/account/login/" in page.url
