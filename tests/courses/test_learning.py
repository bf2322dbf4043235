"""Completing, undoing, coming back, pausing, taking time: for oneself, without penalty."""

import datetime as dt
import itertools

import pytest
from django.urls import reverse

from accounts.roles import RoleName
from courses import selectors
from courses.models import ModuleCompletion, ModulePage, Place, SectionCompletion
from courses.selectors.progress import DONE, LATER, NOW
from courses.services import learning
from courses.states import ENROLMENT, EnrolmentEvent, EnrolmentState
from foundation import clock
from foundation.exceptions import NotAllowed, Refused, TransitionRefused
from foundation.transitions import target
from tests import people
from tests.courses import programme as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return made.programme()


@pytest.fixture
def learner():
    return people.person("Maryam Haddad", RoleName.TRAINEE)


@pytest.fixture
def enrolment(learner):
    return people.enrolment(
        learner, people.cohort(people.qualification_version(units=2)), exit_explained_at=clock.now()
    )


def complete(enrolment, *numbers):
    for number in numbers:
        learning.complete_section(
            enrolment_id=enrolment.pk, section=made.sections()[number], by=enrolment.person.user
        )


def states(enrolment):
    return [step.state for step in selectors.way_through(enrolment)]


def press(learner, section, do, **fields):
    return people.client(learner).post(
        reverse("courses:section_save", args=[section.translation_key]), {"do": do, **fields}
    )


def test_a_completion_keeps_plain_values(programme, enrolment):
    from cms.digests import content_digest

    section = made.sections()[0]
    complete(enrolment, 0, 0)
    row = SectionCompletion.objects.get()
    assert row.section_key == section.translation_key
    assert row.module_key == section.get_parent().translation_key
    assert (row.revision_id, row.digest) == (section.live_revision_id, content_digest(section))
    assert not [
        field
        for field in SectionCompletion._meta.get_fields()
        if field.is_relation and field.name != "enrolment"
    ]


def test_a_module_is_complete_when_its_sections_are(programme, enrolment):
    complete(enrolment, 0, 1)
    assert states(enrolment) == [NOW, LATER]
    assert not ModuleCompletion.objects.exists()
    complete(enrolment, 2)
    assert states(enrolment) == [DONE, NOW]
    assert len(ModuleCompletion.objects.get().section_keys) == 3


def test_a_section_that_is_added_makes_nobody_incomplete(programme, enrolment):
    complete(enrolment, 0, 1, 2)
    module = ModulePage.objects.get(number=1)
    made.section(module, 4)
    assert states(enrolment) == [DONE, NOW]
    assert not selectors.unit_gaps(enrolment, enrolment.version.units.get(number=1))
    # And undoing and doing one of the old ones again does not ask for the new one either.
    first = made.sections()[0]
    learning.undo_section(enrolment_id=enrolment.pk, section=first, by=enrolment.person.user)
    assert states(enrolment) == [NOW, LATER]
    complete(enrolment, 0)
    assert states(enrolment) == [DONE, NOW]


def test_an_edit_after_completion_changes_nothing(programme, enrolment):
    complete(enrolment, 0, 1, 2)
    before = list(SectionCompletion.objects.values())
    section = made.sections()[0]
    section.title = "Another title"
    made.sign_off(section)
    assert states(enrolment) == [DONE, NOW]
    assert list(SectionCompletion.objects.values()) == before


def test_taking_back(programme, enrolment):
    complete(enrolment, 0, 1, 2)
    learning.undo_section(enrolment_id=enrolment.pk, section=made.sections()[1], by=enrolment.person.user)
    assert selectors.next_step(enrolment).section.title == "Section 1.2"
    assert ModuleCompletion.objects.get().undone_at


@pytest.mark.parametrize("way", ["summary", "alternative"])
def test_every_way_counts_the_same(programme, learner, enrolment, way):
    module = ModulePage.objects.get(number=1)
    browser = people.client(learner)
    page = browser.get(reverse(f"courses:{way}", args=[module.slug])).content.decode()
    assert {"summary": "The essentials.", "alternative": "Rewrite this letter."}[way] in page
    browser.post(reverse(f"courses:{way}", args=[module.slug]), {"do": "done"})
    assert states(enrolment) == [DONE, NOW]
    assert ModuleCompletion.objects.get().way == way
    assert not SectionCompletion.objects.exists()
    browser.post(reverse(f"courses:{way}", args=[module.slug]), {"do": "undo"})
    assert states(enrolment) == [NOW, LATER]
    browser.post(reverse(f"courses:{way}", args=[module.slug]), {"do": "done"})
    assert states(enrolment) == [DONE, NOW]


def test_a_way_that_a_module_does_not_offer(programme, learner, enrolment):
    bare = made.module(programme, 3, sections=1, summary="", alternative="")
    assert people.client(learner).get(reverse("courses:summary", args=[bare.slug])).status_code == 404
    for way in ("summary", "alternative", "sections", "magic"):
        with pytest.raises(Refused):
            learning.complete_module(enrolment_id=enrolment.pk, module=bare, way=way, by=learner.user)


def test_save_and_continue_goes_to_the_next_section_and_at_the_end_to_the_module(
    programme, learner, enrolment
):
    first, second, third, *_others = made.sections()
    assert press(learner, first, "continue")["Location"] == second.get_url()
    assert press(learner, second, "continue")["Location"] == third.get_url()
    assert press(learner, third, "continue")["Location"] == third.get_parent().get_url()
    assert press(learner, third, "continue")["Location"] == third.get_parent().get_url()
    assert SectionCompletion.objects.count() == 3


def test_save_and_pause_completes_nothing_and_opening_anything_goes_on(programme, learner, enrolment):
    first = made.sections()[0]
    browser = people.client(learner)
    browser.get(first.get_url())
    assert press(learner, first, "pause")["Location"] == "/home/"
    enrolment.refresh_from_db()
    assert (enrolment.state, bool(enrolment.paused_at)) == (EnrolmentState.PAUSED, True)
    assert not SectionCompletion.objects.exists()
    assert selectors.next_step(enrolment).section.title == "Section 1.1"
    browser.get(first.get_url())
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.paused_at) == (EnrolmentState.LIVE, None)


def test_pause_is_one_act_and_twice_is_once(programme, learner, enrolment):
    browser = people.client(learner)
    browser.post(reverse("courses:pause"))
    browser.post(reverse("courses:pause"))
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.PAUSED
    browser.post(reverse("courses:resume"))
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.LIVE
    assert browser.get(reverse("courses:pause")).status_code == 405


def test_another_device_opens_where_the_person_stopped(programme, learner, enrolment):
    first, second, *_others = made.sections()
    phone = people.client(learner)
    phone.get(first.get_url())
    complete(enrolment, 0)
    phone.get(second.get_url())
    phone.post(reverse("courses:place", args=[second.translation_key]), {"block": made.NOTE})
    step = selectors.next_step(enrolment)
    assert (step.module.number, step.section.number, step.minutes) == (1, 2, 9)
    assert step.stopped_at == "Offering without pushing"
    assert step.url == f"{second.get_url()}#part-{made.NOTE}"
    assert f'id="part-{made.NOTE}"' in people.client(learner).get(second.get_url()).content.decode()


def test_a_place_that_is_not_in_the_page_is_not_kept(programme, learner, enrolment):
    first = made.sections()[0]
    browser = people.client(learner)
    browser.get(first.get_url())
    browser.post(reverse("courses:place", args=[first.translation_key]), {"block": "<script>"})
    assert (Place.objects.get().block_id, Place.objects.get().heading) == ("", "")


def test_a_place_says_nothing_of_when():
    assert not [field.name for field in Place._meta.get_fields() if "at" in field.name.split("_")]


def test_the_next_step_follows_what_is_done(programme, enrolment):
    assert selectors.next_step(enrolment).section.title == "Section 1.1"
    learning.opened(enrolment_id=enrolment.pk, section=made.sections()[4])
    assert selectors.next_step(enrolment).section.title == "Section 2.2"
    complete(enrolment, 4)
    assert selectors.next_step(enrolment).section.title == "Section 2.3"
    complete(enrolment, 5)
    assert selectors.next_step(enrolment).section.title == "Section 2.1"
    complete(enrolment, 3)
    assert selectors.next_step(enrolment).section.title == "Section 1.1"
    complete(enrolment, 0, 1, 2)
    assert selectors.next_step(enrolment) is None


def test_each_unit_names_what_it_waits_for_and_links_there(programme, enrolment):
    one, two = enrolment.version.units.all()
    complete(enrolment, 0, 1)
    gaps = selectors.unit_gaps(enrolment)
    assert [gap.words for gap in gaps[one.pk]] == ["Module 1, Module title 1: 1 section to go"]
    assert gaps[one.pk][0].url == made.sections()[2].get_url()
    assert [gap.words for gap in gaps[two.pk]] == ["Module 2, Module title 2: not begun yet"]
    assert gaps[two.pk][0].url == ModulePage.objects.get(number=2).get_url()
    complete(enrolment, 2)
    assert selectors.unit_gaps(enrolment)[one.pk] == []


def test_the_first_extension_is_theirs_and_taken_once(learner):
    enrolment = people.enrolment(learner, due_on=clock.today())
    browser = people.client(learner)
    assert "Nobody asks why" in browser.get(reverse("courses:extend")).content.decode()
    browser.post(reverse("courses:extend"))
    browser.post(reverse("courses:extend"))
    enrolment.refresh_from_db()
    assert enrolment.due_on == clock.today() + dt.timedelta(days=28)
    assert "You have taken your first extension" in browser.get(reverse("courses:extend")).content.decode()
    assert "reason" not in [field.name for field in enrolment._meta.get_fields()]


def test_there_is_no_date_to_move_where_there_is_none(learner):
    enrolment = people.enrolment(learner)
    with pytest.raises(Refused):
        learning.extend(enrolment_id=enrolment.pk, by=learner.user)


def test_nobody_acts_on_somebody_elses_enrolment(programme, enrolment):
    other = people.person("Other", RoleName.PROGRAMME_MANAGER, RoleName.ADMINISTRATOR).user
    section, module = made.sections()[0], ModulePage.objects.first()
    acts = [
        lambda: learning.complete_section(enrolment_id=enrolment.pk, section=section, by=other),
        lambda: learning.undo_section(enrolment_id=enrolment.pk, section=section, by=other),
        lambda: learning.complete_module(enrolment_id=enrolment.pk, module=module, way="summary", by=other),
        lambda: learning.undo_module(enrolment_id=enrolment.pk, module=module, by=other),
        lambda: learning.keep_place(enrolment_id=enrolment.pk, section=section, block_id="x", by=other),
        lambda: learning.pause(enrolment_id=enrolment.pk, by=other),
        lambda: learning.resume(enrolment_id=enrolment.pk, by=other),
        lambda: learning.extend(enrolment_id=enrolment.pk, by=other),
        lambda: learning.withdraw(enrolment_id=enrolment.pk, by=other),
        lambda: learning.explain_exit(enrolment_id=enrolment.pk, by=other, by_shift=True),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_whoever_withdrew_completes_nothing(programme, learner):
    enrolment = people.enrolment(learner, state=EnrolmentState.WITHDRAWN)
    with pytest.raises(Refused):
        complete(enrolment, 0)


def test_withdrawing_keeps_what_was_done(programme, enrolment, learner):
    complete(enrolment, 0)
    learning.withdraw(enrolment_id=enrolment.pk, by=learner.user)
    learning.withdraw(enrolment_id=enrolment.pk, by=learner.user)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.WITHDRAWN
    assert SectionCompletion.objects.count() == 1


@pytest.mark.parametrize(("state", "event"), list(itertools.product(EnrolmentState, EnrolmentEvent)))
def test_the_whole_grid_of_an_enrolment(state, event):
    leads = {
        ("live", "pause"): "paused",
        ("paused", "resume"): "live",
        ("live", "complete"): "completed",
        ("paused", "complete"): "completed",
        ("live", "withdraw"): "withdrawn",
        ("paused", "withdraw"): "withdrawn",
        ("withdrawn", "return"): "live",
    }
    expected = leads.get((state.value, event.value))
    if expected is None:
        with pytest.raises(TransitionRefused):
            target(ENROLMENT, event, state)
    else:
        assert target(ENROLMENT, event, state) == expected


def test_the_whole_grid_of_a_list():
    from courses.states import BATCH, BatchEvent, BatchState

    leads = {("ready", "start"): "sending", ("sending", "finish"): "sent", ("sending", "stop"): "ready"}
    for state, event in itertools.product(BatchState, BatchEvent):
        expected = leads.get((state.value, event.value))
        if expected is None:
            with pytest.raises(TransitionRefused):
                target(BATCH, event, state)
        else:
            assert target(BATCH, event, state) == expected


def test_own_enrolments_question_and_queryset_agree(learner, enrolment):
    from courses import permissions

    other = people.person("Other", RoleName.TRAINEE)
    people.enrolment(other)
    for someone in (learner, other):
        own = set(permissions.enrolments_of(someone.user))
        from courses.models import Enrolment

        assert own == {row for row in Enrolment.objects.all() if permissions.can_act_on(someone.user, row)}
        assert len(own) == 1
