"""A cohort as its manager sees it, and what a manager does not see."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.roles import RoleName, Scope
from courses import standings
from courses.models import Cohort, Place, QualificationVersion
from courses.selectors import cohorts as selectors
from courses.services import learning, notes
from courses.services.cohorts import begin_cohort
from courses.standings import Standing
from courses.states import EnrolmentState
from foundation import clock
from foundation.exceptions import NotAllowed
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


class TestBeginning:
    def _send(self, manager, **changed):
        form = {
            "title": "Spring 2027",
            "version": QualificationVersion.objects.get().pk,
            "starts_on": "2027-03-01",
            "ends_on": "",
        }
        return people.client(manager).post(reverse("courses:cohort_new"), {**form, **changed})

    def test_it_begins_and_leads_to_inviting(self, cohort, manager):
        answer = self._send(manager, ends_on="2027-12-01")
        begun = Cohort.objects.get(title="Spring 2027")
        assert answer.headers["Location"] == reverse("courses:invite", args=[begun.public_id])
        assert (begun.manager, begun.ends_on.month) == (manager, 12)
        assert AuditEvent.objects.get(action="cohort.begin").subject_id == begun.public_id

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"title": "Autumn 2026"}, "Another cohort has this name."),
            ({"title": ""}, "Write a name for the cohort."),
            ({"ends_on": "2027-03-01"}, "This day is not after the first day."),
            ({"starts_on": "soon"}, "First day"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, cohort, manager, changed, words):
        answer = self._send(manager, **changed)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert words in page
        assert "error-summary" in page
        assert changed.get("title", "Spring 2027") in page
        assert Cohort.objects.count() == 1

    def test_a_role_for_one_cohort_begins_no_other(self, cohort):
        someone = people.person("Kit Moss")
        someone.user.roles.create(
            name=RoleName.PROGRAMME_MANAGER, scope=Scope.COHORT, scope_id=cohort.public_id
        )
        browser = people.client(someone)
        assert "Begin a cohort" not in browser.get(reverse("courses:cohorts")).content.decode()
        assert self._send(someone).status_code == 404
        with pytest.raises(NotAllowed):
            begin_cohort(
                title="Other",
                version=cohort.version,
                starts_on=clock.today(),
                ends_on=None,
                by=someone.user,
            )
