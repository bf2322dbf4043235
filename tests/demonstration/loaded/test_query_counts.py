"""The budgets of issue 2, section 5, on the loaded demonstration and on ten times as much of it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from assessments.models import Allocation, QualityReview
from assessments.states import WITH_ASSESSOR, State
from courses.pages import ModulePage
from demonstration.cast import read_cast
from register.models import Entry
from register.selectors.numbers import public_numbers
from register.services.events import status_now
from tests import people
from tests.demonstration.loaded import multiplied
from tests.register.advocates import code_of, number_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]

HOME, MODULE_PAGE, MARKING, PUBLIC = 15, 20, 15, 5


def asked(browser: Client, address: str) -> int:
    """How many queries a page asks, once Wagtail's site and the like are remembered."""
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(captured)


def of_the_cast(key: str) -> User:
    return User.objects.get(email=read_cast().by_key(key).email)


def held() -> list[Allocation]:
    return list(
        Allocation.objects.filter(ended_at__isnull=True).select_related("assessor__user", "submission")
    )


def marking(allocation: Allocation) -> int:
    address = reverse("assessments:mark", args=[allocation.submission.public_id])
    return asked(people.client(allocation.assessor), address)


def test_every_trainees_home():
    trainees = User.objects.filter(email__in=[part.email for part in read_cast().trainees])
    assert len(trainees) >= 20
    counts = {user.email: asked(people.client(user), "/home/") for user in trainees}
    assert {email: count for email, count in counts.items() if count > HOME} == {}


def test_a_trainees_home_with_ten_times_as_much():
    keys = ("maryam", "anjali", "morag")  # learning; sent work back; before the panel
    browsers = [people.client(of_the_cast(key)) for key in keys]
    before = [asked(browser, "/home/") for browser in browsers]
    enrolment = of_the_cast("maryam").person.enrolments.get()
    multiplied.multiply_modules(ModulePage.objects.get(slug="trauma-informed-practice"), enrolment)
    multiplied.multiply_units(enrolment.person)
    multiplied.multiply_trainees()
    multiplied.multiply_register()
    assert [asked(browser, "/home/") for browser in browsers] == before
    page = browsers[0].get("/home/").content.decode()
    assert enrolment.version.units.count() == 4 * multiplied.TIMES
    assert page.count('href="/units/') >= 4 * multiplied.TIMES


def test_every_module_page_and_one_with_ten_times_as_much():
    learner = of_the_cast("maryam")
    browser = people.client(learner)
    counts = {module.slug: asked(browser, module.get_url()) for module in ModulePage.objects.live()}
    assert {slug: count for slug, count in counts.items() if count > MODULE_PAGE} == {}
    shown = ModulePage.objects.get(slug="trauma-informed-practice")
    browsers = [browser, people.client(of_the_cast("idris")), Client()]
    before = [asked(browser, shown.get_url()) for browser in browsers]
    assert max(before) <= MODULE_PAGE
    few = shown.get_children().live().count()
    multiplied.multiply_modules(shown, learner.person.enrolments.get())
    assert [asked(browser, shown.get_url()) for browser in browsers] == before
    page = browser.get(shown.get_url()).content.decode()
    assert page.count(f'href="{shown.get_url()}') >= 10 * few


def test_every_marking_screen_and_each_with_ten_times_as_much():
    allocations = held()
    states = {allocation.submission.state for allocation in allocations}
    assert states >= {*WITH_ASSESSOR, State.IN_QUALITY_ASSURANCE}
    # The dearest is there: a piece that came back with notes.
    mine = [allocation.submission for allocation in allocations]
    assert QualityReview.objects.filter(submission__in=mine, result="returned").exists()
    before = {allocation: marking(allocation) for allocation in allocations}
    assert {allocation: count for allocation, count in before.items() if count > MARKING} == {}
    multiplied.multiply_trainees()
    for allocation in allocations:
        multiplied.multiply_piece(allocation.submission, by=allocation.assessor)
    assert {allocation: marking(allocation) for allocation in allocations} == before


def one_of_each_kind() -> list[Entry]:
    """An entry for each status and visibility that the demonstration has, with an employer shown and without."""
    kinds = {}
    for entry in Entry.objects.select_related("person"):
        status = status_now(entry)
        kinds[status.code, status.interim, entry.visibility, entry.show_employer] = entry
    return list(kinds.values())


def looked_up(addresses: list[str]) -> dict[str, int]:
    """What each public answer asks; the policy numbers are asked once a minute for all of them."""
    found = {}
    for address in addresses:
        cache.clear()  # the limits of one visitor
        public_numbers()
        with CaptureQueriesContext(connection) as captured:
            Client().get(address)
        found[address] = len(captured)
    return found


def test_every_public_check_and_entry_with_ten_times_as_much():
    exact, by_name = ["/check/", "/register/"], ["/check/?q=Jon+Smyth", "/register/?q=Jon+Smyth"]
    for entry in one_of_each_kind():
        number, code, name = number_of(entry), code_of(entry), entry.person.practising_name
        exact += [
            f"/register/{number}/",
            f"/check/{code}/",
            f"/check/?name={name}&number={number}&code={code}",
        ]
        # A number without a digit could be a name, and is searched as one, too.
        (exact if any(map(str.isdigit, number)) else by_name).append(f"/check/?q={number}")
        by_name += [f"/check/?q={name}", f"/register/?q={name}"]
    before = looked_up([*exact, *by_name])
    assert {address: count for address, count in before.items() if count > PUBLIC} == {}
    multiplied.multiply_register()
    assert looked_up(exact) == {address: before[address] for address in exact}
    # With more people, more have a name like the one that was asked: a search may go on to its end.
    assert max(looked_up(by_name).values()) <= PUBLIC
