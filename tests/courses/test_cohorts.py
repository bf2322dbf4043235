"""A cohort as its manager sees it, and what a manager does not see."""

import pytest
from django.urls import reverse

from accounts.roles import RoleName
from courses import standings
from courses.models import Place
from courses.selectors import cohorts as selectors
from courses.services import learning, notes
from courses.standings import Standing
from courses.states import EnrolmentState
from foundation import clock
from tests import people
from tests.courses import programme as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return people.person("Beth Lloyd", RoleName.PROGRAMME_MANAGER)


@pytest.fixture
def cohort(manager):
    made.programme()
    return people.cohort(title="Autumn 2026", manager=manager)


def test_by_first_name_and_no_other_order(cohort, manager):
    for name in ("Tomos Rhys", "aled Bowen", "Ewa Lis", "Chidi Nwosu"):
        people.enrolment(people.person(name), cohort)
    page = people.client(manager).get(reverse("courses:cohort", args=[cohort.public_id])).content.decode()
    found = [page.index(name) for name in ("aled Bowen", "Chidi Nwosu", "Ewa Lis", "Tomos Rhys")]
    assert found == sorted(found)
    assert "?order" not in page
    assert "sort" not in page


def test_where_somebody_is_and_whose_move_it_is(cohort):
    _new, here, paused, done, gone, dated = (
        people.enrolment(people.person(f"{name} X"), cohort)
        for name in ("Ann", "Bea", "Cai", "Dai", "Eli", "Fay")
    )
    for row in (here, paused):
        learning.opened(enrolment_id=row.pk, section=made.sections()[3])
    learning.pause(enrolment_id=paused.pk, by=paused.person.user)
    for section in made.sections():
        learning.complete_section(enrolment_id=done.pk, section=section, by=done.person.user)
    type(gone).objects.filter(pk=gone.pk).update(state=EnrolmentState.WITHDRAWN)
    type(dated).objects.filter(pk=dated.pk).update(due_on=clock.today())
    rows = selectors.rows(list(selectors.enrolments_in(cohort)))
    today = f"{clock.today().day} {clock.today():%B %Y}"
    assert [(row.standing.is_at, row.standing.waits_for, row.standing.whose_move) for row in rows] == [
        ("Not begun yet", "Nothing", "Theirs, no date"),
        ("Module 2", "Nothing", "Theirs, no date"),
        ("Module 2", f"Paused on {today}", "Theirs. No reminders"),
        ("All modules complete", "Nothing", "Theirs, no date"),
        ("Withdrew", "Nothing", "Nobody’s"),
        ("Not begun yet", "Nothing", f"Theirs, by {today}"),
    ]


def test_higher_folders_say_what_they_know(cohort, manager, monkeypatch):
    monkeypatch.setattr(standings, "_providers", {})
    one = people.enrolment(people.person("Chidi Nwosu"), cohort)
    people.enrolment(people.person("Ewa Lis"), cohort)
    standings.register(
        "units",
        lambda rows: {one.pk: Standing("Unit 3 sent", "An assessor", "Ours, by 1 December", ours=True)},
    )
    page = people.client(manager).get(reverse("courses:cohort", args=[cohort.public_id])).content.decode()
    assert "Unit 3 sent" in page
    assert 'class="strong">Ours, by 1 December' in page
    assert "Not begun yet" in page


def test_the_page_says_what_is_not_seen_and_shows_none_of_it(cohort, manager):
    someone = people.person("Maryam Haddad", RoleName.TRAINEE)
    people.enrolment(someone, cohort)
    notes.save_note(
        by=someone.user,
        section_key=made.sections()[0].translation_key,
        block_id=made.NOTE,
        words="heronquill",
    )
    page = people.client(manager).get(reverse("courses:cohort", args=[cohort.public_id])).content.decode()
    assert "What you do not see" in page
    assert "heronquill" not in page
    assert someone.user.email not in page


def test_groups_under_five_stand_in_no_number(cohort, manager):
    first, second = made.sections()[0], made.sections()[3]
    for number in range(9):
        row = people.enrolment(people.person(f"P{number} X"), cohort)
        section = first if number < 5 else second
        Place.objects.create(
            enrolment=row,
            module_key=section.get_parent().translation_key,
            section_key=section.translation_key,
        )
    assert [(group.title, group.people) for group in selectors.groups(cohort)] == [("Module title 1", 5)]
    Place.objects.filter(module_key=first.get_parent().translation_key).first().delete()
    assert selectors.groups(cohort) == []
    page = people.client(manager).get(reverse("courses:cohort", args=[cohort.public_id])).content.decode()
    assert "Fewer than five people are at any one module" in page
