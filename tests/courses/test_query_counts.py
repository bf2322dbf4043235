"""The budgets of the pages, the same with ten times the data (issue 2, section 5)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import RoleName
from courses import selectors
from courses.lines import Row
from courses.models import Enrolment, ModulePage, ProgrammePage
from courses.services import invitations, learning
from foundation import clock
from tests import people
from tests.courses import programme as made

pytestmark = pytest.mark.django_db

MODULE_PAGE = 20
SECTION_PAGE = 20


def count(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def grown(small, large, measure):
    """What `measure` costs with a little and with much."""
    small()
    measure()  # Wagtail's site roots and content types are remembered after the first time
    first = count(measure)
    large()
    return first, count(measure)


@pytest.fixture
def learner():
    someone = people.person("Maryam Haddad", RoleName.TRAINEE)
    people.enrolment(
        someone, people.cohort(people.qualification_version(units=4)), exit_explained_at=clock.now()
    )
    return someone


def _more_programme():
    page = ProgrammePage.objects.get()
    for number in range(2, 11):
        made.module(page, number, sections=3)
    for index in range(2, 11):
        made.section(ModulePage.objects.get(number=1), index)


def test_what_home_asks(learner):
    enrolment = Enrolment.objects.get()

    def measure():
        selectors.learner_home(learner.user)

    def more():
        _more_programme()
        for section in made.sections()[:20]:
            learning.complete_section(enrolment_id=enrolment.pk, section=section, by=learner.user)

    few, many = grown(lambda: made.programme(1, 1), more, measure)
    assert few == many == 6
    assert count(lambda: selectors.next_step(enrolment)) == 5
    assert count(lambda: selectors.way_through(enrolment)) == 5
    assert count(lambda: selectors.unit_gaps(enrolment)) == 6


def test_programme_module_and_section(learner):
    made.programme(1, 1)
    browser = people.client(learner)
    pages = [ProgrammePage.objects.get(), ModulePage.objects.get(), made.sections()[0]]
    before = []
    for page in pages:
        browser.get(page.get_url())
        before.append(count(lambda page=page: browser.get(page.get_url())))
    _more_programme()
    pages[2] = made.sections()[0]
    after = [count(lambda page=page: browser.get(page.get_url())) for page in pages]
    assert after == before
    assert before[0] <= MODULE_PAGE
    assert before[1] <= MODULE_PAGE
    assert before[2] <= SECTION_PAGE


def test_a_cohort_and_its_lists():
    made.programme(1, 1)
    manager = people.person("Beth Lloyd", RoleName.PROGRAMME_MANAGER)
    cohort = people.cohort()
    browser = people.client(manager)
    batch = invitations.keep_list(cohort=cohort, rows=[Row(1, "a@example.org")], by=manager.user)
    invitations.invite(batch_id=batch.pk, by=manager.user)
    people.enrolment(people.person("One"), cohort)
    addresses = [
        reverse("courses:cohorts"),
        reverse("courses:cohort", args=[cohort.public_id]),
        reverse("courses:invitations"),
        reverse("courses:batch", args=[batch.public_id]),
    ]
    for address in addresses:
        browser.get(address)
    before = [count(lambda address=address: browser.get(address)) for address in addresses]
    for number in range(9):
        people.enrolment(people.person(f"P{number}"), cohort)
        people.cohort(cohort.version)
    more = invitations.keep_list(
        cohort=cohort,
        rows=[Row(number, f"p{number}@example.org") for number in range(1, 10)],
        by=manager.user,
    )
    invitations.invite(batch_id=more.pk, by=manager.user)
    addresses[3] = reverse("courses:batch", args=[more.public_id])
    after = [count(lambda address=address: browser.get(address)) for address in addresses]
    assert after == before
    assert max(before) <= 20
