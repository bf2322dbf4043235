"""A form that is sent after the session ended: carried on for its owner, for nobody else."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts import held
from accounts.models import FormOwner
from accounts.roles import RoleName
from foundation import clock, sealed
from tests import people
from tests.accounts import urls_of_tests
from tests.accounts.browser import fill_in, sign_in, with_passkey_device

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls_of_tests")]
WORDS = "I met the person on a Tuesday.\nWe spoke about ŵ, “quotes” & <b>tags</b>."


@pytest.fixture(autouse=True)
def _nothing_saved():
    urls_of_tests.SAVED.clear()


class Writer:
    """Somebody with a form open, in a client that checks form tokens as a browser does."""

    def __init__(self, someone):
        self.someone = someone
        self.client = Client(enforce_csrf_checks=True)
        self.sign_in()
        self.token = self.token_in(self.client.get("/try/write/"))

    def token_in(self, answer):
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode()).group(1)

    def sign_in(self, someone=None, **more):
        someone = someone or self.someone
        answer = self.client.get("/account/login/")
        return self.client.post(
            "/account/login/",
            {
                "login": someone.user.email,
                "password": "correct horse battery",
                "csrfmiddlewaretoken": self.token_in(answer),
                **more,
            },
        )

    def end_session(self):
        Session.objects.all().delete()

    def send(self, **more):
        return self.client.post(
            "/try/write/",
            {
                "account": WORDS,
                "covers": ["1.1", "1.2"],
                "act": "save",
                "password": "hunter2",
                "csrfmiddlewaretoken": self.token,
                **more,
            },
            headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document"},
        )


def held_in(answer):
    found = re.search(r'name="held" value="([^"]+)"', answer.content.decode())
    return found.group(1) if found else ""


@pytest.fixture
def writer():
    return Writer(people.person("Maryam Ali", RoleName.TRAINEE))


def test_the_sign_in_page_carries_it_and_its_owner_saves_it(writer):
    writer.end_session()
    answer = writer.send(file=SimpleUploadedFile("notes.pdf", b"%PDF-1.7"))
    page_text = answer.content.decode()
    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"
    assert "What you wrote is not lost" in page_text
    assert "notes.pdf" in page_text
    assert "Tuesday" not in page_text  # sealed: not for the next person at this device
    assert "hunter2" not in page_text
    answer = writer.sign_in(held=held_in(answer))
    assert answer.headers["Location"] == reverse("accounts:resume")
    answer = writer.client.get(reverse("accounts:resume"))
    assert "notes.pdf" in answer.content.decode()
    form = answer.context["late"]
    assert form.fields == [("account", WORDS), ("covers", "1.1"), ("covers", "1.2"), ("act", "save")]
    writer.token = writer.token_in(answer)
    assert writer.send().content.startswith(b"<!doctype html><title>Saved")
    ((user, saved),) = urls_of_tests.SAVED
    assert user == writer.someone.user.pk
    assert saved["account"] == [WORDS]
    assert held.SESSION_KEY not in writer.client.session


def test_a_wrong_password_in_between_loses_nothing(writer):
    writer.end_session()
    blob = held_in(writer.send())
    assert writer.sign_in(held=blob, password="wrong").status_code == 200
    assert writer.sign_in().headers["Location"] == reverse("accounts:resume")


def test_somebody_else_never_gets_it(writer):
    writer.end_session()
    blob = held_in(writer.send())
    beth = people.person("Beth Lloyd", RoleName.TRAINEE)
    writer.sign_in(beth, held=blob)
    answer = writer.client.get(reverse("accounts:resume"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/home/")
    assert held.SESSION_KEY not in writer.client.session
    assert urls_of_tests.SAVED == []


def test_after_somebody_else_signed_in_the_open_form_saves_nothing_for_them(writer):
    """Another tab: Maryam signed out, Beth signed in; then Maryam's old form is sent."""
    writer.end_session()
    writer.sign_in(people.person("Beth Lloyd", RoleName.TRAINEE))
    answer = writer.send()
    assert answer.status_code == 403
    assert "Tuesday" not in answer.content.decode()
    assert urls_of_tests.SAVED == []


def test_after_signing_in_again_in_another_tab_one_click_saves_it(writer):
    writer.end_session()
    writer.sign_in()
    answer = writer.send()
    assert answer.status_code == 403
    assert "Save what I wrote" in answer.content.decode()
    writer.token = writer.token_in(answer)
    assert writer.send().status_code == 200
    assert urls_of_tests.SAVED[0][1]["account"] == [WORDS]


def test_idle_sessions_are_carried_on_too(writer):
    session = writer.client.session
    session["last_seen"] = (clock.now() - dt.timedelta(hours=13)).timestamp()
    session.save()
    assert held_in(writer.send())
    assert urls_of_tests.SAVED == []


def test_where_nobody_knows_whose_it_was_it_is_shown_to_be_copied(writer):
    writer.end_session()
    FormOwner.objects.all().delete()
    answer = writer.send()
    assert answer.status_code == 403
    assert not held_in(answer)
    assert "I met the person on a Tuesday." in answer.content.decode()
    assert "&lt;b&gt;tags" in answer.content.decode()
    assert "hunter2" not in answer.content.decode()


def test_an_owner_is_known_for_seven_days(writer):
    writer.end_session()
    FormOwner.objects.update(at=clock.now() - dt.timedelta(days=7, minutes=1))
    assert not held_in(writer.send())
    writer.sign_in()
    assert FormOwner.objects.count() == 1  # signing in tidied the old one away


def test_what_is_too_long_is_not_carried(writer):
    writer.end_session()
    answer = writer.send(account="word " * 110_000)
    assert not held_in(answer)
    assert "Copy your words now" in answer.content.decode()


def test_another_site_is_never_carried_on(writer):
    """A form of another site meets the form token, and nothing of it is shown or kept."""
    answer = writer.client.post(
        "/try/write/", {"account": "Planted words of theirs"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert "Planted" not in answer.content.decode()
    writer.end_session()
    answer = writer.client.post(
        "/try/write/", {"account": "Planted words of theirs"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert "Planted" not in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "dev1.AAAA.BBBB",
        sealed.seal("{}", place="elsewhere"),
    ],
    ids=["nonsense", "altered", "moved"],
)
def test_what_the_site_did_not_seal_is_nothing(writer, text):
    assert held.unseal(text) is None
    writer.end_session()
    writer.sign_in(held=text)
    assert held.SESSION_KEY not in writer.client.session


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil"]
)
def test_it_goes_to_no_other_site(address):
    form = held.HeldForm(path=address, fields=[("a", "b")], owner="x", at=clock.now().timestamp())
    assert held.unseal(form.seal()) is None


def test_it_is_good_for_twelve_hours():
    young = held.HeldForm(path="/a/", fields=[], owner="x", at=clock.now().timestamp() - 11 * 3600)
    old = held.HeldForm(path="/a/", fields=[], owner="x", at=clock.now().timestamp() - 13 * 3600)
    assert held.unseal(young.seal()) == young
    assert held.unseal(old.seal()) is None


def test_leaving_it_throws_it_away(writer):
    writer.end_session()
    writer.sign_in(held=held_in(writer.send()))
    answer = writer.client.get(reverse("accounts:resume"))
    answer = writer.client.post(reverse("accounts:resume"), {"csrfmiddlewaretoken": writer.token_in(answer)})
    assert answer.headers["Location"] == "/home/"
    assert held.SESSION_KEY not in writer.client.session


def test_staff_go_on_after_their_second_step(writer):
    someone = people.person("Asha Rao", RoleName.TRAINEE)
    writer = Writer(someone)
    someone.user.roles.create(name=RoleName.ASSESSOR)
    answer = writer.send()
    assert answer.headers["Location"] == "/account/second-step/?next=%2Faccount%2Fcarry-on%2F"
    assert held.in_session(writer.client.session).fields[0] == ("account", WORDS)
    assert urls_of_tests.SAVED == []


def test_a_form_of_the_sign_in_pages_is_never_shown_again(writer):
    stale = writer.token_in(Client().get("/account/login/"))
    answer = writer.client.post(
        "/account/login/",
        {"login": "maryam and more", "password": "hunter two", "csrfmiddlewaretoken": stale},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 403
    assert "hunter two" not in answer.content.decode()
    assert "maryam and more" not in answer.content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("javascript", [True, False])
def test_writing_when_the_session_ends(chromium, live_server, javascript, tmp_path):
    someone = people.person("Maryam Ali", RoleName.TRAINEE)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=javascript)
    page = context.new_page()
    sign_in(page, someone, at="/account/login/?next=/try/write/")
    page.get_by_label("Account").fill(WORDS)
    page.get_by_label("Tick").check()
    paper = tmp_path / "notes.pdf"
    paper.write_bytes(b"%PDF-1.7")
    page.get_by_label("File").set_input_files(str(paper))
    Session.objects.all().delete()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="What you wrote is not lost")).to_be_visible()
    expect(page.get_by_text("notes.pdf")).to_be_visible()
    fill_in(page, someone)
    page.get_by_text("Read it first").click()
    expect(page.get_by_label("Your words, part 1")).to_have_value(re.compile("^I met the person"))
    page.get_by_role("button", name="Save what I wrote").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    ((user, saved),) = urls_of_tests.SAVED
    assert user == someone.user.pk
    assert saved["account"][0].replace("\r\n", "\n") == WORDS
    assert saved["covers"] == ["1.1"]
    assert saved["act"] == ["save"]
    context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_carries_it_on_as_well(page):
    someone = people.person("Maryam Ali", RoleName.TRAINEE)
    with_passkey_device(page)
    sign_in(page, someone, at="/account/login/?next=/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/try/write/")
    page.get_by_label("Account").fill(WORDS)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Save what I wrote").click()
    assert len(urls_of_tests.SAVED) == 1
