"""The lead quality assurer's record of who may judge which unit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from assessments import services
from assessments.models import Competence
from assessments.permissions.competence import is_competent
from foundation import clock
from foundation.exceptions import NotAllowed
from tests import people
from tests.assessments import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return making.quality_assurer("Lea Lead", lead=True)


@pytest.fixture
def unit():
    return people.qualification_version().units.first()


def address(person):
    return reverse("assessments:competence_of", args=[person.public_id])


def test_recorded_on_the_screen_it_opens_the_unit_and_ended_it_stands_until_tonight(lead, unit):
    assessor = making.assessor("Asa Assessor", able=False)
    browser = people.client(lead)
    assert "not on record" in browser.get(reverse("assessments:competence")).content.decode()
    sent = {"kinds": ["occupational", "assessing"], "unit": unit.public_id}
    answer = browser.post(address(assessor), sent, follow=True)
    assert "Recorded for Asa Assessor." in answer.content.decode()
    assert is_competent(assessor, unit)
    rows = Competence.objects.filter(person=assessor)
    assert {(row.kind, row.unit, row.since, row.recorded_by) for row in rows} == {
        (kind, unit, clock.today(), lead.user) for kind in Competence.Kind.values
    }
    row = rows.get(kind="assessing")
    answer = browser.post(address(assessor), {"end": row.pk}, follow=True)
    assert "until the end of today" in answer.content.decode()
    row.refresh_from_db()
    assert row.until == clock.today()
    services.end_competence(competence_id=row.pk, by=lead.user)  # a second click
    assert AuditEvent.objects.filter(action="competence.end").count() == 1


def test_without_a_kind_the_form_says_so_and_keeps_the_unit(lead, unit):
    assessor = making.assessor("Asa Assessor", able=False)
    answer = people.client(lead).post(address(assessor), {"unit": unit.public_id})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose one kind, or both" in page
    assert f'value="{unit.public_id}" selected' in page
    assert not Competence.objects.filter(person=assessor).exists()


def test_nobody_records_or_ends_their_own(lead, unit):
    own = Competence.objects.filter(person=lead).first()
    browser = people.client(lead)
    assert "This is you." in browser.get(address(lead)).content.decode()
    assert browser.post(address(lead), {"kinds": ["assessing"], "unit": unit.public_id}).status_code == 403
    assert browser.post(address(lead), {"end": own.pk}).status_code == 403
    own.refresh_from_db()
    assert own.until is None
    assert Competence.objects.filter(person=lead).count() == len(Competence.Kind)
    with pytest.raises(NotAllowed):
        services.end_competence(competence_id=own.pk, by=lead.user)


def test_only_what_is_theirs_can_be_ended_on_their_page_and_only_judges_have_one(lead):
    assessor, other = making.assessor("Asa Assessor"), making.assessor("Ola Other")
    browser = people.client(lead)
    theirs = Competence.objects.filter(person=other).first()
    for number in (str(theirs.pk), "x", "9" * 30):
        assert browser.post(address(assessor), {"end": number}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.until is None
    trainee = people.person("Tea Trainee")
    assert browser.get(address(trainee)).status_code == 404


def test_the_list_asks_the_same_for_one_and_for_ten(lead):
    browser = people.client(lead)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("assessments:competence")).status_code == 200
        return len(queries)

    making.assessor()
    asked()
    one = asked()
    for _number in range(9):
        making.assessor()
    assert asked() == one
