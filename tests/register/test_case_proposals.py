"""The notice of proposal: 28 days from service, opened, a second channel, more time, being heard."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Notice
from foundation import sweeps
from foundation.exceptions import NotAllowed, Refused, TransitionRefused
from foundation.models import OutboxMessage
from foundation.outbox import PLACE
from foundation.sealed import open_sealed
from register.case_states import CaseState
from register.models import Entry, PanelDecision, Proposal, ProposalAnswer
from register.panel_rules import PanelStep
from register.selectors.case_dossier import dossier
from register.selectors.cases import needs_second_channel, standing
from register.services import case_proposals as proposals, cases, panel
from tests.register import case_making as making

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int = 12, month: int = 10) -> dt.datetime:
    """A moment in London in autumn 2026; the clocks go back on 25 October."""
    return dt.datetime(2026, month, day, hour, 0, tzinfo=LONDON)


@pytest.fixture
def moved(time_machine):
    """The clock, on 20 October 2026 at noon in London."""
    time_machine.move_to(at(20), tick=False)
    return lambda *when, **more: time_machine.move_to(at(*when, **more), tick=False)


def noticed(moved):
    world, proposal = making.proposed()
    assert proposal.answer_until == dt.date(2026, 11, 17), "28 days from the day it was served"
    return world, proposal


def opened(moved):
    world, proposal = noticed(moved)
    proposals.open_notice(proposal_id=proposal.pk, by=world.applicant.user)
    return world, proposal


def test_nothing_is_decided_by_a_notice_and_the_mail_gives_nothing_away(moved):
    world, proposal = noticed(moved)
    assert world.case.state == CaseState.REFUSAL_PROPOSED
    assert not PanelDecision.objects.exists()
    notice = Notice.objects.filter(user=world.applicant.user).first()
    assert notice.kind == "case.proposal"
    mail = OutboxMessage.objects.filter(to=world.applicant.user.email).latest("pk")
    assert mail.subject == "There is an update"
    body = open_sealed(mail.sealed_body, place=PLACE) if mail.sealed_body else ""
    assert "refus" not in (mail.subject + body).lower()
    assert proposal.services.get().channel == "site"
    with pytest.raises(Refused):
        making.record(world, world.chair)


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"reasons": []}, Refused),
        ({"reasons": [proposals.Why("A fact", " ")]}, Refused),
        ({"proposed": " "}, Refused),
        ({"why_not_less": ""}, Refused),
        ({"version": 1}, Refused),
    ],
)
def test_a_notice_has_reasons_with_evidence(fields, refused):
    world = making.before_panel()
    with pytest.raises(refused):
        making.proposed(world, **fields)
    assert world.fresh().state == CaseState.BEFORE_PANEL
    assert not Proposal.objects.exists()


def test_a_member_never_proposes():
    world = making.before_panel()
    with pytest.raises(NotAllowed):
        making.proposed(world, by=world.chair.user)
    with pytest.raises(NotAllowed):
        making.proposed(world, by=world.applicant.user)


def test_the_last_day_is_included_and_the_day_after_the_panel_goes_on(moved):
    world, proposal = opened(moved)
    moved(17, 23, month=11)
    assert proposals.settle_clocks() == 0
    assert standing(world.fresh(), world.applicant.user).is_mine
    moved(18, 0, month=11)
    assert standing(world.fresh(), world.chair.user).is_mine
    assert sweeps.run_all()["notices whose time to answer is over"] == 1
    assert proposals.settle_clocks() == 0
    case = world.fresh()
    assert case.state == CaseState.BEFORE_PANEL
    proposal.refresh_from_db()
    assert proposal.closed_by == "time_over"
    event = case.events.get(kind="time_over")
    assert event.by is None
    making.viewed(world, PanelStep.REFUSE)
    making.close(world)
    assert world.fresh().state == CaseState.REFUSED


def test_a_notice_that_never_arrived_does_not_run_out(moved):
    world, proposal = noticed(moved)
    moved(27)
    assert not needs_second_channel(dossier(world.fresh()))
    moved(28)
    assert needs_second_channel(dossier(world.fresh())), "unopened after seven days"
    assert any("another way too" in move.what for move in standing(world.case, world.registrar.user).mine)
    moved(1, month=12)
    assert proposals.settle_clocks() == 0, "28 days are over, but it did not reach the person"
    with pytest.raises(Refused):
        proposals.serve(
            proposal_id=proposal.pk, channel="letter", served_on=dt.date(2026, 12, 2), by=world.registrar.user
        )
    with pytest.raises(NotAllowed):
        proposals.serve(
            proposal_id=proposal.pk, channel="letter", served_on=dt.date(2026, 12, 1), by=world.chair.user
        )
    for _click in range(2):
        proposals.serve(
            proposal_id=proposal.pk,
            channel="letter",
            served_on=dt.date(2026, 12, 1),
            by=world.registrar.user,
            note="Signed for",
        )
    proposal.refresh_from_db()
    assert proposal.answer_until == dt.date(2026, 12, 29), "28 days from the service that reached them"
    assert proposal.services.count() == 2
    assert not needs_second_channel(dossier(world.fresh()))
    moved(30, month=12)
    assert proposals.settle_clocks() == 1


def test_opening_is_kept_once_and_a_later_letter_moves_no_date(moved):
    world, proposal = opened(moved)
    first = proposal.services.get().opened_at
    moved(21)
    proposals.open_notice(proposal_id=proposal.pk, by=world.applicant.user)
    assert proposal.services.get().opened_at == first
    assert world.fresh().events.filter(kind="opened_notice").count() == 1
    with pytest.raises(NotAllowed):
        proposals.open_notice(proposal_id=proposal.pk, by=world.registrar.user)
    moved(28)
    assert not needs_second_channel(dossier(world.case))
    proposals.serve(
        proposal_id=proposal.pk, channel="letter", served_on=dt.date(2026, 10, 28), by=world.registrar.user
    )
    proposal.refresh_from_db()
    assert proposal.answer_until == dt.date(2026, 11, 17)


@pytest.mark.parametrize("kind", ["writing", "agree"])
def test_an_answer_goes_to_the_panel_with_the_reasons_as_facts(moved, kind):
    world, proposal = opened(moved)
    moved(1, month=11)
    for _click in range(2):
        proposals.answer(
            proposal_id=proposal.pk, kind=kind, by=world.applicant.user, text="I told my supervisor"
        )
    case = world.fresh()
    assert case.state == CaseState.BEFORE_PANEL
    assert case.round == 2
    assert list(case.facts.filter(round=2).values_list("statement", "evidence")) == [
        ("You held cash for a client in October.", "Bundle, pages 12 to 15"),
        ("You did not tell your employer.", "Bundle, page 18"),
    ]
    assert ProposalAnswer.objects.count() == 1
    assert ProposalAnswer.objects.get().words.digest() == ProposalAnswer.objects.get().words_digest
    assert case.events.filter(kind="answer").count() == 1
    assert len(dossier(case).waiting_seats) == 4, "views from before the notice do not count"


def test_an_empty_answer_is_refused_and_others_cannot_answer(moved):
    world, proposal = opened(moved)
    for kind in ("writing", "needs"):
        with pytest.raises(Refused):
            proposals.answer(proposal_id=proposal.pk, kind=kind, by=world.applicant.user, text=" ", needs=" ")
    with pytest.raises(NotAllowed):
        proposals.answer(proposal_id=proposal.pk, kind="writing", by=world.registrar.user, text="For them")


def test_adding_to_an_answer_makes_every_view_be_given_again(moved):
    world, proposal = opened(moved)
    moved(1, month=11)
    proposals.answer(proposal_id=proposal.pk, kind="writing", by=world.applicant.user, text="First")
    moved(2, month=11)
    material = panel.material_of(dossier(world.fresh()))
    making.viewed(world, PanelStep.REFUSE)
    moved(3, month=11)
    proposals.answer(proposal_id=proposal.pk, kind="writing", by=world.applicant.user, text="And this")
    assert len(dossier(world.fresh()).waiting_seats) == 4
    with pytest.raises(Refused, match="still to come"):
        making.close(world)
    moved(4, month=11)
    with pytest.raises(Refused, match="Something new"):
        panel.record_view(
            case_id=world.case.pk,
            by=world.chair.user,
            material=material,
            view=making.view_of(world, PanelStep.REFUSE),
        )
    making.viewed(world, PanelStep.GRANT)
    making.close(world)
    assert world.fresh().state == CaseState.GRANTED
    assert Entry.objects.count() == 1


def test_nothing_can_be_added_after_the_last_day_or_the_decision(moved):
    world, proposal = opened(moved)
    proposals.answer(proposal_id=proposal.pk, kind="writing", by=world.applicant.user, text="First")
    moved(18, month=11)
    with pytest.raises(Refused):
        proposals.answer(proposal_id=proposal.pk, kind="writing", by=world.applicant.user, text="Late")
    making.viewed(world, PanelStep.REFUSE)
    making.close(world)
    for kind in ("writing", "more_time", "speak", "agree"):
        with pytest.raises(Refused):
            proposals.answer(proposal_id=proposal.pk, kind=kind, by=world.applicant.user, text="After")
    assert ProposalAnswer.objects.count() == 1


def test_the_first_more_time_needs_nothing_and_the_second_waits_for_an_answer(moved):
    world, proposal = opened(moved)
    moved(10, month=11)
    for _click in range(2):
        proposals.answer(proposal_id=proposal.pk, kind="more_time", by=world.applicant.user)
    proposal.refresh_from_db()
    assert proposal.answer_until == dt.date(2026, 12, 1), "14 days more, once for two clicks"
    moved(30, month=11)
    with pytest.raises(Refused, match="why"):
        proposals.answer(proposal_id=proposal.pk, kind="more_time", by=world.applicant.user)
    second = proposals.answer(
        proposal_id=proposal.pk, kind="more_time", by=world.applicant.user, text="My representative is ill"
    )
    with pytest.raises(Refused, match="asked already"):
        proposals.answer(proposal_id=proposal.pk, kind="more_time", by=world.applicant.user, text="Please")
    moved(5, month=12)
    assert proposals.settle_clocks() == 0, "an open ask stops the clock"
    stands = standing(world.fresh(), world.registrar.user)
    assert stands.is_mine
    with pytest.raises(NotAllowed):
        proposals.decide_more_time(answer_id=second.pk, days=7, by=world.applicant.user)
    for _click in range(2):
        proposals.decide_more_time(answer_id=second.pk, days=7, by=world.registrar.user)
    proposal.refresh_from_db()
    assert proposal.answer_until == dt.date(2026, 12, 12), "seven days from the day it was given"
    assert Notice.objects.filter(user=world.applicant.user, kind="case.more_time").count() == 1
    moved(13, month=12)
    assert proposals.settle_clocks() == 1


def test_no_more_time_leaves_two_days(moved):
    world, proposal = opened(moved)
    proposals.answer(proposal_id=proposal.pk, kind="more_time", by=world.applicant.user)
    moved(1, month=12)
    second = proposals.answer(proposal_id=proposal.pk, kind="more_time", by=world.applicant.user, text="Ill")
    moved(9, month=12)
    proposals.decide_more_time(answer_id=second.pk, days=0, by=world.registrar.user)
    proposal.refresh_from_db()
    assert proposal.answer_until == dt.date(2026, 12, 11)
    assert world.fresh().events.filter(kind="no_more_time").count() == 1


def test_a_hold_gives_the_days_back(moved):
    world, proposal = opened(moved)
    moved(1, month=11)
    hold = cases.hold(case_id=world.case.pk, reason="A letter is awaited", by=world.registrar.user)
    with pytest.raises(Refused):
        proposals.answer(proposal_id=proposal.pk, kind="writing", by=world.applicant.user, text="x")
    moved(20, month=11)
    assert proposals.settle_clocks() == 0
    cases.lift(case_id=world.case.pk, hold_id=hold.pk, reason="It came", by=world.registrar.user)
    proposal.refresh_from_db()
    assert proposal.answer_until == dt.date(2026, 12, 6), "19 days on hold"


def test_whoever_asks_to_speak_is_heard_before_the_panel_decides(moved):
    world, proposal = opened(moved)
    asked = proposals.answer(
        proposal_id=proposal.pk,
        kind="speak",
        by=world.applicant.user,
        text="By video",
        needs="An interpreter",
    )
    assert world.fresh().state == CaseState.BEFORE_PANEL
    with pytest.raises(Refused, match="not been heard"):
        making.record(world, world.chair, PanelStep.REFUSE)
    assert standing(world.case, world.registrar.user).is_mine
    with pytest.raises(Refused, match="arranged"):
        proposals.record_heard(answer_id=asked.pk, by=world.chair.user, note="x")
    for _click in range(2):
        proposals.arrange_hearing(
            answer_id=asked.pk, held_on=dt.date(2026, 10, 22), how="14:00 by video", by=world.registrar.user
        )
    assert world.fresh().events.filter(kind="hearing").count() == 1
    with pytest.raises(Refused, match="not taken place"):
        proposals.record_heard(answer_id=asked.pk, by=world.chair.user, note="x")
    moved(22)
    with pytest.raises(NotAllowed):
        proposals.record_heard(answer_id=asked.pk, by=world.members[0].user, note="x")
    with pytest.raises(Refused, match="Note what"):
        proposals.record_heard(answer_id=asked.pk, by=world.chair.user, note=" ")
    proposals.record_heard(answer_id=asked.pk, by=world.chair.user, note="She explained the dates.")
    moved(23)
    making.viewed(world, PanelStep.GRANT)
    making.close(world)
    assert world.fresh().state == CaseState.GRANTED


def test_saying_what_one_needs_is_no_answer(moved):
    world, proposal = opened(moved)
    proposals.answer(proposal_id=proposal.pk, kind="needs", by=world.applicant.user, needs="Large print")
    assert world.fresh().state == CaseState.REFUSAL_PROPOSED
    proposal.refresh_from_db()
    assert proposal.is_waiting


def test_asking_for_more_spends_the_notice(moved):
    world, proposal = opened(moved)
    proposals.answer(proposal_id=proposal.pk, kind="writing", by=world.applicant.user, text="I told them")
    moved(21)
    making.viewed(world, PanelStep.ASK)
    making.close(world, questions=["When?"])
    request = dossier(world.fresh()).information[0]
    cases.receive_information(request_id=request.pk, answers=["In May"], by=world.applicant.user)
    making.before_panel(world)
    with pytest.raises(Refused, match="not possible"):
        making.record(world, world.chair, PanelStep.REFUSE)
    proposal.refresh_from_db()
    assert proposal.spent_at is not None
    _world, second = making.proposed(world)
    assert second.number == 2
    with pytest.raises(Refused):
        proposals.answer(
            proposal_id=proposal.pk, kind="writing", by=world.applicant.user, text="To the old one"
        )


def test_a_refusal_without_a_notice_is_impossible_even_for_a_forged_view():
    world = making.before_panel()
    from django.db import transaction

    from register.case_states import CaseMove
    from register.services.case_moves import lock, move

    with pytest.raises(TransitionRefused), transaction.atomic():
        move(lock(world.case.pk), CaseMove.REFUSE, by=world.chair.user)
    assert world.fresh().state == CaseState.BEFORE_PANEL
