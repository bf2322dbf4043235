"""Interim suspension, visibility, employer, leaving: who may, what follows, two at once."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, connections, transaction

from accounts.models import AuditEvent, Notice
from accounts.roles import RoleName
from casework import services as casework
from certificates import rendering
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from register import services
from register.models import Act, ActWords, Entry, RegisterEvent
from register.selectors import own
from register.services import events
from register.states import EventKind, StatusCode, Visibility
from tests.people import person
from tests.register.advocates import advocate, code_of, decide, number_of, registrar, suspend

pytestmark = pytest.mark.django_db

REASONS = {"risk": "a risk", "why_now": "because", "why_not_less": "needs the panel"}


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch):
    monkeypatch.setattr(rendering, "render", lambda paper: b"%PDF-")


def code(entry) -> StatusCode:
    return events.status_now(entry).code


def test_an_interim_suspension_holds_at_once_and_ends_after_ten_working_days():
    with clock.standing_at(dt.datetime(2026, 12, 18, 9, 0, tzinfo=dt.UTC)):  # a Friday before Christmas
        entry = advocate()
        services.suspend_interim(entry_id=entry.pk, by=registrar("Other").user, **REASONS)
        assert code(entry) == StatusCode.SUSPENDED
        status = events.status_now(entry)
        assert status.interim
        # Christmas Day, the day instead of Boxing Day, and New Year's Day do not count.
        assert status.until == dt.date(2027, 1, 6)
    for day, expected in (
        (dt.date(2027, 1, 6), StatusCode.SUSPENDED),
        (dt.date(2027, 1, 7), StatusCode.ACCREDITED),
    ):
        assert events.status_now(entry, clock.start_of_day(day) + dt.timedelta(hours=12)).code == expected


def test_the_three_reasons_are_kept_for_the_file_and_not_in_the_event():
    entry = suspend(advocate())
    act = Act.objects.get(entry=entry, kind="interim_suspension")
    assert ActWords.objects.get(act=act).data["risk"] == "Holds money for two clients"
    event = act.events.get()
    assert event.words.public_text == ""
    assert "money" not in str(RegisterEvent.objects.filter(pk=event.pk).values().get())
    assert Notice.objects.filter(user=entry.person.user, kind="register.status").exists()


@pytest.mark.parametrize("missing", REASONS)
def test_each_of_the_three_reasons_is_needed(missing):
    entry = advocate()
    with pytest.raises(Refused):
        services.suspend_interim(entry_id=entry.pk, by=registrar("Other").user, **{**REASONS, missing: "  "})
    assert code(entry) == StatusCode.ACCREDITED


@pytest.mark.parametrize("role", [None, *[role for role in RoleName if role != RoleName.REGISTRAR]])
def test_only_a_registrar_suspends_and_lifts(role):
    entry = advocate()
    by = person("", *([role] if role else []))
    with pytest.raises(NotAllowed):
        services.suspend_interim(entry_id=entry.pk, by=by.user, **REASONS)
    suspend(entry)
    with pytest.raises(NotAllowed):
        services.lift_interim(entry_id=entry.pk, by=by.user, reason="settled")


def test_nobody_acts_on_their_own_entry():
    entry = advocate()
    from accounts.services import grant_role

    grant_role(user=entry.person.user, name=RoleName.REGISTRAR, by_system="establish")
    by = type(entry.person.user).objects.get(pk=entry.person.user_id)
    with pytest.raises(NotAllowed, match="own entry"):
        services.suspend_interim(entry_id=entry.pk, by=by, **REASONS)


def test_a_second_click_is_the_first_ones_act_and_a_second_registrar_is_told():
    entry, one, other = advocate(), registrar("One"), registrar("Other")
    seen = entry.version
    first = services.suspend_interim(entry_id=entry.pk, by=one.user, **REASONS, seen_version=seen, key="k1")
    again = services.suspend_interim(entry_id=entry.pk, by=one.user, **REASONS, seen_version=seen, key="k1")
    assert first == again
    with pytest.raises(Refused, match="has changed since"):
        services.suspend_interim(entry_id=entry.pk, by=other.user, **REASONS, seen_version=seen, key="k2")
    assert RegisterEvent.objects.filter(entry=entry, kind=EventKind.INTERIM_SUSPENDED).count() == 1


@pytest.mark.parametrize("kind", [EventKind.SUSPENDED, EventKind.REMOVED, EventKind.VOLUNTARILY_REMOVED])
def test_there_must_be_something_to_suspend(kind):
    entry = advocate()
    decide(entry, kind)
    with pytest.raises(Refused, match="nothing to suspend"):
        services.suspend_interim(entry_id=entry.pk, by=registrar("Other").user, **REASONS)


def test_only_an_interim_suspension_can_be_lifted_alone():
    entry = advocate()
    decide(entry, EventKind.SUSPENDED)
    with pytest.raises(Refused):
        services.lift_interim(entry_id=entry.pk, by=registrar("Other").user, reason="settled")


def test_protection_holds_at_once_and_ends_only_by_the_advocates_own_act():
    entry = advocate("Amina Karim", employer="Northgate Advocacy")
    by = registrar("Other")
    with pytest.raises(Refused, match="who asked"):
        services.change_visibility(entry_id=entry.pk, by=by.user, to=Visibility.PROTECTED)
    # A safety request is never turned away because a page was old.
    services.change_visibility(
        entry_id=entry.pk, by=by.user, to=Visibility.PROTECTED, reason="She rang", seen_version=0
    )
    entry.refresh_from_db()
    assert (entry.visibility, entry.show_employer) == (Visibility.PROTECTED, False)
    assert entry.visibility_review_on == clock.today() + dt.timedelta(days=365)
    with pytest.raises(NotAllowed, match="Only the advocate"):
        services.change_visibility(
            entry_id=entry.pk, by=by.user, to=Visibility.PUBLIC, reason="It seems safe"
        )
    with clock.standing_at(clock.now() + dt.timedelta(days=800)):
        entry.refresh_from_db()
        assert entry.visibility == Visibility.PROTECTED
    services.change_visibility(entry_id=entry.pk, by=entry.person.user, to=Visibility.PUBLIC)
    entry.refresh_from_db()
    assert (entry.visibility, entry.show_employer, entry.hidden_since) == (Visibility.PUBLIC, False, None)


@pytest.mark.parametrize("role", [RoleName.ADMINISTRATOR, RoleName.PROGRAMME_MANAGER, RoleName.ADVOCATE])
def test_nobody_else_changes_who_finds_an_entry(role):
    entry = advocate()
    for to in (Visibility.PROTECTED, Visibility.VERIFY_ONLY):
        with pytest.raises(NotAllowed):
            services.change_visibility(entry_id=entry.pk, by=person("", role).user, to=to, reason="x")


def test_the_reason_of_a_safety_request_is_in_no_audit_row():
    entry = advocate()
    services.change_visibility(
        entry_id=entry.pk, by=registrar("Other").user, to=Visibility.PROTECTED, reason="a marker sentence"
    )
    event = AuditEvent.objects.get(action="register.visibility")
    assert not hasattr(event, "detail") or "marker" not in str(event.detail.reason) + str(event.detail.data)


def test_the_employer_is_the_advocates_to_show_and_never_while_hidden():
    entry = advocate(employer="Northgate Advocacy", visibility=Visibility.VERIFY_ONLY)
    with pytest.raises(Refused):
        services.show_employer(entry_id=entry.pk, by=entry.person.user, show=True)
    other = advocate("Ben Ali", by=registrar("R2"), employer="Southgate Advocacy")
    with pytest.raises(NotAllowed):
        services.show_employer(entry_id=other.pk, by=registrar("R3").user, show=False)


def test_leaving_is_ones_own_act_and_not_possible_while_something_is_open():
    entry = advocate()
    by = registrar("Other")
    with pytest.raises(NotAllowed):
        services.leave(entry_id=entry.pk, by=by.user, concern_open=False)
    hold = casework.place_hold(
        subject_kind=own.SUBJECT_KIND, subject_id=entry.public_id, kind="hold", reason="x", by=by.user
    )
    assert own.something_is_open(entry)
    with pytest.raises(Refused, match="not possible at the moment"):
        services.leave(entry_id=entry.pk, by=entry.person.user, concern_open=own.something_is_open(entry))
    casework.lift_hold(hold_id=hold.pk, reason="settled", by=by.user)
    services.leave(entry_id=entry.pk, by=entry.person.user, concern_open=own.something_is_open(entry))
    assert code(entry) == StatusCode.VOLUNTARILY_REMOVED


@pytest.mark.parametrize("kind", [EventKind.SUSPENDED, EventKind.CONDITIONS_IMPOSED, EventKind.REMOVED])
def test_nobody_leaves_out_of_a_restriction(kind):
    entry = advocate()
    decide(entry, kind)
    with pytest.raises(Refused):
        services.leave(entry_id=entry.pk, by=entry.person.user, concern_open=False)


def test_new_papers_for_safety_once_a_click():
    entry = advocate(visibility=Visibility.PROTECTED)
    number, old = number_of(entry), code_of(entry)
    prepared = services.prepare_new_papers(entry=entry)
    for _click in range(2):
        services.new_number_for_safety(entry_id=entry.pk, by=entry.person.user, prepared=prepared, key="once")
    assert entry.numbers.count() == 2
    assert (number_of(entry), code_of(entry)) != (number, old)
    public = advocate("Ben Ali", by=registrar("R2"))
    with pytest.raises(Refused, match="not public"):
        services.new_number_for_safety(
            entry_id=public.pk, by=public.person.user, prepared=services.prepare_new_papers(entry=public)
        )


@pytest.mark.parametrize("kind", list(EventKind))
def test_only_what_follows_can_be_decided(kind):
    entry = advocate()
    by = person("", RoleName.PANEL_MEMBER)
    possible = {
        EventKind.CONDITIONS_IMPOSED,
        EventKind.SUSPENDED,
        EventKind.REMOVED,
        EventKind.RENEWAL_ASKED,
        EventKind.RENEWED,
        EventKind.RENEWAL_CLOSED,
    }
    facts = {"review_on": clock.today(), "public_text": "Works with a colleague."}
    if kind in possible:
        services.record_decision(entry_id=entry.pk, by=by.user, kind=kind, case_ref="case", **facts)
        assert RegisterEvent.objects.filter(entry=entry, kind=kind).exists()
    else:
        with pytest.raises(Refused):
            services.record_decision(entry_id=entry.pk, by=by.user, kind=kind, case_ref="case", **facts)
    with pytest.raises(NotAllowed):
        services.record_decision(
            entry_id=entry.pk, by=person("", RoleName.ASSESSOR).user, kind=kind, case_ref="case", **facts
        )


def test_conditions_need_the_publics_words_and_a_review():
    entry, by = advocate(), person("", RoleName.PANEL_MEMBER)
    for facts in ({"public_text": "x"}, {"review_on": clock.today()}):
        with pytest.raises(Refused):
            services.record_decision(
                entry_id=entry.pk, by=by.user, kind=EventKind.CONDITIONS_IMPOSED, case_ref="case", **facts
            )


@pytest.mark.django_db(transaction=True)
def test_two_registrars_at_once_make_one_suspension():
    entry, people = advocate(), [registrar("One"), registrar("Other")]
    seen, barrier, answers = entry.version, threading.Barrier(2), []

    def act(someone):
        try:
            barrier.wait()
            services.suspend_interim(entry_id=entry.pk, by=someone.user, **REASONS, seen_version=seen)
            answers.append("made")
        except Refused:
            answers.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=(someone,)) for someone in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["made", "told"]
    assert RegisterEvent.objects.filter(entry=entry, kind=EventKind.INTERIM_SUSPENDED).count() == 1


def test_the_database_refuses_a_hidden_entry_that_shows_its_employer():
    from django.db import IntegrityError

    entry = advocate(visibility=Visibility.PROTECTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(show_employer=True)
    assert connection.is_usable()
