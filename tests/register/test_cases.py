"""The line of a case: opened, made ready, before the panel, closed; and every way it is kept from that."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import Employment, Notice
from accounts.roles import RoleName
from accounts.selectors import has_role
from assessments.selectors import all_units_met
from casework.models import Hold, PolicyNumber, Reason
from casework.services import expire_overdue, set_policy
from certificates.models import Certificate
from foundation import clock
from foundation.exceptions import NotAllowed, Refused, TransitionRefused
from register.case_reasons import CASE_REASONS
from register.case_states import CaseMove, CaseState
from register.establish import establish
from register.models import AccreditationCase, CaseEvent, Entry, PanelDecision
from register.panel_rules import PanelOutcome, PanelStep
from register.selectors.case_checklist import ItemState, checklist
from register.selectors.case_dossier import dossier
from register.selectors.cases import standing
from register.services import case_moves, case_requirements as requirements, cases, panel
from tests import people
from tests.assessments import making as assessed
from tests.register import case_making as making

pytestmark = pytest.mark.django_db


def chain(case):
    """The events as (kind, from, to), checked to be an unbroken chain."""
    events = list(case.events.order_by("number"))
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert case.version == len(events)
    state = CaseState.OPEN
    for event in events:
        assert event.from_state == state
        state = event.to_state
    assert state == case.state
    return [event.kind for event in events]


def test_the_last_unit_released_as_met_opens_the_case_and_says_nothing_to_the_trainee():
    world = assessed.cast(units=2)
    first, second = world.enrolment.version.units.all()
    assessed.released(
        world,
        assessed.decided(
            world, assessed.allocated(world, assessed.sent(world, assessed.draft(world, first)))
        ),
    )
    assert not AccreditationCase.objects.exists()
    Notice.objects.all().delete()
    assessed.released(
        world,
        assessed.decided(
            world, assessed.allocated(world, assessed.sent(world, assessed.draft(world, second)))
        ),
    )
    case = AccreditationCase.objects.get()
    assert case.person == world.trainee
    assert case.reference == f"C-{case.pk:04d}"
    assert case.events.get().by is None
    told = Notice.objects.filter(user=world.trainee.user)
    assert set(told.values_list("kind", flat=True)) == {"assessment.update"}
    assert dossier(case).units[0].counts
    assert all_units_met(case.person, case.qualification_version)


def test_a_case_opens_once_by_a_registrar_who_is_not_the_person():
    world = making.opened()
    again = cases.open_case(
        person=world.applicant, qualification_version=world.enrolment.version, by=world.registrar.user
    )
    assert again == world.case
    with pytest.raises(NotAllowed):
        cases.open_case(
            person=world.applicant, qualification_version=world.enrolment.version, by=world.chair.user
        )
    with pytest.raises(NotAllowed):
        cases.open_case(
            person=world.registrar, qualification_version=world.enrolment.version, by=world.registrar.user
        )
    with pytest.raises(Refused):
        cases.open_case(
            person=world.members[0],
            qualification_version=world.enrolment.version,
            by=world.registrar.user,
            kind="renewal",
        )


def test_the_database_keeps_one_open_case_of_a_kind_and_state_and_time_together():
    world = making.opened()
    fields = {
        "person": world.applicant,
        "qualification_version": world.enrolment.version,
        "policies": {},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        AccreditationCase.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccreditationCase.objects.create(**fields, state=CaseState.GRANTED)


def test_a_case_keeps_the_numbers_it_began_with():
    world = making.opened()
    set_policy(code="panel.quorum", value=5, effective_from=clock.today(), by=None)
    assert PolicyNumber.objects.get().value == 5
    assert world.fresh().policies["panel.quorum"] == 3
    other = making.opened(name="Olena Kravets")
    assert other.case.policies["panel.quorum"] == 5


def test_the_checklist_says_for_each_line_what_is_missing_and_whose_move_it_is():
    world = making.opened(units=2, all_met=False)
    items = {item.code: item for item in checklist(dossier(world.case))}
    assert list(items) == ["units", "checks", "conduct", "employer", "reference-1", "reference-2", "name"]
    assert {code for code, item in items.items() if item.ready} == {"name"}
    assert all(item.to_do and item.waits_for for item in items.values() if not item.ready)
    stands = standing(world.case, world.applicant.user)
    assert stands.stage == "Open"
    assert "Units to be met: 1, 2" in stands.waits_for
    assert "Two references" in stands.waits_for
    assert stands.is_mine
    registrar = standing(world.case, world.registrar.user)
    assert {move.what.split(":")[0] for move in registrar.mine} == {"Checks", "Employer"}


def test_everything_ready_makes_it_the_registrars_move_and_nobody_elses():
    world = making.ready()
    assert all(item.ready for item in checklist(dossier(world.case)))
    stands = standing(world.case, world.registrar.user)
    assert stands.waits_for == ("A sitting of the panel",)
    assert stands.whose == "Yours"
    assert not standing(world.case, world.applicant.user).is_mine
    assert standing(world.case, world.chair.user).whose_note == "Not yours, and not the applicant’s"


def test_the_panel_learns_only_suitable_of_a_check():
    world = making.opened()
    making.check(world, result="decided_separately", number="NR 77")
    separately = next(item for item in checklist(dossier(world.case)) if item.code == "checks")
    other = making.opened(name="Olena Kravets")
    making.check(other)
    plain = next(item for item in checklist(dossier(other.case)) if item.code == "checks")
    assert separately.says == plain.says
    assert separately.says.startswith("Suitable.")
    record = world.applicant.check_records.get()
    assert record.number == "NR 77"
    assert "77" not in record.sealed_number


def test_a_check_is_recorded_once_by_the_nations_kind_and_never_out_of_date():
    world = making.opened()
    first = making.check(world)
    assert making.check(world) == first
    assert first.kind == "dbs_enhanced"
    today = clock.today()
    for wrong in (
        {"dated_on": today + dt.timedelta(days=1)},
        {"valid_until": today - dt.timedelta(days=1)},
    ):
        with pytest.raises(Refused):
            making.check(world, **wrong)
    with pytest.raises(NotAllowed):
        requirements.record_check(
            case_id=world.case.pk,
            by=world.chair.user,
            number="1",
            dated_on=today,
            valid_until=today,
            result="x",
        )


def test_only_the_applicant_signs_the_present_code_of_conduct_once():
    world = making.opened()
    with pytest.raises(NotAllowed):
        requirements.sign_code_of_conduct(
            case_id=world.case.pk, by=world.registrar.user, conduct_version="2026-1"
        )
    with pytest.raises(Refused):
        requirements.sign_code_of_conduct(
            case_id=world.case.pk, by=world.applicant.user, conduct_version="2020-1"
        )
    signature = making.sign(world)
    assert making.sign(world) == signature
    assert chain(world.fresh()).count("conduct") == 1


def test_a_reference_goes_its_way_once_through_one_link():
    world = making.opened()
    request, token = making.asked(world)
    assert making.asked(world)[0] == request
    with pytest.raises(Refused):
        requirements.answer_reference(token=token, answers=["a", " ", "c"])
    requirements.answer_reference(token=token, answers=["a", "b", "c"])
    with pytest.raises(Refused):
        requirements.answer_reference(token=token, answers=["a", "b", "c"])
    with pytest.raises(NotAllowed):
        requirements.verify_reference(request_id=request.pk, by=world.applicant.user, how="I know them")
    with pytest.raises(TransitionRefused):
        requirements.review_reference(request_id=request.pk, by=world.registrar.user)
    requirements.verify_reference(request_id=request.pk, by=world.registrar.user, how="Rang the switchboard")
    requirements.review_reference(request_id=request.pk, by=world.registrar.user)
    assert next(i for i in checklist(dossier(world.case)) if i.code == "reference-1").ready
    assert [k for k in chain(world.fresh()) if k.startswith("reference")] == [
        "reference_asked",
        "reference_received",
        "reference_verified",
        "reference_reviewed",
    ]


def test_the_applicant_gives_no_reference_and_asks_no_crowd():
    world = making.opened()
    with pytest.raises(Refused):
        requirements.ask_reference(
            case_id=world.case.pk,
            by=world.applicant.user,
            name="Me",
            email=world.applicant.user.email.upper(),
            role="Myself",
        )
    making.asked(world, 1)
    making.asked(world, 2)
    with pytest.raises(Refused):
        making.asked(world, 3)
    with pytest.raises(NotAllowed):
        making.asked(world, 4, by=world.chair)


@pytest.mark.parametrize("missing", ["check", "approve", "sign", "reference", "unit", "name"])
def test_one_missing_line_keeps_the_case_from_the_panel_and_says_what_to_do(missing):
    world = making.opened(units=2, all_met=False)
    first, second = world.enrolment.version.units.all()
    making.met(world.enrolment, first, world.assessor, world.registrar)
    if missing != "unit":
        making.met(world.enrolment, second, world.assessor, world.registrar)
    if missing != "check":
        making.check(world)
    if missing != "approve":
        making.approve(world)
    if missing != "sign":
        making.sign(world)
    making.referenced(world, 1)
    if missing != "reference":
        making.referenced(world, 2)
    if missing == "name":
        world.applicant.certificate_name = "محمد"
        world.applicant.save()
    with pytest.raises(Refused) as refusal:
        making.before_panel(world)
    assert len(refusal.value.messages) == 1
    assert world.fresh().state == CaseState.OPEN
    assert not world.case.seats.exists()


def test_an_approval_lapses_by_itself_and_ends_by_withdrawal(time_machine):
    world = making.ready()

    def employer():
        return next(item for item in checklist(dossier(world.fresh())) if item.code == "employer")

    assert employer().ready
    requirements.withdraw_approval(
        organisation=world.case.employer,
        since=clock.today(),
        by=world.registrar.user,
        reason="Closed its service",
    )
    assert employer().state == ItemState.STALE
    assert "withdrawn" in employer().says
    making.approve(world, days=10)
    assert employer().ready, "of two rows of a day the later one holds"
    time_machine.move_to(clock.now() + dt.timedelta(days=11))
    assert employer().state == ItemState.STALE
    assert "lapsed" in employer().says


def test_leaving_the_employer_makes_its_line_stale():
    world = making.ready()
    Employment.objects.filter(person=world.applicant).update(
        since=clock.today() - dt.timedelta(days=9), until=clock.today() - dt.timedelta(days=1)
    )
    item = next(item for item in checklist(dossier(world.case)) if item.code == "employer")
    assert item.state == ItemState.STALE
    other = people.organisation()
    with pytest.raises(Refused):
        cases.name_employer(case_id=world.case.pk, organisation=other, by=world.registrar.user)
    Employment.objects.create(person=world.applicant, organisation=other)
    cases.name_employer(case_id=world.case.pk, organisation=other, by=world.registrar.user)
    assert world.fresh().employer == other


def test_a_hold_on_released_work_makes_the_units_stale():
    world = making.ready()
    submission = world.applicant.submissions.get()
    Hold.objects.create(
        subject_kind="submission",
        subject_id=submission.public_id,
        kind=Hold.Kind.INTEGRITY,
        reason="A question",
        placed_by=world.registrar.user,
    )
    item = checklist(dossier(world.case))[0]
    assert item.state == ItemState.STALE


def test_the_whole_line_to_the_register():
    world = making.viewed()
    decision = making.close(world)
    case = world.fresh()
    assert case.state == CaseState.GRANTED
    assert case.closed_at is not None
    assert decision.outcome == PanelOutcome.GRANT
    assert (decision.votes_for, decision.votes, decision.stood_aside) == (4, 4, 0)
    entry = Entry.objects.get(person=world.applicant)
    assert entry.numbers.get()
    assert Certificate.objects.get(award=entry.public_id)
    assert has_role(type(world.applicant.user).objects.get(pk=world.applicant.user_id), RoleName.ADVOCATE)
    kinds = chain(case)
    assert kinds[-2:] == ["decided", "grant"]
    assert kinds.count("view") == 4
    assert standing(case, world.registrar.user).whose == "Nobody’s"


def test_withdrawing_is_the_applicants_alone_from_any_open_state_and_once():
    for make in (making.opened, making.before_panel, lambda: making.proposed()[0]):
        world = make()
        with pytest.raises(NotAllowed):
            cases.withdraw(case_id=world.case.pk, by=world.registrar.user)
        cases.withdraw(case_id=world.case.pk, by=world.applicant.user)
        cases.withdraw(case_id=world.case.pk, by=world.applicant.user)
        assert world.fresh().state == CaseState.WITHDRAWN
        assert chain(world.case).count("withdraw") == 1
        assert not world.case.proposals.filter(closed_at__isnull=True).exists()


def test_nothing_happens_to_a_closed_case():
    world = making.opened()
    cases.withdraw(case_id=world.case.pk, by=world.applicant.user)
    for act in (
        lambda: making.check(world),
        lambda: making.sign(world),
        lambda: making.asked(world),
        lambda: cases.hold(case_id=world.case.pk, reason="Wait", by=world.registrar.user),
        lambda: making.before_panel(world),
    ):
        with pytest.raises(Refused):
            act()
    assert chain(world.fresh())[-1] == "withdraw"


def test_a_hold_blocks_everything_but_its_lifting():
    world = making.viewed()
    placed = cases.hold(case_id=world.case.pk, reason="A letter is awaited", by=world.registrar.user)
    stands = standing(world.fresh(), world.registrar.user)
    assert stands.waits_for == ("The hold to be lifted",)
    assert stands.is_mine
    before = chain(world.case)
    for act in (
        lambda: making.close(world),
        lambda: making.record(world, world.chair),
        lambda: making.proposed(world),
        lambda: cases.withdraw(case_id=world.case.pk, by=world.applicant.user),
        lambda: panel.stand_aside(
            seat_id=world.case.seats.first().pk, by=world.registrar.user, reason="A tie"
        ),
    ):
        with pytest.raises(Refused):
            act()
    assert chain(world.fresh()) == before
    with pytest.raises(Refused):
        cases.lift(case_id=world.case.pk, hold_id=placed.pk, reason=" ", by=world.registrar.user)
    cases.lift(case_id=world.case.pk, hold_id=placed.pk, reason="It came", by=world.registrar.user)
    cases.lift(case_id=world.case.pk, hold_id=placed.pk, reason="It came", by=world.registrar.user)
    assert chain(world.fresh()).count("lifted") == 1
    making.close(world)
    assert world.fresh().state == CaseState.GRANTED


def test_asking_for_more_opens_the_case_again_and_the_answer_is_the_applicants():
    world = making.viewed(step=PanelStep.ASK)
    with pytest.raises(Refused):
        making.close(world)
    making.close(world, questions=["When did the supervision begin?", "  "])
    case = world.fresh()
    assert case.state == CaseState.FURTHER_INFORMATION_ASKED
    stands = standing(case, world.applicant.user)
    assert stands.is_mine
    file = dossier(case)
    request = file.information[0]
    assert [item.question for item in request.items.all()] == ["When did the supervision begin?"]
    with pytest.raises(NotAllowed):
        cases.receive_information(request_id=request.pk, answers=["x"], by=world.registrar.user)
    cases.receive_information(request_id=request.pk, answers=["In May"], by=world.applicant.user)
    assert world.fresh().state == CaseState.OPEN
    making.before_panel(world)
    assert world.case.round == 2
    assert len(dossier(world.case).waiting_seats) == 4
    making.viewed(world)
    making.close(world)
    assert world.fresh().state == CaseState.GRANTED
    assert list(PanelDecision.objects.order_by("round").values_list("outcome", flat=True)) == ["ask", "grant"]


def test_an_answer_that_did_not_come_does_not_hold_the_case_for_ever(time_machine):
    world = making.viewed(step=PanelStep.ASK)
    making.close(world, questions=["Since when?"])
    with pytest.raises(Refused, match="not over"):
        cases.go_on_without_information(case_id=world.case.pk, by=world.registrar.user, reason="No answer")
    time_machine.move_to(clock.now() + dt.timedelta(days=29))
    assert expire_overdue() == 1
    assert standing(world.fresh(), world.registrar.user).is_mine
    request = dossier(world.case).information[0]
    cases.receive_information(request_id=request.pk, answers=["Since May"], by=world.applicant.user)
    assert world.fresh().state == CaseState.OPEN, "late, and still taken"
    other = making.viewed(making.before_panel(making.ready(name="Olena Kravets")), PanelStep.ASK)
    making.close(other, questions=["Since when?"])
    time_machine.move_to(clock.now() + dt.timedelta(days=29))
    request = dossier(other.fresh()).information[0]
    with pytest.raises(NotAllowed):
        cases.go_on_without_information(case_id=other.case.pk, by=other.applicant.user, reason="x")
    for _click in range(2):
        cases.go_on_without_information(case_id=other.case.pk, by=other.registrar.user, reason="Rang twice")
    assert chain(other.fresh()).count("information_received") == 1
    with pytest.raises(Refused, match="gone on"):
        cases.receive_information(request_id=request.pk, answers=["Late"], by=other.applicant.user)


def test_events_decisions_and_views_refuse_to_be_changed_in_the_database():
    world = making.viewed()
    making.close(world)
    tables = ["register_caseevent", "register_paneldecision", "register_panelview", "register_panelfinding"]
    for table in tables:
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with (
                pytest.raises(IntegrityError, match="never changed"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    event = CaseEvent.objects.first()
    with pytest.raises(Refused):
        event.save()


def test_words_stay_or_are_blanked_with_their_salt():
    world = making.opened()
    cases.hold(case_id=world.case.pk, reason="A letter is awaited", by=world.registrar.user)
    words = world.case.events.get(kind="held").words
    assert words.event.words_digest == words.digest()
    words.text = "Another"
    with pytest.raises(Refused):
        words.save()
    words.blank()
    words.refresh_from_db()
    assert (words.text, words.salt) == ("", "")


def test_a_page_from_before_is_told_what_changed():
    world = making.ready()
    old = world.version
    making.check(world, number="another")
    with pytest.raises(Refused, match="Something happened"):
        panel.put_before_panel(
            case_id=world.case.pk,
            version=old,
            by=world.registrar.user,
            members=world.panel,
            chair=world.chair,
            held_on=clock.today(),
        )
    assert CaseMove.PUT_BEFORE_PANEL not in chain(world.fresh())


def test_reasons_are_laid_once_and_stay_as_somebody_changed_them():
    assert establish() == [f"register: {len(CASE_REASONS)} reasons added"]
    Reason.objects.filter(code="case.money").update(text="Money was not kept apart")
    assert establish() == []
    assert Reason.objects.get(code="case.money").text == "Money was not kept apart"
    assert all(reason.may_ask_for_more or reason.may_propose_refusal for reason in CASE_REASONS)
    assert all(reason.text_cy for reason in CASE_REASONS)


def test_a_decision_carries_a_coded_reason_that_may_lead_to_it():
    establish()
    world = making.viewed(step=PanelStep.ASK)
    decision = making.close(world, questions=["When?"], reason_code="case.reference_open")
    assert decision.reason.code == "case.reference_open"
    other = making.viewed(making.before_panel(making.ready(name="Olena Kravets")), PanelStep.ASK)
    with pytest.raises(Refused, match="does not lead"):
        making.close(other, questions=["When?"], reason_code="case.money")


MOVES = st.sampled_from([*CaseMove, "hold", "lift", "record"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(MOVES, max_size=14))
def test_any_sequence_leaves_an_unbroken_chain_of_events(steps):
    """Through the rows themselves: nothing is lost, nothing is skipped, a hold blocks all but its lifting."""
    with transaction.atomic():
        world = making.opened()
        held = None
        for step in steps:
            before = list(world.fresh().events.values_list("number", flat=True))
            try:
                with transaction.atomic():
                    if step == "hold":
                        held = cases.hold(case_id=world.case.pk, reason="Wait", by=world.registrar.user)
                    elif step == "lift":
                        if held is not None:
                            cases.lift(
                                case_id=world.case.pk, hold_id=held.pk, reason="On", by=world.registrar.user
                            )
                    elif step == "record":
                        making.asked(world, len(before))
                    else:
                        case_moves.move(case_moves.lock(world.case.pk), step, by=world.registrar.user)
            except Refused:
                assert list(world.fresh().events.values_list("number", flat=True)) == before
        kinds = chain(world.fresh())
        assert "refuse" not in kinds, "no notice was served"
        blocked = False
        for kind in kinds:
            assert not blocked or kind == "lifted"
            blocked = kind == "held"
        transaction.set_rollback(True)
