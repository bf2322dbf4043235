"""The pages of cases as people walk them, without JavaScript; and how many queries they cost."""

import datetime as dt
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import RoleName
from assessments.models import Release, ReleaseOpened
from certificates.models import Certificate
from foundation import clock
from register.case_states import CaseState
from register.models import AccreditationCase, PanelDecision, PanelView, Proposal, ViewDraft
from register.panel_rules import PanelStep
from register.selectors import case_home, case_own
from register.services import cases
from tests import people
from tests.register import case_making as making
from tests.register.access_cases import date
from tests.register.advocates import advocate

pytestmark = pytest.mark.django_db


def address(name, world, **kwargs):
    return reverse(f"register:{name}", kwargs={"public_id": world.case.public_id, **kwargs})


def text_of(response):
    return response.content.decode()


def counted(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_case_page_shows_stage_waits_for_and_whose_move():
    world = making.opened(units=4)
    making.check(world)
    making.approve(world)
    making.sign(world)
    making.referenced(world, 1)
    making.asked(world, 2)
    page = text_of(people.client(world.registrar).get(address("case", world)))
    due = (clock.today() + dt.timedelta(days=28)).strftime("%-d %B %Y")
    for words in (
        "Units 1 to 4",
        "Six of seven are ready",
        "One reference",
        f"The referee, until {due}",
        "Suitable.",
    ):
        assert words in page
    assert "001234567890" not in page


def test_a_member_writes_pauses_comes_back_checks_and_records():
    world = making.before_panel()
    browser = people.client(world.members[0])
    url = address("case_view", world)
    assert "Ready" not in text_of(browser.get(url))
    answer = browser.post(url, {"do": "save", "why_facts": "Half a thought", "practice": "no"})
    assert answer.status_code == 302
    assert ViewDraft.objects.get().data["why_facts"] == "Half a thought"
    page = browser.get(url)
    assert "Half a thought" in text_of(page)
    assert "Half a thought" not in text_of(people.client(world.chair).get(url))
    material = page.context["form"]["material"].value()
    facts = {f"fact_{fact.pk}": "yes" for fact in world.case.facts.filter(round=1)}
    typed = {
        "material": material,
        **facts,
        "why_facts": "The papers say so",
        "practice": "no",
        "why_practice": "Nothing speaks for it",
        "step": "grant",
        "why_step": "",
    }
    missing = browser.post(url, typed)
    assert "Say why this is the least step that protects" in text_of(missing)
    assert "The papers say so" in text_of(missing), "what was typed stays"
    typed["why_step"] = "Nothing more is needed"
    check = browser.post(url, typed)
    assert "Check before you record" in text_of(check)
    assert not PanelView.objects.exists()
    back = browser.post(url, {**typed, "do": "change"})
    assert "The papers say so" in text_of(back)
    assert "There is a problem" not in text_of(back)
    for _click in range(2):
        assert browser.post(url, {**typed, "do": "record"}).status_code == 302
    assert PanelView.objects.get().seat.person == world.members[0]
    assert not ViewDraft.objects.exists()


def test_a_step_against_the_person_needs_practice_to_be_affected():
    world = making.before_panel()
    browser = people.client(world.chair)
    page = browser.get(address("case_view", world))
    answer = browser.post(
        address("case_view", world),
        {"material": page.context["form"]["material"].value(), "practice": "no", "step": "propose"},
    )
    assert "A step against the person needs practice to be affected." in text_of(answer)
    assert "Refuse accreditation" not in text_of(page), "only lawful steps are offered"


def test_the_chair_checks_and_closes_and_a_second_click_leads_to_the_same_page():
    world = making.viewed()
    browser = people.client(world.chair)
    url = address("case_close", world)
    page = browser.get(url)
    assert "Accreditation is granted." in text_of(page)
    typed = {"version": page.context["form"]["version"].value(), "reasons": "All is there"}
    assert browser.post(url, {**typed, "reasons": ""}).status_code == 200
    check = browser.post(url, typed)
    assert "Check before you close" in text_of(check)
    assert not PanelDecision.objects.exists()
    with making.unprinted():
        for _click in range(2):
            answer = browser.post(url, {**typed, "do": "close"})
            assert answer.status_code == 302
            assert answer["Location"] == address("case_closed", world)
    assert PanelDecision.objects.count() == 1
    done = text_of(browser.get(address("case_closed", world)))
    assert "Number and certificate came into being together" in done


@pytest.mark.parametrize(("step", "times"), [(PanelStep.GRANT, 1), (PanelStep.ASK, 0)])
def test_the_printer_warms_up_while_the_chair_reads_before_a_grant(step, times):
    world = making.viewed(step=step)
    with mock.patch("register.views.panel.warm_up") as warm_up:
        assert people.client(world.chair).get(address("case_close", world)).status_code == 200
    assert warm_up.call_count == times


def test_the_chair_is_told_what_changed_and_loses_no_words():
    world = making.viewed()
    browser = people.client(world.chair)
    url = address("case_close", world)
    version = browser.get(url).context["form"]["version"].value()
    making.record(world, world.members[0], PanelStep.ASK)
    answer = browser.post(url, {"version": version, "reasons": "A long paragraph", "do": "close"})
    assert "Something happened in this case" in text_of(answer)
    assert "A long paragraph" in text_of(answer)
    assert not PanelDecision.objects.exists()


def test_a_registrar_puts_a_case_before_the_panel_and_sees_who_cannot_sit():
    world = making.ready()
    people.person("Tariq Mahmood", RoleName.PANEL_MEMBER, employer=world.case.employer)
    browser = people.client(world.registrar)
    page = text_of(browser.get(address("case_seats", world)))
    assert "Tariq Mahmood" in page
    assert "Works for the same employer" in page
    typed = {
        "version": world.version,
        "way": "online",
        "members": [someone.public_id for someone in world.members[:2]],
        "chair": world.chair.public_id,
        **date("held_on", clock.today()),
    }
    answer = browser.post(address("case_seats", world), typed)
    assert "The chair is one of the members who sit" in text_of(answer)
    typed["members"].append(world.chair.public_id)
    assert browser.post(address("case_seats", world), typed).status_code == 302
    assert world.fresh().state == CaseState.BEFORE_PANEL


def test_a_registrar_writes_a_notice_and_checks_it_first():
    world = making.before_panel()
    browser = people.client(world.registrar)
    url = address("case_propose", world)
    typed = {
        "version": world.version,
        "proposed": "We propose not to accredit you now.",
        "statement_1": "You held cash for a client.",
        "evidence_1": "",
        "why_not_less": "Less would not do.",
    }
    assert "Say where the evidence" in text_of(browser.post(url, typed))
    typed["evidence_1"] = "Pages 12 to 15"
    assert "Check before you serve" in text_of(browser.post(url, typed))
    assert not Proposal.objects.exists()
    for _click in range(2):
        browser.post(url, {**typed, "do": "send"})
    assert Proposal.objects.count() == 1


def test_the_notice_is_asked_for_until_it_is_written_and_then_shown():
    world = making.viewed(step=PanelStep.PROPOSE)
    making.close(world)
    browser = people.client(world.registrar)
    page = text_of(browser.get(address("case", world)))
    assert f'<a class="button" href="{address("case_propose", world)}">' in page
    making.proposed(world)
    page = text_of(browser.get(address("case", world)))
    assert address("case_propose", world) not in page
    assert address("case_notice", world) in page


def test_the_person_opens_the_notice_by_their_own_act_and_answers():
    world, proposal = making.proposed()
    browser = people.client(world.applicant)
    url = address("my_proposal", world)
    mine = text_of(browser.get(reverse("register:my_accreditation")))
    assert "Everything is ready" not in mine
    closed = text_of(browser.get(url))
    assert "Nothing is decided" in closed
    assert "cash" not in closed
    assert browser.get(address("my_papers", world)).status_code == 404
    browser.post(url)
    page = text_of(browser.get(url))
    for words in (
        "Answer in writing",
        "Speak to the panel",
        "Ask for more time",
        "Agree to it",
        "cash",
        "Gwen Tudor",
    ):
        assert words in page
    assert "For two years" in text_of(browser.get(address("my_papers", world))), (
        "they see what the panel sees"
    )
    empty = browser.post(address("my_answer", world, way="writing"), {"text": ""})
    assert "A short answer is enough" in text_of(empty)
    answer = browser.post(address("my_answer", world, way="writing"), {"text": "I told my supervisor"})
    assert answer.status_code == 302
    assert "I told my supervisor" in text_of(browser.get(url))
    proposal.refresh_from_db()
    assert proposal.closed_by == "answer"


def test_my_accreditation_names_and_links_what_is_missing():
    world = making.opened()
    ReleaseOpened.objects.create(release=Release.objects.get())
    page = text_of(people.client(world.applicant).get(reverse("register:my_accreditation")))
    assert address("code_of_conduct", world) in page
    assert address("my_reference", world) in page
    assert "Not signed yet" in page
    items = case_home.applicant_items(world.applicant.user)
    assert [item.url for item in items][:2] == [
        address("code_of_conduct", world),
        address("my_reference", world),
    ]


def test_a_name_that_cannot_be_printed_is_mended_by_its_bearer():
    world = making.opened()
    ReleaseOpened.objects.create(release=Release.objects.get())
    world.applicant.certificate_name = "محمد"
    world.applicant.save()
    browser = people.client(world.applicant)
    url = address("my_name", world)
    assert url in text_of(browser.get(reverse("register:my_accreditation")))
    refused = browser.post(url, {"name": "Мария"})
    assert "cannot print" in text_of(refused)
    assert browser.post(url, {"name": "Mohammed  Rahman"}).status_code == 302
    world.applicant.refresh_from_db()
    assert world.applicant.certificate_name == "Mohammed Rahman"
    assert "Change how it is printed" in text_of(browser.get(reverse("register:my_accreditation")))


def test_the_day_of_the_sitting_stays_when_another_member_is_seated():
    world = making.before_panel()
    held_on = clock.today() + dt.timedelta(days=6)
    sitting = world.case.seats.first().sitting
    type(sitting).objects.filter(pk=sitting.pk).update(held_on=held_on, way="video")
    form = people.client(world.registrar).get(address("case_seats", world)).context["form"]
    assert (form["held_on"].value(), form["way"].value()) == (held_on, "video")


def test_a_result_that_was_not_opened_is_given_away_by_nothing():
    world = making.opened()
    page = text_of(people.client(world.applicant).get(reverse("register:my_accreditation")))
    assert "There is an update about one of your units" in page
    assert "Met" not in page
    assert case_home.applicant_items(world.applicant.user) == []


def test_an_advocate_sees_the_entry_and_the_way_to_the_certificate():
    world = making.viewed()
    making.close(world)
    page = text_of(people.client(world.applicant).get(reverse("register:my_accreditation")))
    entry = world.applicant.register_entry
    code = Certificate.objects.get(award=entry.public_id).printed_code
    for words in (
        "Accredited",
        str(entry.numbers.get()),
        f"/certificates/{code}/",
        "The decision of the panel",
    ):
        assert words in page
    assert "Waits for" not in page


def test_a_trainee_without_a_case_is_told_when_it_begins_and_staff_have_no_such_page():
    trainee = people.person("Zofia Wójcik", RoleName.TRAINEE)
    page = text_of(people.client(trainee).get(reverse("register:my_accreditation")))
    assert "It begins by itself" in page
    assert not case_own.case_to_see(trainee.user)
    world = making.opened()
    assert not case_own.case_to_see(world.applicant.user), "a result waits to be opened"
    ReleaseOpened.objects.create(release=Release.objects.get())
    assert case_own.case_to_see(world.applicant.user)


def test_ones_home_says_first_that_a_notice_waits_and_not_what_it_says():
    world, _proposal = making.proposed()
    browser = people.client(world.applicant)
    page = text_of(browser.get(reverse("portal:home")))
    assert page.index("There is something for you to read") < page.index("What your units wait for")
    assert "efus" not in page
    ReleaseOpened.objects.create(release=Release.objects.get())
    assert text_of(browser.get(reverse("portal:home"))).count('href="/cases/mine/"') == 1
    AccreditationCase.objects.update(state=CaseState.BEFORE_PANEL)
    assert "There is something for you to read" not in text_of(browser.get(reverse("portal:home")))


def test_an_advocates_own_entry_says_first_that_a_notice_waits():
    making.proposed()
    someone = advocate().person
    AccreditationCase.objects.update(person=someone)
    browser = people.client(someone)
    page = text_of(browser.get(reverse("register:my_entry")))
    assert page.index("There is something for you to read") < page.index("What the public reads")
    AccreditationCase.objects.update(state=CaseState.BEFORE_PANEL)
    assert "There is something for you to read" not in text_of(browser.get(reverse("register:my_entry")))


def test_ones_home_leads_to_the_accreditation_once_every_unit_is_met():
    world = making.opened()
    browser = people.client(world.applicant)
    leads = "All your units are met."
    assert leads not in text_of(browser.get(reverse("portal:home"))), "a result waits to be opened"
    ReleaseOpened.objects.create(release=Release.objects.get())
    page = text_of(browser.get(reverse("portal:home")))
    assert leads in page
    assert page.count("My accreditation") == 1
    for words in ("You have read every module", "What your units wait for", "Need more time?"):
        assert words not in page


def test_a_page_with_a_date_to_answer_by_does_not_say_that_nothing_runs_out():
    world, _proposal = making.proposed()
    page = text_of(people.client(world.applicant).get(reverse("register:my_accreditation")))
    assert "There is a notice for you" in page
    assert "Nothing runs out while you wait" not in page
    assert "An answer to the notice" in page, "the same words for whoever reads them"


def test_the_referees_page_needs_no_account_and_answers_once():
    world = making.opened()
    _request, token = making.asked(world)
    browser = people.client()
    url = reverse("register:reference", args=[token])
    page = browser.get(url)
    assert "Tomos Rhys" in text_of(page)
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    half = browser.post(url, {"answer_1": "For two years", "answer_2": "", "answer_3": "No"})
    assert "For two years" in text_of(half)
    answer = browser.post(url, {"answer_1": "For two years", "answer_2": "With care", "answer_3": "No"})
    assert answer.status_code == 302
    again = browser.post(url, {"answer_1": "x", "answer_2": "y", "answer_3": "z"})
    assert again.status_code == 404
    never = browser.get(reverse("register:reference", args=["never-was"]))
    assert text_of(again).replace(token, "") == text_of(never).replace("never-was", "")


def test_reading_and_verifying_a_reference():
    world = making.before_panel()
    other = making.opened(name="Olena Kravets")
    request, token = making.asked(other)
    making.requirements.answer_reference(token=token, answers=["For two years", "With care", "No"])
    browser = people.client(other.registrar)
    url = address("case_reference", other, request_id=request.public_id)
    assert "With care" in text_of(browser.get(url))
    nothing = browser.post(address("case_reference_verify", other, request_id=request.public_id), {"how": ""})
    assert "Fill in “How you made sure”" in text_of(nothing)
    assert people.client(world.chair).get(url).status_code == 404


def test_opening_a_case_finds_people_by_name_and_nobody_hidden():
    from register.models import Entry
    from register.states import Visibility
    from tests.register.advocates import advocate

    registrar = people.person("Hannah Osei", RoleName.REGISTRAR)
    people.enrolment(people.person("Zofia Wójcik", RoleName.TRAINEE))
    hidden = advocate("Zofia Hidden", visibility=Visibility.PROTECTED)
    people.enrolment(Entry.objects.get(pk=hidden.pk).person)
    page = text_of(people.client(registrar).get(reverse("register:case_open"), {"name": "zofia"}))
    assert "Zofia Wójcik" in page
    assert "Zofia Hidden" not in page


LISTS = {
    "registrar, cases": ("register:cases", lambda world: world.registrar),
    "chair, cases": ("register:cases", lambda world: world.chair),
    "chair, sittings": ("register:sittings", lambda world: world.chair),
    "registrar, decided": ("register:cases_decided", lambda world: world.registrar),
}


@pytest.mark.parametrize("which", LISTS)
def test_lists_cost_the_same_with_ten_times_the_rows(which):
    name, who = LISTS[which]
    world = making.before_panel()

    def more(count):
        for _ in range(count):
            other = making.ready()
            other.chair, other.members = world.chair, world.members
            making.before_panel(other)
            if name == "register:cases_decided":
                cases.withdraw(case_id=other.case.pk, by=other.applicant.user)

    more(1)
    browser = people.client(who(world))
    few = counted(browser, reverse(name))
    more(9)
    many = counted(browser, reverse(name))
    assert many == few
    assert few <= 25


def test_the_case_page_and_home_cost_a_known_number_of_queries():
    world = making.before_panel()
    assert counted(people.client(world.registrar), address("case", world)) <= 40
    assert counted(people.client(world.chair), address("case", world)) <= 40
    for items, someone in (
        (case_home.panel_items, world.chair),
        (case_home.registrar_items, world.registrar),
        (case_home.applicant_items, world.applicant),
    ):
        with CaptureQueriesContext(connection) as queries:
            items(type(someone.user).objects.get(pk=someone.user_id))
        assert len(queries) <= 20, (items.__name__, len(queries))


def test_home_items_are_each_ones_own():
    world = making.before_panel()
    assert [item.title for item in case_home.panel_items(world.chair.user)] == ["Record a view"]
    making.viewed(world)
    assert [item.title for item in case_home.panel_items(world.chair.user)] == ["Close the case"]
    assert case_home.panel_items(world.members[0].user) == []
    assert case_home.registrar_items(world.registrar.user) == []
    with making.unprinted():
        making.close_at_once(world)
    assert case_home.panel_items(world.chair.user) == []
    other = making.ready(name="Olena Kravets")
    assert [item.title for item in case_home.registrar_items(other.registrar.user)] == [
        "Put it before the panel"
    ]
