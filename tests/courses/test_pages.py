"""Who reads what of the programme, and what the pages say."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.roles import RoleName
from cms.selectors import reading
from courses import permissions
from courses.models import ModulePage, SectionCompletion, SectionPage
from courses.services import learning
from courses.states import EnrolmentState
from foundation import clock
from foundation.exceptions import Refused
from tests import people
from tests.courses import programme as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return made.programme()


@pytest.fixture
def learner():
    someone = people.person("Maryam Haddad", RoleName.TRAINEE)
    people.enrolment(someone, exit_explained_at=clock.now())
    return someone


def get(someone, page, query=""):
    return people.client(someone).get(page.get_url() + query)


def test_everybody_reads_the_programme_and_what_a_module_is_about(programme):
    answer = get(None, programme)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "This is a sample." in page
    assert page.index("Module title 1") < page.index("Module title 2")
    module = ModulePage.objects.first()
    page = get(None, module).content.decode()
    for words in ("Purpose 1.", "Section 1.1", "Section 1 is brief about trauma.", "27 minutes"):
        assert words in page
    assert SectionPage.objects.first().get_url() not in page
    assert "The essentials" not in page
    assert "When has help felt like control" not in page


def test_a_section_sends_a_stranger_to_sign_in_and_is_not_there_for_others(programme):
    section = made.sections()[0]
    answer = get(None, section)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={section.get_url()}"
    assert get(people.person("No Role"), section).status_code == 404


@pytest.mark.parametrize("role", RoleName)
def test_roles_that_work_with_sections_read_them(programme, role):
    someone = people.person("Some One", role)
    expected = 200 if role in permissions.WORKS_WITH_SECTIONS else 404
    assert get(someone, made.sections()[0]).status_code == expected


@pytest.mark.parametrize(("state", "expected"), [
    (EnrolmentState.LIVE, 200), (EnrolmentState.PAUSED, 200),
    (EnrolmentState.COMPLETED, 200), (EnrolmentState.WITHDRAWN, 404),
])  # fmt: skip
def test_what_was_learned_stays_readable_until_somebody_withdraws(programme, state, expected):
    someone = people.person("", RoleName.TRAINEE)
    people.enrolment(someone, state=state, exit_explained_at=clock.now())
    assert get(someone, made.sections()[0]).status_code == expected


def test_the_way_out_is_explained_once_before_the_first_section(programme):
    someone = people.person("", RoleName.TRAINEE)
    enrolment = people.enrolment(someone)
    section = made.sections()[0]
    browser = people.client(someone)
    answer = browser.get(section.get_url(), follow=True)
    assert answer.redirect_chain[0][0] == f"{reverse('courses:exit_first')}?next={section.get_url()}"
    page = answer.content.decode()
    assert "A quick way out, on every page" in page
    practice = browser.get(f"{reverse('courses:exit_first')}?practised&next={section.get_url()}")
    assert "That was it." in practice.content.decode()
    answer = browser.post(
        reverse("courses:exit_first"), {"next": section.get_url(), "shared_device": "on"}, follow=True
    )
    assert answer.redirect_chain[0][0] == section.get_url()
    assert answer.status_code == 200
    enrolment.refresh_from_db()
    someone.user.refresh_from_db()
    assert enrolment.exit_explained_at
    assert someone.user.exit_by_shift is False
    assert browser.session["shared_device"] is True


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_the_explanation_leads_nowhere_else(programme, learner, elsewhere):
    answer = people.client(learner).post(reverse("courses:exit_first"), {"next": elsewhere})
    assert answer["Location"].startswith("/home/")


def test_what_was_changed_behind_the_gate_is_not_read(programme, learner):
    section = made.sections()[0]
    SectionPage.objects.filter(pk=section.pk).update(minutes=99)
    # The live row was changed behind the gate: the signed revision stands in for it.
    page = get(learner, section).content.decode()
    assert "about 8 minutes" in page
    assert "99 minutes" not in page
    assert "99 minutes" not in get(learner, section.get_parent()).content.decode()


def test_an_unpublished_section_leaves_the_rail_and_the_module(programme, learner):
    first, second, _third, *_others = made.sections()
    second.unpublish()
    page = get(learner, first).content.decode()
    assert "section 1 of 2" in page
    assert "Section 1.2" not in page
    assert get(learner, second).status_code == 404


def test_feedback_comes_without_scripts_and_has_no_tick(programme, learner):
    section = made.sections()[0]
    browser = people.client(learner)
    save = reverse("courses:section_save", args=[section.translation_key])
    answer = browser.post(save, {f"check-{made.CHECK}": "1", "do": f"check:{made.CHECK}"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [
        (f"{section.get_url()}?check={made.CHECK}&answer=1#part-{made.CHECK}", 302)
    ]
    shown = page.split('data-feedback="1"')[1][:200]
    assert "Waiting owes her nothing." in shown
    assert "hidden" not in shown.split(">")[0]
    assert "hidden" in page.split('data-feedback="0"')[1].split(">")[0]
    assert 'value="1" id="check-' in page
    assert "disc-tick" not in shown


@pytest.mark.parametrize("query", ["?check=x&answer=1", f"?check={made.CHECK}&answer=7", "?check=&answer=a"])
def test_odd_addresses_do_no_harm(programme, learner, query):
    assert get(learner, made.sections()[0], query).status_code == 200


def test_a_checked_answer_is_kept_nowhere(programme, learner):
    from django.apps import apps

    section = made.sections()[0]
    people.client(learner).post(
        reverse("courses:section_save", args=[section.translation_key]),
        {f"check-{made.CHECK}": "1", "do": f"check:{made.CHECK}"},
    )
    assert not [
        model for model in apps.get_app_config("courses").get_models() if "answer" in model.__name__.lower()
    ]


def test_branches_open_without_scripts(programme, learner):
    page = get(learner, made.sections()[0]).content.decode()
    assert page.count("<details") >= 2
    assert "She picks a sentence." in page


def test_the_point_of_two_sections_ago_comes_again(programme, learner):
    page = get(learner, made.sections()[2]).content.decode()
    assert "Point 1.1." in page


def test_four_equal_choices(programme, learner):
    page = get(learner, ModulePage.objects.first()).content.decode()
    choices = page.split('class="choices"')[1].split("</ul>")[0]
    for words in ("Begin with section 1", "Read a summary instead", "Do an alternative", "Come back later"):
        assert words in choices
    assert choices.count("<li>") == 4


def test_law_has_a_place_and_a_day():
    page = SectionPage(title="Law", slug="law", jurisdictions=[], law_as_at=clock.today())
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "jurisdictions" in refused.value.message_dict
    page = SectionPage(title="Law", slug="law", jurisdictions=["EW"])
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "law_as_at" in refused.value.message_dict


def test_what_somebody_completed_is_not_deleted(programme, learner):
    section = made.sections()[0]
    learning.complete_section(enrolment_id=learner.enrolments.get().pk, section=section, by=learner.user)
    with pytest.raises(Refused):
        section.delete()
    module = section.get_parent().specific
    for other in made.sections()[1:3]:
        learning.complete_section(enrolment_id=learner.enrolments.get().pk, section=other, by=learner.user)
    with pytest.raises(Refused):
        module.delete()
    section.unpublish()
    assert SectionCompletion.objects.filter(section_key=section.translation_key).exists()
    made.sections()[5].delete()


def test_who_signs_off_reads_dates_and_places_in_words():
    made.programme(modules=1, sections=1)
    section = made.sections()[0].specific
    section.jurisdictions, section.law_as_at = ["EW"], dt.date(2026, 6, 30)
    read = " ".join(str(part.html) for part in reading.parts(section, None, {})[0])
    assert "England and Wales" in read
    assert "30 June 2026" in read
    assert "2026-06-30" not in read


def test_the_editing_rooms_list_modules_and_sections_in_the_order_of_teaching(programme):
    for parent in (programme, ModulePage.objects.first()):
        assert parent.get_admin_default_ordering() == "ord"


def test_a_consultant_reads_what_each_part_of_a_section_is(programme):
    labels = [part.label for part in reading.parts(SectionPage.objects.first(), None, {"request": None})[0]]
    assert "Minutes to read and do" in labels
    assert "The point to remember" in labels
