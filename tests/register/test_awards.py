import datetime as dt
from unittest import mock

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role
from accounts.roles import RoleName
from certificates import rendering
from certificates.models import Certificate, CertificateDocument
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from register import services
from register.models import Act, Entry, EntryNumber, Posting, RegisterEvent, RegisterEventWords
from register.models.events import leaf_of
from register.services import events, search_index
from register.states import EventKind, StatusCode
from tests.people import person
from tests.register.advocates import QUALIFICATION, advocate, decide, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch):
    monkeypatch.setattr(rendering, "render", lambda paper: b"%PDF-")


def prepared_for(someone):
    return services.prepare_award(person=someone, qualification=QUALIFICATION, decided_on=clock.today())


def test_an_award_makes_entry_number_event_certificate_and_role():
    someone, by = person("Amina Karim"), registrar()
    entry = services.award(person=someone, prepared=prepared_for(someone), case_ref="abc", by=by.user)
    status = events.status_now(entry)
    assert status.code == StatusCode.ACCREDITED
    assert status.valid_until == clock.today().replace(year=clock.today().year + 2) - dt.timedelta(days=1)
    assert status.grace_until == status.valid_until + dt.timedelta(days=28)
    number = entry.numbers.get()
    certificate = Certificate.objects.get(award=entry.public_id)
    assert certificate.facts["number"] == number.number
    assert set(certificate.documents.values_list("language", flat=True)) == {"en", "cy"}
    assert Role.objects.filter(user=someone.user, name=RoleName.ADVOCATE).exists()
    assert someone.user.notices.filter(kind="register.award").exists()
    assert Act.objects.get(entry=entry).case_ref == "abc"


def test_nothing_is_written_before_the_award_and_nothing_stays_when_it_breaks(monkeypatch):
    someone, by = person("Amina Karim"), registrar()
    prepared = prepared_for(someone)
    assert not Entry.objects.exists()
    assert not Certificate.objects.exists()

    def breaks(entry):
        raise RuntimeError

    monkeypatch.setattr(search_index, "index", breaks)
    with pytest.raises(RuntimeError):
        services.award(person=someone, prepared=prepared, case_ref="abc", by=by.user)
    for model in (
        Entry,
        EntryNumber,
        RegisterEvent,
        RegisterEventWords,
        Certificate,
        CertificateDocument,
        Act,
    ):
        assert not model.objects.exists(), model


def test_the_same_award_twice_is_one_award():
    someone, by = person("Amina Karim"), registrar()
    prepared = prepared_for(someone)
    first = services.award(person=someone, prepared=prepared, case_ref="abc", by=by.user, key="click")
    again = services.award(person=someone, prepared=prepared, case_ref="abc", by=by.user, key="click")
    assert first == again
    assert RegisterEvent.objects.count() == 1
    with pytest.raises(Refused):
        services.award(person=someone, prepared=prepared, case_ref="abc", by=by.user, key="another")
    with pytest.raises(Refused):
        prepared_for(someone)


def test_who_may_record_an_award():
    someone = person("Amina Karim", RoleName.REGISTRAR)
    prepared = prepared_for(someone)
    for by in (someone, person("", RoleName.ASSESSOR), person("", RoleName.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            services.award(person=someone, prepared=prepared, case_ref="abc", by=by.user)
    services.award(
        person=someone, prepared=prepared, case_ref="abc", by=person("", RoleName.PANEL_MEMBER).user
    )


def test_a_changed_name_stops_the_award():
    someone, by = person("Amina Karim"), registrar()
    prepared = prepared_for(someone)
    someone.practising_name = "Amina Karim-Jones"
    someone.save()
    with pytest.raises(Refused, match="name has changed"):
        services.award(person=someone, prepared=prepared, case_ref="abc", by=by.user)
    assert not Entry.objects.exists()


def test_an_award_that_waited_past_midnight_is_prepared_again():
    someone, by = person("Amina Karim"), registrar()
    with clock.standing_at(clock.now() - dt.timedelta(days=1)):
        prepared = prepared_for(someone)
    with pytest.raises(Refused):
        services.award(person=someone, prepared=prepared, case_ref="abc", by=by.user)


def test_a_name_that_cannot_be_printed_is_refused_before_anything():
    with pytest.raises(Refused, match="Latin"):
        prepared_for(person("李小龙"))


def test_after_a_lapse_the_number_stays_and_the_certificate_is_replaced():
    entry = advocate(since=clock.now() - dt.timedelta(days=3 * 366))
    assert events.status_now(entry).code == StatusCode.LAPSED
    number, old = entry.numbers.get().number, Certificate.objects.get(award=entry.public_id)
    services.award(
        person=entry.person, prepared=prepared_for(entry.person), case_ref="again", by=registrar("Other").user
    )
    old.refresh_from_db()
    assert old.state == "superseded"
    assert old.replaced_by.facts["number"] == number
    assert old.replaced_by.facts["first_accredited"] == old.facts["first_accredited"]
    assert events.status_now(entry).code == StatusCode.ACCREDITED


def test_events_are_never_changed_and_carry_a_leaf_that_can_be_recomputed():
    entry = advocate()
    event = entry.events.get()
    assert event.leaf == leaf_of(
        RegisterEvent.objects.get(pk=event.pk), entry.public_id, bytes(event.words.salt)
    )
    with pytest.raises(Refused):
        event.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        super(type(RegisterEvent.objects.all()), RegisterEvent.objects.all()).update(kind=EventKind.REMOVED)


def test_one_live_certificate_for_an_award_is_kept_by_the_database():
    entry = advocate()
    live = Certificate.objects.get(award=entry.public_id)
    live.pk, live.public_id, live.code_digest = None, "another", "0" * 64
    live._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        live.save()


def test_a_correction_goes_to_one_event_once():
    entry = advocate()
    wrong = decide(entry, EventKind.REMOVED)
    decide(entry, EventKind.VOID, corrects=wrong)
    assert events.status_now(entry).code == StatusCode.ACCREDITED
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(entry, EventKind.VOID, corrects=wrong)


def test_public_entries_alone_have_search_words():
    entry = advocate("Łucja Żak-Wiśniewska")
    assert set(Posting.objects.filter(entry=entry).values_list("word__text", flat=True)) == {
        "lucja",
        "zak",
        "wisniewska",
    }


def test_a_broken_print_leaves_nothing():
    someone = person("Amina Karim")
    with (
        mock.patch.object(rendering, "render", side_effect=rendering.RenderError),
        pytest.raises(rendering.RenderError),
    ):
        prepared_for(someone)
    assert not Certificate.objects.exists()
