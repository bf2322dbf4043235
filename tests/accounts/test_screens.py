"""Every screen of accounts: axe, the strict parser, no sideways scroll, and no JavaScript needed."""

from __future__ import annotations

import html5lib
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Notice, User
from accounts.roles import RoleName
from accounts.services import ask_for_role
from tests import people
from tests.accounts.passkeys import passkey
from tests.audit.looking import DESK, PHONE, axe, sideways
from tests.pages.catalogue import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUT = [
    "/account/login/",
    "/account/login/code/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-none/",
    "/account/password/reset/key/done/",
    "/account/confirm-email/",
    "/account/confirm-email/none/",
    "/account/signup/",
    "/account/inactive/",
    "/account/reading/",
]
IN = [
    "/account/",
    "/account/details/",
    "/account/reading/",
    "/account/welcome/",
    "/account/kept/",
    "/account/second-step/",
    "/account/email/",
    "/account/password/change/",
    "/account/reauthenticate/",
    "/account/sessions/",
    "/account/logout/",
    "/account/2fa/",
    "/account/2fa/reauthenticate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/reauthenticate/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/",
    "/account/2fa/totp/deactivate/",
    "/account/people/",
    "/account/people/new/",
    "/account/people/log/",
    "/home/messages/",
]


#: Axe looks at these among all pages (tests/audit/test_pages.py); signed in, what stands here is Ada's.
SEEN = {page.start for page in PAGES if not page.who and not page.links}


@pytest.fixture
def ada():
    """An administrator with a passkey, an app, messages, and a request that waits."""
    ada = people.person("Ada Obi", RoleName.ADMINISTRATOR)
    beth = people.person("Beth Lloyd", RoleName.EDITOR)
    passkey(ada.user)
    TOTP.activate(ada.user, generate_totp_secret())
    RecoveryCodes.activate(ada.user)
    Notice.objects.create(user=ada.user, kind="x", title="Something new", body="Words")
    Notice.objects.create(user=ada.user, kind="x", title="Read", body="Words", opened_at=ada.created_at)
    ask_for_role(user=beth.user, name=RoleName.ASSESSOR, by=ada.user, reason="Qualified")
    return ada


def more_of(ada):
    beth = User.objects.get(known_as="Beth")
    return [
        reverse("accounts:person_roles", args=[beth.public_id]),
        *[reverse("accounts:notice", args=[notice.public_id]) for notice in ada.user.notices.all()],
    ]


def just_confirmed(browser):
    """Signed in and asked "Is it you?" a moment ago, so that the pages behind it open."""
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY

    session = browser.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [*records, {**records[-1], "reauthenticated": True}]
    session.save()
    return browser


def troubles_of(page):
    """What is wrong with the open page on a light phone and on a dark desk."""
    troubles = []
    for size, colours in [(PHONE, "light"), (DESK, "dark")]:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=colours)
        troubles += [f"{colours}, {size['width']}: {words}" for words in [*axe(page), *sideways(page)]]
    page_text = page.content()
    return troubles + [part for part in ("style=", "onclick=") if part in page_text]


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "signed in"])
def test_axe_finds_nothing(chromium, live_server, ada, signed_in):
    context = chromium.new_context(base_url=live_server.url)
    addresses = OUT
    if signed_in:
        browser = just_confirmed(people.client(ada))
        context.add_cookies(
            [{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live_server.url}]
        )
        addresses = IN + more_of(ada)
    page = context.new_page()
    found = {}
    for address in addresses:
        if address in SEEN:
            continue
        answer = page.goto(address)
        assert (answer.status, page.url.removeprefix(live_server.url)) == (200, address)
        if troubles := troubles_of(page):
            found[address] = troubles
    if not signed_in:
        page.goto("/account/login/")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator(".error-summary")).to_be_focused()
        if troubles := troubles_of(page):
            found["/account/login/ with errors"] = troubles
    context.close()
    assert found == {}


def test_the_strict_parser_finds_nothing(ada):
    parser = html5lib.HTMLParser(strict=True)
    browser = just_confirmed(people.client(ada))
    for client, addresses in [(Client(), OUT), (browser, IN + more_of(ada))]:
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            parser.parse(answer.content.decode())
            assert len(answer.content) < 120_000, address


def test_the_whole_way_by_keyboard_alone(page, ada):
    maryam = people.person("Maryam Ali", RoleName.TRAINEE)
    page.goto("/account/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Exit this page"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    for _press in range(2):
        page.keyboard.press("Tab")  # the passkey's button, then the first field
    assert page.evaluate("document.activeElement.name") == "login"
    page.keyboard.type(maryam.user.email)
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_url("**/home/")
    page.goto("/account/reading/")
    page.locator("#id_theme_0").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("Saved. Pages look like this from now on.").wait_for()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_everything_works_without_javascript(chromium, live_server):
    maryam = people.person("Maryam Ali", RoleName.TRAINEE)
    User.objects.filter(pk=maryam.user.pk).update(welcomed_at=None)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/account/login/?next=/account/details/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_label("Email address").fill(maryam.user.email)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("The name you go by").fill("Mari")
    page.get_by_label("Wales").check()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda url: url.endswith("/account/details/"))
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Use an authenticator app").first.click()
    expect(page.get_by_label("The six figures")).to_be_visible()
    page.goto("/account/")
    page.get_by_role("link", name="Exit this page").last.click(no_wait_after=True)
    page.wait_for_timeout(1500)  # the plain page is not reachable from here; the session has ended by now
    page.goto("/account/")
    page.wait_for_url(lambda url: "/account/login/" in url)
    context.close()
