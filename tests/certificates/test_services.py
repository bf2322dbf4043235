import datetime as dt
import hashlib
import itertools

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import RoleName
from certificates import codes, permissions, rendering, selectors, services
from certificates.models import Certificate, CertificateEvent
from certificates.states import TRANSITIONS, CertificateAct, CertificateState
from foundation.exceptions import Refused, TransitionRefused
from foundation.transitions import target
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch):
    monkeypatch.setattr(rendering, "render", lambda paper: f"%PDF-{paper.language}".encode())


def prepared(someone, award="award1"):
    return services.prepare(
        person=someone,
        kind=Certificate.Kind.ACCREDITATION,
        award=award,
        facts={"number": "9TQM41W"},
        valid_from=dt.date(2026, 11, 24),
        valid_until=dt.date(2028, 11, 23),
    )


def issued(someone, award="award1"):
    return services.issue(prepared=prepared(someone, award), by=None)


def test_preparing_writes_nothing():
    prepared(person("Amina Karim"))
    assert not Certificate.objects.exists()


def test_an_issued_certificate_is_found_by_its_code_alone():
    certificate = issued(person("Amina Karim"))
    assert selectors.by_code(certificate.printed_code.lower()) == certificate
    assert selectors.by_code(codes.draw_code()) is None
    assert selectors.by_code("no code") is None
    stored = Certificate.objects.values().get()
    assert certificate.code not in str(stored)
    for language in ("en", "cy"):
        document = selectors.document(certificate, language)
        assert document.sha256 == hashlib.sha256(bytes(document.content)).hexdigest()
        assert bytes(document.content).endswith(language.encode())
    assert CertificateEvent.objects.get().act == CertificateAct.ISSUE


def test_one_award_has_one_live_certificate():
    someone = person("Amina Karim")
    issued(someone)
    with pytest.raises(Refused, match="live certificate"):
        issued(someone)
    issued(someone, award="another")


def test_replacing_and_taking_back():
    someone = person("Amina Karim")
    old = issued(someone)
    new = services.supersede(certificate_id=old.pk, prepared=prepared(someone), by=None, reason="name")
    old.refresh_from_db()
    assert (old.state, old.replaced_by) == (CertificateState.SUPERSEDED, new)
    assert selectors.live_for(new.kind, new.award) == new
    with pytest.raises(TransitionRefused):
        services.supersede(certificate_id=old.pk, prepared=prepared(someone), by=None, reason="name")
    services.revoke(certificate_id=new.pk, by=None, reason="mistake")
    assert selectors.live_for(new.kind, new.award) is None
    assert list(selectors.held_by(someone)) == [old]
    with pytest.raises(TransitionRefused):
        services.revoke(certificate_id=new.pk, by=None, reason="mistake")


def test_a_certificate_is_replaced_by_one_of_the_same_award():
    someone = person("Amina Karim")
    old = issued(someone)
    for other in (prepared(someone, "another"), prepared(person("Ben Ali"))):
        with pytest.raises(Refused):
            services.supersede(certificate_id=old.pk, prepared=other, by=None, reason="name")
    old.refresh_from_db()
    assert old.state == CertificateState.LIVE


@pytest.mark.parametrize(("act", "state"), list(itertools.product(CertificateAct, CertificateState)))
def test_the_whole_grid(act, state):
    allowed = {
        (CertificateAct.SUPERSEDE, CertificateState.LIVE): CertificateState.SUPERSEDED,
        (CertificateAct.REVOKE, CertificateState.LIVE): CertificateState.REVOKED,
        (CertificateAct.REVOKE, CertificateState.SUPERSEDED): CertificateState.REVOKED,
    }
    if (act, state) in allowed:
        assert target(TRANSITIONS, act, state) == allowed[act, state]
    else:
        with pytest.raises(TransitionRefused):
            target(TRANSITIONS, act, state)


def test_events_are_only_added():
    issued(person("Amina Karim"))
    event = CertificateEvent.objects.get()
    with pytest.raises(Refused):
        event.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        super(type(CertificateEvent.objects.all()), CertificateEvent.objects.all()).update(reason="other")


def test_the_list_and_the_question_agree():
    holder, other = person("Amina Karim"), person("Ben Ali")
    certificates = [issued(holder), issued(other, "award2")]
    people = [holder, other, person("", RoleName.REGISTRAR), person("", RoleName.ADMINISTRATOR), person("")]
    for user in [None, *(someone.user for someone in people)]:
        listed = set(permissions.can_be_opened_by(user))
        assert listed == {one for one in certificates if permissions.can_open(user, one)}
    assert set(permissions.can_be_opened_by(people[2].user)) == set(certificates)
    assert not permissions.can_be_opened_by(people[3].user)
