import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import RoleName
from portal.navigation import WAYS, WAYS_OF_OTHERS
from tests import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", sorted({way.name for ways in (*WAYS.values(), WAYS_OF_OTHERS) for way in ways})
)
def test_every_way_of_every_role_leads_somewhere(name):
    assert reverse(name)


@pytest.mark.parametrize("role", list(RoleName))
def test_every_role_has_a_home_that_opens(role):
    someone = people.person("Amina Karim", role)
    if role == RoleName.TRAINEE:
        people.enrolment(someone)
    answer = people.client(someone).get("/home/", follow=True)
    assert answer.status_code == 200
    assert b"<h1" in answer.content


def test_a_first_visit_begins_with_a_welcome():
    someone = people.person("Amina Karim", RoleName.TRAINEE)
    someone.user.welcomed_at = None
    someone.user.save()
    assert people.client(someone).get("/home/").headers["Location"] == reverse("accounts:welcome")


def test_the_role_one_is_here_as_picks_the_bar_and_can_be_changed():
    someone = people.person("Catrin Beynon", RoleName.ASSESSOR, RoleName.EMPLOYER_VERIFIER)
    browser = people.client(someone)
    assert "To mark" in browser.get("/account/").content.decode()
    browser.post(reverse("accounts:act_as"), {"role": RoleName.EMPLOYER_VERIFIER})
    page = browser.get("/home/").content.decode()
    assert "You speak for your organisation" in page
    assert "To mark" not in page


@pytest.mark.parametrize("units", [1, 10])
def test_the_trainees_home_asks_a_known_number_of_times(units):
    someone = people.person("Maryam Haddad", RoleName.TRAINEE)
    people.enrolment(someone, people.cohort(people.qualification_version(units=units)))
    browser = people.client(someone)
    browser.get("/home/")
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get("/home/")
    assert answer.status_code == 200
    assert answer.content.count(b"Unit title") >= units
    assert len(queries) <= 15, "\n".join(query["sql"][:150] for query in queries)
