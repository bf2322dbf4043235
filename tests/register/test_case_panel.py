"""The panel: who may sit, when it may decide, what a majority does, and that a grant is whole or nothing."""

import datetime as dt
import threading
from unittest import mock

import pytest
from django.db import connection

from accounts.models import DeclaredRelationship, Employment, Notice, Role
from accounts.roles import RoleName
from casework.models import Request
from certificates.models import Certificate
from foundation import clock
from foundation.exceptions import NotAllowed, Refused, TransitionRefused
from register import case_permissions
from register.case_states import CaseState
from register.models import AccreditationCase, Entry, PanelDecision, PanelView, RegisterEvent, ViewDraft
from register.panel_rules import PanelOutcome, PanelStep
from register.selectors import panel as panel_selectors
from register.selectors.case_dossier import dossier
from register.selectors.cases import standing
from register.services import case_requirements as requirements, cases, panel, panel_decision
from tests import people
from tests.register import case_making as making

pytestmark = pytest.mark.django_db


# Who may sit.


def _employer(world, someone):
    Employment.objects.create(person=someone, organisation=world.case.employer)


def _other_employer(world, someone):
    shared = people.organisation()
    Employment.objects.create(person=someone, organisation=shared)
    Employment.objects.create(person=world.applicant, organisation=shared)


def _tie(world, someone):
    DeclaredRelationship.objects.create(person=someone, other=world.applicant, kind="personal")


def _tie_the_other_way(world, someone):
    DeclaredRelationship.objects.create(person=world.applicant, other=someone, kind="supervisor")


def _assessed(world, someone):
    unit = world.enrolment.version.units.first()
    making.met(
        people.enrolment(world.applicant, people.cohort(world.enrolment.version)),
        unit,
        someone,
        world.registrar,
    )


def _referee(world, someone):
    Request.objects.filter(subject_id=world.case.public_id, kind="reference").update(
        asked_email=someone.user.email.upper()
    )


def _referee_with_account(world, someone):
    request = Request.objects.filter(subject_id=world.case.public_id, kind="reference").first()
    request.asked_of = someone.user
    request.save()


def _prepared(world, someone):
    Role.objects.create(user=someone.user, name=RoleName.REGISTRAR)
    requirements.record_check(
        case_id=world.case.pk,
        by=type(someone.user).objects.get(pk=someone.user_id),
        number="77",
        dated_on=clock.today(),
        valid_until=clock.today() + dt.timedelta(days=99),
        result="nothing_to_decide",
    )


TIES = {
    "same employer": (_employer, "Works for the same employer"),
    "another employer they share": (_other_employer, "Works for the same employer"),
    "declared tie": (_tie, "Has a declared tie to the applicant"),
    "declared tie, the other way": (_tie_the_other_way, "Has a declared tie to the applicant"),
    "assessed the work": (_assessed, "Took part in assessing the work"),
    "gave a reference": (_referee, "Gave a reference"),
    "gave a reference with an account": (_referee_with_account, "Gave a reference"),
    "prepared the case": (_prepared, "Prepared the case"),
}


@pytest.mark.parametrize("tie", TIES)
def test_independence_before_the_seat_at_the_view_and_at_closing(tie):
    make, words = TIES[tie]
    # Before the seat: cannot be seated, and the list says why.
    world = making.ready()
    make(world, world.members[0])
    one = next(c for c in panel_selectors.candidates(world.fresh()) if c.person == world.members[0])
    assert one.against == (words,)
    with pytest.raises(Refused, match="cannot sit"):
        making.before_panel(world)
    # After the seat: cannot record, and the chair cannot close over it.
    world = making.viewed()
    make(world, world.members[0])
    with pytest.raises(Refused, match="stand aside"):
        making.record(world, world.members[0], PanelStep.ASK)
    with pytest.raises(Refused, match="can no longer sit"):
        making.close(world)
    panel.stand_aside(
        seat_id=world.case.seats.get(person=world.members[0]).pk, by=world.members[0].user, reason=words
    )
    making.close(world)
    assert world.fresh().state == CaseState.GRANTED
    assert PanelDecision.objects.get().stood_aside == 1


def test_somebody_without_a_tie_may_sit():
    world = making.ready()
    assert all(one.can_sit for one in panel_selectors.candidates(world.case))
    ended = world.members[0]
    DeclaredRelationship.objects.create(
        person=ended,
        other=world.applicant,
        kind="other",
        since=clock.today() - dt.timedelta(days=9),
        until=clock.today() - dt.timedelta(days=1),
    )
    assert panel_selectors.conflicts_of(world.case, ended) == ()


def test_the_proposer_and_the_applicant_never_sit():
    world, _proposal = making.answered()
    assert "Proposed the refusal" in panel_selectors.conflicts_of(world.case, world.registrar)
    assert "It is their own case" in panel_selectors.conflicts_of(world.case, world.applicant)


def test_nobody_without_the_role_is_seated_or_keeps_seeing_the_case():
    world = making.ready()
    with pytest.raises(Refused, match="not a member"):
        panel.put_before_panel(
            case_id=world.case.pk,
            version=world.version,
            by=world.registrar.user,
            members=[*world.panel, people.person("No Member", RoleName.ASSESSOR)],
            chair=world.chair,
            held_on=clock.today(),
        )
    making.before_panel(world)
    member = world.members[0]
    assert case_permissions.can_see(member.user, world.case)
    Role.objects.filter(user=member.user).update(
        since=clock.today() - dt.timedelta(days=9), until=clock.today() - dt.timedelta(days=1)
    )
    user = type(member.user).objects.get(pk=member.user_id)
    assert not case_permissions.can_see(user, world.case)
    assert not case_permissions.visible_to(user).exists()


def test_the_question_and_the_queryset_agree_for_everybody():
    worlds = [making.opened(), making.before_panel(making.ready(name="Morag Sinclair"))]
    aside = worlds[1].members[1]
    panel.stand_aside(seat_id=worlds[1].case.seats.get(person=aside).pk, by=aside.user, reason="A tie")
    both = people.person("Both", RoleName.REGISTRAR, RoleName.TRAINEE)
    own = cases.open_case(
        person=both, qualification_version=worlds[0].enrolment.version, by=worlds[0].registrar.user
    )
    everybody = [
        *[someone for world in worlds for someone in (world.applicant, world.registrar, *world.panel)],
        both,
        people.person("A stranger"),
    ]
    seen = set()
    for someone in everybody:
        user = type(someone.user).objects.get(pk=someone.user_id)
        for case in AccreditationCase.objects.select_related("person"):
            can = case_permissions.can_see(user, case)
            assert can == case_permissions.visible_to(user).filter(pk=case.pk).exists()
            assert (
                case_permissions.owns(user, case)
                == case_permissions.own_cases(user).filter(pk=case.pk).exists()
            )
            seen.add((someone == aside, case == own, can))
    assert not case_permissions.can_see(both.user, own)
    assert {(True, False, False), (False, False, True), (False, True, True)} <= seen


# Quorum, views, the chair.


def test_no_quorum_no_panel():
    world = making.ready()
    with pytest.raises(Refused, match="At least 3"):
        panel.put_before_panel(
            case_id=world.case.pk,
            version=world.version,
            by=world.registrar.user,
            members=world.panel[:2],
            chair=world.chair,
            held_on=clock.today(),
        )
    assert world.fresh().state == CaseState.OPEN
    assert not world.case.seats.exists()


def test_losing_quorum_stops_the_chair_until_somebody_is_seated():
    world = making.viewed(making.before_panel(making.ready(members=2)))
    leaving = world.members[0]
    panel.stand_aside(seat_id=world.case.seats.get(person=leaving).pk, by=leaving.user, reason="A tie")
    with pytest.raises(Refused, match="quorum is 3"):
        making.close(world)
    stands = standing(world.fresh(), world.registrar.user)
    assert stands.waits_for == ("Enough members, with a chair",)
    assert stands.is_mine
    new = people.person("Duncan Farquhar", RoleName.PANEL_MEMBER)
    panel.seat_members(
        case_id=world.case.pk,
        version=world.version,
        by=world.registrar.user,
        members=[new],
        chair=world.chair,
        held_on=clock.today(),
    )
    with pytest.raises(Refused, match="Duncan Farquhar"):
        making.close(world)
    making.record(world, new)
    making.close(world)
    assert world.fresh().state == CaseState.GRANTED


def test_a_chair_who_stands_aside_is_replaced():
    world = making.before_panel()
    panel.stand_aside(
        seat_id=world.case.seats.get(person=world.chair).pk, by=world.chair.user, reason="A tie"
    )
    stands = standing(world.fresh(), world.registrar.user)
    assert stands.is_mine
    for someone in world.members:
        making.record(world, someone)
    panel.seat_members(
        case_id=world.case.pk,
        version=world.version,
        by=world.registrar.user,
        members=[],
        chair=world.members[0],
        held_on=clock.today(),
    )
    with pytest.raises(NotAllowed):
        making.close(world)
    making.close(world, by=world.members[0].user)
    assert world.fresh().state == CaseState.GRANTED


def test_standing_aside_needs_a_reason_and_is_recorded_once():
    world = making.before_panel()
    seat = world.case.seats.get(person=world.members[0])
    panel.save_draft(case_id=world.case.pk, by=world.members[0].user, data={"why_facts": "half a thought"})
    with pytest.raises(Refused):
        panel.stand_aside(seat_id=seat.pk, by=world.members[0].user, reason=" ")
    with pytest.raises(NotAllowed):
        panel.stand_aside(seat_id=seat.pk, by=world.members[1].user, reason="I want it")
    for _click in range(2):
        panel.stand_aside(seat_id=seat.pk, by=world.members[0].user, reason="A tie")
    assert world.case.events.filter(kind="stood_aside").count() == 1
    assert not ViewDraft.objects.exists()
    with pytest.raises(NotAllowed):
        making.record(world, world.members[0])


def test_the_chair_waits_for_every_view():
    world = making.before_panel()
    making.record(world, world.chair)
    making.record(world, world.members[0])
    with pytest.raises(Refused, match="Member 2, Member 3"):
        making.close(world)
    stands = standing(world.fresh(), world.members[1].user)
    assert stands.waits_for == ("Two of four views",)
    assert stands.whose == "Yours"
    assert standing(world.case, world.chair.user).whose == "The panel’s members"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"found": {}}, "for each fact"),
        ({"why_facts": " "}, "reasons"),
        ({"why_practice": ""}, "reasons"),
        ({"why_step": ""}, "reasons"),
        ({"step": PanelStep.REFUSE, "practice_affected": True}, "not possible"),
        ({"step": PanelStep.PROPOSE, "practice_affected": False}, "practice"),
    ],
)
def test_a_view_has_reasons_and_a_lawful_step(fields, words):
    world = making.before_panel()
    with pytest.raises(Refused, match=words):
        making.record(world, world.chair, **fields)
    assert not PanelView.objects.exists()


def test_a_changed_mind_is_a_new_version_and_the_same_click_is_not():
    world = making.before_panel()
    first = making.record(world, world.chair)
    assert making.record(world, world.chair) == first
    second = making.record(world, world.chair, PanelStep.ASK)
    assert (first.number, second.number) == (1, 2)
    assert dossier(world.fresh()).current_views() == {first.seat_id: second}
    assert second.words.digest() == second.words_digest
    assert [finding.found for finding in second.findings.all()] == [True] * 7


def test_a_stale_line_stops_views(time_machine):
    world = making.ready()
    making.check(world, number="short", valid_until=clock.today() + dt.timedelta(days=920))
    making.before_panel(world)
    making.record(world, world.chair)
    time_machine.move_to(clock.now() + dt.timedelta(days=921))
    with pytest.raises(Refused, match="Out of date"):
        making.record(world, world.members[0])
    stands = standing(world.fresh(), world.registrar.user)
    assert "A current check" in stands.waits_for
    assert stands.is_mine


def test_a_line_that_goes_stale_between_the_views_and_closing_stops_a_grant():
    world = making.viewed()
    requirements.withdraw_approval(
        organisation=world.case.employer, since=clock.today(), by=world.registrar.user, reason="Closed"
    )
    with pytest.raises(Refused) as refusal:
        making.close(world)
    assert "withdrawn" in " ".join(refusal.value.messages)
    assert not Entry.objects.exists()
    making.approve(world, days=300)
    making.close(world)
    assert world.fresh().state == CaseState.GRANTED


# What the majority does.


def test_a_tie_leaves_things_as_they_were_and_begins_a_new_round():
    world = making.before_panel(making.ready(members=3))
    for someone, step in zip(
        world.panel, [PanelStep.GRANT, PanelStep.GRANT, PanelStep.ASK, PanelStep.PROPOSE], strict=True
    ):
        making.record(world, someone, step)
    decision = making.close(world)
    assert decision.outcome == PanelOutcome.NO_MAJORITY
    case = world.fresh()
    assert case.state == CaseState.BEFORE_PANEL
    assert case.round == 2
    assert case.facts.filter(round=2).count() == case.facts.filter(round=1).count() == 7
    assert len(dossier(case).waiting_seats) == 4
    assert not Entry.objects.exists()


def test_a_majority_for_a_notice_asks_a_registrar_to_write_it():
    world = making.viewed(step=PanelStep.PROPOSE)
    making.close(world)
    stands = standing(world.fresh(), world.registrar.user)
    assert stands.waits_for == ("A notice that a refusal is proposed",)
    assert stands.is_mine
    with pytest.raises(Refused, match="closed this round"):
        making.record(world, world.chair)
    making.proposed(world)
    assert world.fresh().state == CaseState.REFUSAL_PROPOSED


def test_a_refusal_is_recorded_with_reasons_and_told_neutrally():
    world = making.refused()
    decision = PanelDecision.objects.get()
    assert decision.outcome == PanelOutcome.REFUSE
    assert decision.words.digest() == decision.words_digest
    notice = Notice.objects.filter(user=world.applicant.user).first()
    assert "refus" not in notice.title.lower()
    assert not Entry.objects.exists()


def test_reasons_are_needed_to_close():
    world = making.viewed()
    with pytest.raises(Refused, match="reasons"):
        making.close(world, reasons="  ")
    assert world.fresh().state == CaseState.BEFORE_PANEL


def test_a_review_is_heard_by_others_and_a_tie_lets_the_refusal_stand():
    world = making.refused()
    with pytest.raises(Refused):
        cases.ask_review(case_id=world.case.pk, reasons=" ", by=world.applicant.user)
    with pytest.raises(NotAllowed):
        cases.ask_review(case_id=world.case.pk, reasons="Page 18", by=world.registrar.user)
    review = cases.ask_review(case_id=world.case.pk, reasons="Page 18", by=world.applicant.user)
    assert cases.ask_review(case_id=world.case.pk, reasons="Page 18", by=world.applicant.user) == review
    assert review.is_review
    assert all(item.ready for item in panel.checklist(dossier(review))), (
        "the references of the refused case count"
    )
    for someone in world.panel:
        assert "Took part in the decision that is reviewed" in panel_selectors.conflicts_of(review, someone)
    assert "Proposed the refusal" in panel_selectors.conflicts_of(review, world.registrar)
    old, world.case = world.case, review
    with pytest.raises(Refused, match="cannot sit"):
        making.before_panel(world)
    world.chair = people.person("New chair", RoleName.PANEL_MEMBER)
    world.members = [people.person(f"New {n}", RoleName.PANEL_MEMBER) for n in range(3)]
    making.before_panel(world)
    assert [fact.statement for fact in panel_selectors.facts(world.case)] == [
        "You held cash for a client in October.",
        "You did not tell your employer.",
    ]
    with pytest.raises(TransitionRefused):
        making.proposed(world)
    for someone, step in zip(
        world.panel, [PanelStep.GRANT, PanelStep.GRANT, PanelStep.REFUSE, PanelStep.REFUSE], strict=True
    ):
        making.record(world, someone, step)
    making.close(world)
    assert world.fresh().state == CaseState.REFUSED
    with pytest.raises(Refused):
        cases.ask_review(case_id=world.case.pk, reasons="Again", by=world.applicant.user)
    assert AccreditationCase.objects.get(pk=old.pk).state == CaseState.REFUSED


def test_a_review_can_grant():
    world = making.refused()
    world.case = cases.ask_review(case_id=world.case.pk, reasons="Page 18", by=world.applicant.user)
    world.chair = people.person("New chair", RoleName.PANEL_MEMBER)
    world.members = [people.person(f"New {n}", RoleName.PANEL_MEMBER) for n in range(2)]
    making.viewed(making.before_panel(world))
    making.close(world)
    assert Entry.objects.get().person == world.applicant


# A grant is whole or nothing.

BREAKS = [
    "register.services.panel_decision.prepare_award",
    "register.services.panel_decision.award",
    "certificates.services.issue",
    "register.services.search_index.index",
    "register.services.awards.grant_role",
]


@pytest.mark.parametrize("place", BREAKS)
def test_a_grant_is_whole_or_nothing(place):
    world = making.viewed()
    before = world.version
    with mock.patch(place, side_effect=RuntimeError("the printer burns")), pytest.raises(RuntimeError):
        making.close(world)
    case = world.fresh()
    assert case.state == CaseState.BEFORE_PANEL
    assert case.version == before
    for model in (PanelDecision, Entry, RegisterEvent, Certificate):
        assert not model.objects.exists()
    making.close(world)
    assert world.fresh().state == CaseState.GRANTED
    assert Certificate.objects.count() == 1


def test_a_name_changed_between_printing_and_writing_stops_it():
    world = making.viewed()
    real = panel_decision._close

    def rename_first(**kwargs):
        type(world.applicant).objects.filter(pk=world.applicant.pk).update(certificate_name="Another Name")
        return real(**kwargs)

    with mock.patch.object(panel_decision, "_close", rename_first), pytest.raises(Refused):
        making.close(world)
    assert world.fresh().state == CaseState.BEFORE_PANEL
    assert not Entry.objects.exists()


def test_a_double_click_closes_once_and_gives_the_same_decision():
    world = making.viewed()
    version = world.version
    first = making.close(world, version=version)
    assert making.close(world, version=version) == first
    assert PanelDecision.objects.count() == Entry.objects.count() == 1


def test_a_view_recorded_since_the_page_was_opened_tells_the_chair():
    world = making.viewed()
    version = world.version
    making.record(world, world.members[0], PanelStep.ASK)
    with pytest.raises(Refused, match="Something happened"):
        making.close(world, version=version)


def together(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_close_once():
    world = making.viewed()
    version = world.version
    start, results = threading.Barrier(2), []

    def click():
        start.wait()
        try:
            results.append(("done", making.close_at_once(world, version=version).pk))
        except Refused as refusal:
            results.append(("told", str(refusal)))
        finally:
            connection.close()

    with making.unprinted():
        together([threading.Thread(target=click) for _ in range(2)])
    assert len(results) == 2
    assert any(kind == "done" for kind, _ in results)
    assert PanelDecision.objects.count() == 1
    assert Entry.objects.count() == Certificate.objects.count() == 1
    assert world.fresh().state == CaseState.GRANTED


@pytest.mark.django_db(transaction=True)
def test_a_view_and_the_chair_at_the_same_moment_follow_each_other():
    world = making.viewed()
    version = world.version
    start, results = threading.Barrier(2), {}

    def run(name, act):
        start.wait()
        try:
            act()
            results[name] = "done"
        except Refused:
            results[name] = "told"
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=("chair", lambda: making.close_at_once(world, version=version))),
        threading.Thread(
            target=run, args=("member", lambda: making.record(world, world.members[0], PanelStep.ASK))
        ),
    ]
    with making.unprinted():
        together(threads)
    assert sorted(results.values()) == ["done", "told"]
    events = list(world.fresh().events.order_by("number").values_list("number", flat=True))
    assert events == list(range(1, world.case.version + 1))


@pytest.mark.django_db(transaction=True)
def test_two_openings_at_the_same_moment_make_one_case():
    world = making.opened()
    cases.withdraw(case_id=world.case.pk, by=world.applicant.user)
    start, found = threading.Barrier(2), []

    def go():
        start.wait()
        try:
            case = cases.open_case(
                person=world.applicant, qualification_version=world.enrolment.version, by=world.registrar.user
            )
            found.append(case.pk)
        finally:
            connection.close()

    together([threading.Thread(target=go) for _ in range(2)])
    assert len(found) == 2
    assert len(set(found)) == 1
