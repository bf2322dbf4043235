"""The registrar's screens, and the advocate's own."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from accounts.roles import RoleName
from certificates import rendering
from foundation import clock
from register import permissions, services
from register.models import Entry, RegisterEvent
from register.selectors import staff
from register.services import events, search_index
from register.states import EventKind, StatusCode, Visibility
from tests.people import client, person
from tests.register.advocates import advocate, code_of, decide, number_of, registrar, suspend

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch):
    monkeypatch.setattr(rendering, "render", lambda paper: b"%PDF-")


@pytest.fixture
def keeper():
    return registrar("Hannah Osei")


def page(entry, ending="") -> str:
    return f"/entries/{entry.public_id}/{ending}"


def filled(entry, **more):
    return {
        "version": entry.version,
        "key": "a-key",
        "risk": "a risk",
        "why_now": "now",
        "why_not_less": "less",
        **more,
    }


def test_the_list_finds_names_earlier_names_and_numbers_without_accents(keeper):
    entry = advocate("Łucja Żak-Wiśniewska", by=keeper)
    hidden = advocate("Amina Karim", by=keeper, visibility=Visibility.PROTECTED)
    entry.person.previous_names.create(name="Łucja Zielińska", until=clock.today())
    search_index.index(entry)
    browser = client(keeper)
    for query in ("wisniewska", "ŻAK", "zielinska", number_of(entry), "lucja zak"):
        text = browser.get("/entries/", {"q": query}).content.decode()
        assert "Łucja Żak-Wiśniewska" in text, query
        assert "Amina Karim" not in text
    assert (
        "Only by name, number and code together" in browser.get("/entries/", {"q": "amina"}).content.decode()
    )
    assert hidden.public_id in browser.get("/entries/").content.decode()
    assert "Nobody is found for that" in browser.get("/entries/", {"q": "Smyth"}).content.decode()
    assert "Nobody is found for that" in browser.get("/entries/", {"q": "!!"}).content.decode()


def test_the_list_asks_as_much_for_ten_as_for_one(keeper):
    browser = client(keeper)
    counts = []
    for amount in (1, 9):
        for number in range(amount):
            advocate(f"Person {'abcdefghij'[number]} {amount}", by=keeper)
        browser.get("/entries/")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/entries/").status_code == 200
        counts.append(len(captured))
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/entries/reviews/").status_code == 200
        counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 15, counts


def test_the_list_and_the_question_agree(keeper):
    shown = [
        advocate("A Karim", by=keeper),
        advocate("B Karim", by=keeper, visibility=Visibility.VERIFY_ONLY),
    ]
    for user in [
        keeper.user,
        shown[0].person.user,
        person("", RoleName.ADMINISTRATOR).user,
        person("", RoleName.ASSESSOR).user,
        None,
    ]:
        listed = set(permissions.readable_in_house(user))
        assert listed == {entry for entry in shown if permissions.can_read_in_house(user, entry)}


def test_a_hidden_entry_asks_why_and_writes_it_down(keeper):
    entry = advocate(by=keeper, visibility=Visibility.PROTECTED)
    browser = client(keeper)
    assert browser.get(page(entry)).headers["Location"].endswith("/why/")
    empty = browser.post(page(entry, "why/"), {"reason": " "})
    assert "Say why you open this entry." in empty.content.decode()
    assert not AuditEvent.objects.filter(action="entry.read_hidden").exists()
    browser.post(page(entry, "why/"), {"reason": "She rang about her certificate"})
    row = AuditEvent.objects.get(action="entry.read_hidden")
    assert (row.by, row.subject_id, row.detail.reason) == (
        keeper.user,
        entry.public_id,
        "She rang about her certificate",
    )
    assert browser.get(page(entry)).status_code == 200
    with clock.standing_at(clock.now() + dt.timedelta(minutes=16)):
        assert browser.get(page(entry)).status_code == 302
    assert client(registrar("Other")).get(page(entry)).status_code == 302


def test_the_story_is_newest_first_and_knows_no_concern(keeper):
    entry = advocate("Daniel Okoro", since=clock.now() - dt.timedelta(days=40))
    decide(
        entry, EventKind.CONDITIONS_IMPOSED, review_on=clock.today(), public_text="Works with a colleague."
    )
    story = staff.dossier(entry).story
    assert [told.title for told in story] == ["Conditions imposed", "Accredited"]
    assert "Works with a colleague." in story[0].text
    assert story[1].links[0]["label"] == "Certificate"
    assert story[1].by == "Hannah Osei"


def test_suspending_goes_over_a_check_page(keeper):
    entry = advocate("Daniel Okoro", by=keeper)
    browser = client(keeper)
    text = browser.get(page(entry)).content.decode()
    assert "Daniel Okoro may not practise as an advocate at the moment." in text
    missing = browser.post(page(entry, "suspend/"), filled(entry, why_now=""))
    assert "Say why it cannot wait." in missing.content.decode()
    assert "a risk" in missing.content.decode()
    check = browser.post(page(entry, "suspend/"), filled(entry)).content.decode()
    assert "Check before you record" in check
    assert 'name="risk" value="a risk"' in check
    assert events.status_now(entry).code == StatusCode.ACCREDITED
    changed = browser.post(page(entry, "suspend/"), filled(entry, change="yes")).content.decode()
    assert "a risk" in changed
    assert events.status_now(entry).code == StatusCode.ACCREDITED
    done = browser.post(page(entry, "suspend/"), filled(entry, record="yes"), follow=True)
    assert "Recorded. The next check says so." in done.content.decode()
    assert events.status_now(entry).code == StatusCode.SUSPENDED
    assert "may not practise" in Client().get("/check/", {"q": number_of(entry)}).content.decode()
    again = browser.post(page(entry, "suspend/"), filled(entry, record="yes"), follow=True)
    assert again.status_code == 200
    assert RegisterEvent.objects.filter(entry=entry, kind=EventKind.INTERIM_SUSPENDED).count() == 1


def test_an_old_page_is_told_what_changed_and_keeps_the_text(keeper):
    entry = advocate("Daniel Okoro", by=keeper)
    browser = client(keeper)
    services.show_employer(entry_id=entry.pk, by=entry.person.user, show=True)
    response = browser.post(page(entry, "suspend/"), filled(entry, record="yes"))
    text = response.content.decode()
    assert "This entry has changed since you opened it." in text
    assert "a risk" in text
    assert events.status_now(entry).code == StatusCode.ACCREDITED


def with_totp(someone):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(someone.user, secret)
    return lambda: format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def age_the_factor(browser, seconds):
    session = browser.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    for record in records:
        record["at"] -= seconds
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session.save()


def test_recording_needs_a_fresh_second_factor_and_then_goes_on_by_itself(keeper):
    entry = advocate("Daniel Okoro", by=keeper)
    code_now = with_totp(keeper)
    browser = client(keeper)
    age_the_factor(browser, 301)
    asked = browser.post(page(entry, "suspend/"), filled(entry, record="yes"))
    assert asked.status_code == 302
    assert "/account/2fa/reauthenticate/" in asked["Location"]
    assert events.status_now(entry).code == StatusCode.ACCREDITED
    wrong = browser.post(asked["Location"], {"code": "000000", "next": page(entry, "suspend/")})
    assert events.status_now(entry).code == StatusCode.ACCREDITED
    assert wrong.status_code == 200
    done = browser.post(asked["Location"], {"code": code_now(), "next": page(entry, "suspend/")}, follow=True)
    assert done.status_code == 200
    assert events.status_now(entry).code == StatusCode.SUSPENDED


def test_a_passkey_holder_is_asked_for_the_passkey(keeper):
    entry = advocate("Daniel Okoro", by=keeper)
    Authenticator.objects.create(
        user=keeper.user, type=Authenticator.Type.WEBAUTHN, data={"name": "key", "credential": {}}
    )
    browser = client(keeper)
    age_the_factor(browser, 301)
    asked = browser.post(page(entry, "suspend/"), filled(entry, record="yes"))
    assert "webauthn/reauthenticate" in asked["Location"]


def test_a_fresh_password_alone_is_not_enough(keeper):
    entry = advocate("Daniel Okoro", by=keeper)
    with_totp(keeper)
    browser = client(keeper)
    age_the_factor(browser, 301)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        *session[AUTHENTICATION_METHODS_SESSION_KEY],
        {"method": "password", "at": clock.now().timestamp(), "reauthenticated": True},
    ]
    session.save()
    assert browser.post(page(entry, "suspend/"), filled(entry, record="yes")).status_code == 302
    assert events.status_now(entry).code == StatusCode.ACCREDITED


def test_lifting_goes_the_same_way(keeper):
    entry = suspend(advocate("Daniel Okoro", by=keeper))
    browser = client(keeper)
    data = {"version": entry.version, "key": "k", "reason": "The inquiry found nothing"}
    assert (
        "Say why it is lifted." in browser.post(page(entry, "lift/"), {**data, "reason": ""}).content.decode()
    )
    assert "Check before you record" in browser.post(page(entry, "lift/"), data).content.decode()
    assert events.status_now(entry).code == StatusCode.SUSPENDED
    browser.post(page(entry, "lift/"), {**data, "record": "yes"})
    assert events.status_now(entry).code == StatusCode.ACCREDITED


def test_a_registrar_does_not_act_on_their_own_entry(keeper):
    from accounts.services import grant_role

    entry = advocate("Daniel Okoro", by=keeper)
    grant_role(user=entry.person.user, name=RoleName.REGISTRAR, by_system="establish")
    browser = client(Entry.objects.get(pk=entry.pk).person)
    assert "Another registrar acts on it." in browser.get(page(entry)).content.decode()
    browser.raise_request_exception = False
    assert browser.post(page(entry, "suspend/"), filled(entry, record="yes")).status_code == 403
    assert events.status_now(entry).code == StatusCode.ACCREDITED


def test_a_safety_request_hides_at_once_and_offers_no_less(keeper):
    entry = advocate("Daniel Okoro", by=keeper, visibility=Visibility.VERIFY_ONLY)
    browser = client(keeper)
    browser.post(page(entry, "why/"), {"reason": "He rang"})
    form = browser.get(page(entry, "safety/")).content.decode()
    assert 'value="public"' not in form
    browser.post(page(entry, "safety/"), {"version": 0, "key": "k", "to": "protected", "reason": "He rang"})
    entry.refresh_from_db()
    assert entry.visibility == Visibility.PROTECTED
    assert browser.get(page(entry)).status_code == 200


def test_what_is_due(keeper):
    soon = suspend(advocate("Daniel Okoro", by=keeper))
    ending = advocate("Amina Karim", since=clock.now() - dt.timedelta(days=730 - 30))
    hidden = advocate("Ben Ali", by=keeper, visibility=Visibility.PROTECTED)
    Entry.objects.filter(pk=hidden.pk).update(visibility_review_on=clock.today() + dt.timedelta(days=7))
    advocate("Nothing Due", by=keeper)
    due = staff.reviews(keeper.user)
    assert [line.entry for line in due.restrictions] == [soon]
    assert [line.entry for line in due.renewals] == [ending]
    assert [line.entry for line in due.visibilities] == [hidden]
    text = client(keeper).get("/entries/reviews/").content.decode()
    assert "Nothing Due" not in text
    assert "Daniel Okoro" in text
    assert "Overdue" not in text
    Entry.objects.filter(pk=hidden.pk).update(visibility_review_on=clock.today() - dt.timedelta(days=1))
    assert "Overdue: to be looked at again by" in client(keeper).get("/entries/reviews/").content.decode()


def test_my_entry_shows_what_the_public_reads_and_my_certificate(keeper):
    entry = advocate("Amina Karim", by=keeper, employer="Northgate Advocacy")
    text = client(entry.person).get("/my-entry/").content.decode()
    assert "Amina Karim is an accredited advocate. No restrictions." in text
    assert f"/certificates/{code_of(entry)}/" in text
    assert client(person("Somebody", RoleName.TRAINEE)).get("/my-entry/").status_code == 404


def test_more_protection_in_one_step_less_only_with_a_tick(keeper):
    entry = advocate("Amina Karim", by=keeper)
    browser = client(entry.person)

    def choose(to, **more):
        entry.refresh_from_db()
        return browser.post(
            "/my-entry/visibility/",
            {"version": entry.version, "key": f"k{entry.version}", "to": to, **more},
            follow=True,
        )

    assert "It holds from now on" in choose("protected").content.decode()
    refused = choose("public")
    assert "Tick this to be found by more people" in refused.content.decode()
    entry.refresh_from_db()
    assert entry.visibility == Visibility.PROTECTED
    choose("public", sure="on")
    entry.refresh_from_db()
    assert entry.visibility == Visibility.PUBLIC


def test_an_advocate_turns_the_employer_on_and_off_and_gets_a_new_number_when_hidden(keeper):
    entry = advocate("Amina Karim", by=keeper)
    browser = client(entry.person)
    browser.post("/my-entry/employer/", {"show": "yes"})
    assert Entry.objects.get(pk=entry.pk).show_employer
    browser.post("/my-entry/employer/", {"show": "no"})
    assert not Entry.objects.get(pk=entry.pk).show_employer
    number = number_of(entry)
    assert "not public" in browser.post("/my-entry/new-number/", {"key": "x"}, follow=True).content.decode()
    services.change_visibility(entry_id=entry.pk, by=entry.person.user, to=Visibility.VERIFY_ONLY)
    browser.post("/my-entry/new-number/", {"key": "y"})
    browser.post("/my-entry/new-number/", {"key": "y"})
    assert number_of(entry) != number
    assert entry.numbers.count() == 2


def test_leaving_asks_for_a_tick(keeper):
    entry = advocate("Amina Karim", by=keeper)
    browser = client(entry.person)
    assert (
        "Tick this to leave"
        in browser.post("/my-entry/leave/", {"version": entry.version, "key": "k"}).content.decode()
    )
    browser.post("/my-entry/leave/", {"version": entry.version, "key": "k", "sure": "on"})
    assert events.status_now(entry).code == StatusCode.VOLUNTARILY_REMOVED
    suspended = suspend(advocate("Ben Ali", by=keeper))
    text = (
        client(suspended.person)
        .post("/my-entry/leave/", {"version": suspended.version, "key": "k2", "sure": "on"})
        .content.decode()
    )
    assert "This is not possible at the moment." in text
