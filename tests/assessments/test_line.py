"""The main line through the services, from a draft to a release, and a second attempt."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEvent, Notice
from assessments import selectors, services
from assessments.models import (
    Decision,
    DecisionAct,
    DrawReason,
    Release,
    SubmissionEvent,
    VersionCriterion,
)
from assessments.services.sending import Incomplete
from assessments.signals import outcome_released
from assessments.states import Event, Outcome, State
from foundation.exceptions import NotAllowed, Refused, TransitionRefused
from foundation.models import OutboxMessage
from tests.assessments import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return making.cast(criteria=3)


def events(submission):
    return list(submission.events.order_by("number").values_list("event", flat=True))


def test_from_draft_to_met(world):
    heard = []
    outcome_released.connect(
        lambda sender, release, **_: heard.append(release.submission_id), weak=False, dispatch_uid="test"
    )
    try:
        submission = making.released(world)
    finally:
        outcome_released.disconnect(dispatch_uid="test")
    assert submission.state == State.MET
    assert events(submission) == ["submit", "allocate", "begin", "decide", "sample", "agree", "release_met"]
    assert list(submission.events.values_list("number", flat=True)) == list(range(1, 8))
    assert heard == [submission.pk]
    assert selectors.released_units(world.trainee) == {submission.unit_id: "met"}
    assert selectors.all_units_met(world.trainee, world.enrolment.version)
    actions = AuditEvent.objects.filter(subject_kind="submission", subject_id=submission.public_id)
    assert actions.filter(action__startswith="submission.").count() == 7


def test_nothing_shows_before_release_and_then_only_that_there_is_an_update(world):
    submission = making.agreed(world)
    assert selectors.trainee_units(world.enrolment)[0].status == "being_read"
    assert selectors.released_units(world.trainee) == {}
    assert not Notice.objects.filter(user=world.trainee.user).exists()
    services.release(submission_id=submission.pk, by=world.quality.user)
    notice = Notice.objects.get(user=world.trainee.user)
    assert "met" not in (notice.title + notice.body + notice.kind).lower()
    assert selectors.trainee_units(world.enrolment)[0].status == "update"
    assert selectors.opened_units(world.trainee) == {}
    services.open_result(submission_id=submission.pk, by=world.trainee.user)
    services.open_result(submission_id=submission.pk, by=world.trainee.user)
    assert selectors.trainee_units(world.enrolment)[0].status == "met"
    assert selectors.opened_units(world.trainee) == {submission.unit_id: "met"}
    mails = OutboxMessage.objects.filter(to=world.trainee.user.email)
    assert {mail.subject for mail in mails} == {"There is an update"}


def test_sending_needs_everything_and_says_all_at_once(world):
    submission = making.draft(world)
    with pytest.raises(Incomplete) as caught:
        services.submit(submission_id=submission.pk, by=world.trainee.user, number=1)
    assert len(caught.value.problems) == 5
    assert not submission.versions.exists()
    making.written(world, submission, criteria=frozenset())
    with pytest.raises(Incomplete) as caught:
        services.submit(submission_id=submission.pk, by=world.trainee.user, number=1)
    assert any("Nothing covers" in problem.message for problem in caught.value.problems)


def test_a_double_click_sends_once(world):
    submission = making.written(world)
    first = services.submit(submission_id=submission.pk, by=world.trainee.user, number=1)
    second = services.submit(submission_id=submission.pk, by=world.trainee.user, number=1)
    assert first == second
    assert submission.versions.count() == 1
    with pytest.raises(TransitionRefused):
        services.submit(submission_id=submission.pk, by=world.trainee.user, number=2)


def test_what_was_sent_is_frozen(world):
    submission = making.sent(world)
    version = submission.versions.get()
    criterion = version.criteria.first()
    source = criterion.criterion
    source.text = "Something else altogether"
    source.save()
    criterion.refresh_from_db()
    assert criterion.text.startswith("Explain")
    piece = version.evidence.get()
    assert piece.words.text == making.WORDS
    assert piece.words.digest() == piece.words_digest
    piece.words.text = "other"
    with pytest.raises(Refused):
        piece.words.save()
    with pytest.raises(Refused, match="stays as it is"):
        making.written(world, submission)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_versioncriterion SET text = 'x'")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM assessments_submissionevent")


def test_blanked_words_take_the_salt_with_them(world):
    piece = making.sent(world).versions.get().evidence.get()
    piece.words.blank()
    piece.words.refresh_from_db()
    assert (piece.words.text, piece.words.salt) == ("", "")
    assert piece.words.blanked_at


def test_taking_back_does_not_use_up_an_attempt(world):
    submission = making.sent(world)
    services.take_back(submission_id=submission.pk, by=world.trainee.user)
    submission.refresh_from_db()
    assert (submission.state, submission.attempt) == (State.DRAFT, 1)
    assert submission.evidence.get(sent_in__isnull=True).text == making.WORDS
    making.sent(world, submission)
    assert submission.versions.count() == 2
    making.allocated(world, submission)
    with pytest.raises(Refused, match="chosen to read"):
        services.take_back(submission_id=submission.pk, by=world.trainee.user)


def test_what_somebody_began_to_read_cannot_be_taken_back(world):
    submission = making.judged(world)
    services.give_back(submission_id=submission.pk, by=world.assessor.user, reason="I am ill.")
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED
    with pytest.raises(Refused, match="chosen to read"):
        services.take_back(submission_id=submission.pk, by=world.trainee.user)


def test_a_resubmission_is_for_the_criteria_not_met_only_and_once(world):
    submission = making.reopened(world)
    assert (submission.state, submission.attempt) == (State.RESUBMISSION_OPEN, 2)
    assert submission.resubmit_by
    making.sent(world, submission)
    version = submission.versions.order_by("-number").first()
    carried = version.criteria.filter(carried_from__isnull=False)
    assert [row.code for row in carried] == ["1.1.1"]
    assert not version.evidence.get().coverage.filter(criterion__in=carried).exists()
    making.released(world, making.decided(world, making.allocated(world, submission), Outcome.NOT_YET_MET))
    submission.refresh_from_db()
    assert submission.state == State.ATTEMPTS_USED
    act = DecisionAct.objects.filter(version=version).get()
    assert act.decisions.count() == 2
    assert submission.draws.filter(reason=DrawReason.RESUBMISSION).count() == 1
    with pytest.raises(TransitionRefused):
        services.open_resubmission(submission_id=submission.pk, by=world.lead.user)


def test_a_resubmission_that_is_met_makes_the_unit_met(world):
    submission = making.reopened(world)
    making.sent(world, submission)
    assert selectors.released_units(world.trainee) == {submission.unit_id: "not_yet_met"}
    making.released(world, making.decided(world, making.allocated(world, submission)))
    submission.refresh_from_db()
    assert submission.state == State.MET
    assert Release.objects.filter(submission=submission).count() == 2
    assert selectors.released_units(world.trainee) == {submission.unit_id: "met"}


def test_returned_work_is_decided_again_and_always_reviewed_again(world):
    submission = making.decided(world)
    services.return_to_assessment(
        submission_id=submission.pk,
        by=world.quality.user,
        verdicts=making.verdicts(submission, "return", "Which source was meant?"),
        reasons="The comment does not name its source.",
    )
    submission.refresh_from_db()
    assert submission.state == State.IN_ASSESSMENT
    assert Notice.objects.filter(user=world.assessor.user, kind="assessment.returned").exists()
    making.decided(world, submission)
    acts = DecisionAct.objects.filter(version__submission=submission).order_by("number")
    assert [act.number for act in acts] == [1, 2]
    assert acts[1].draws.get().reason == DrawReason.RETURNED
    assert Decision.objects.filter(act__in=acts).count() == 6
    # The one who returned it may review it again.
    making.released(world, submission)
    assert submission.events.filter(event=Event.RETURN).count() == 1


def test_met_is_impossible_without_the_rules_of_evidence(world):
    submission = making.allocated(world)
    from assessments.selectors.weighing import weighing
    from assessments.services.marking import Ticked, Weighed

    state = weighing(submission)
    criterion = state.criteria[0].criterion
    piece = state.pieces[0]
    three = frozenset({"valid", "authentic", "current"})
    met = Weighed(0, enough=True, outcome="met", comment="Good")
    marks = services.save_judgement(
        submission_id=submission.pk,
        by=world.assessor.user,
        ticks={piece.public_id: Ticked(0, three)},
        criteria={criterion.public_id: met},
    )
    assert list(marks.refused) == [criterion.public_id]
    row = VersionCriterion.objects.get(pk=criterion.pk).judgement
    assert (row.outcome, row.comment) == ("", "Good")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            act=DecisionAct.objects.create(
                version=state.version, number=1, assessor=world.assessor, outcome="met"
            ),
            criterion=criterion,
            outcome="met",
            enough=False,
            pieces=0,
            words_digest="",
        )


def test_marks_are_written_together_and_a_conflict_stays_alone(world):
    """New rows, changed rows and one that changed elsewhere, in one saving."""
    from assessments.selectors.weighing import weighing
    from assessments.services.marking import Weighed

    submission = making.allocated(world)
    first, second, third = (line.criterion.public_id for line in weighing(submission).criteria)

    def save(**written):
        criteria = {code: Weighed(seen, comment=said) for code, (seen, said) in written.items()}
        return services.save_judgement(submission_id=submission.pk, by=world.assessor.user, criteria=criteria)

    save(**{first: (0, "One"), second: (0, "Two")})
    marks = save(**{first: (1, "One, better"), second: (0, "Two, elsewhere"), third: (0, "Three")})
    assert marks.conflicts == [second]
    assert marks.revisions == {first: 2, third: 1}
    rows = {line.criterion.public_id: line.judgement for line in weighing(submission).criteria}
    assert {code: (row.comment, row.revision) for code, row in rows.items()} == {
        first: ("One, better", 2),
        second: ("Two", 1),
        third: ("Three", 1),
    }
    assert submission.allocations.get().saved_at


def test_deciding_says_everything_that_is_missing(world):
    submission = making.allocated(world)
    services.begin(submission_id=submission.pk, by=world.assessor.user)
    with pytest.raises(Refused) as caught:
        services.decide(submission_id=submission.pk, by=world.assessor.user)
    assert len(caught.value.messages) == 3


def test_without_competence_on_record_there_is_no_decision(world):
    from assessments.models import Competence

    submission = making.judged(world)
    Competence.objects.filter(person=world.assessor, kind="occupational").delete()
    with pytest.raises(Refused, match="competence"):
        services.decide(submission_id=submission.pk, by=world.assessor.user)
    submission.refresh_from_db()
    assert submission.state == State.IN_ASSESSMENT


def test_a_hold_blocks_every_event_and_loses_nothing(world):
    from casework.models import Hold
    from casework.services import lift_hold, place_hold

    submission = making.judged(world)
    hold = place_hold(
        subject_kind="submission",
        subject_id=submission.public_id,
        kind=Hold.Kind.INTEGRITY,
        reason="A passage is looked at.",
        by=world.lead.user,
    )
    before = SubmissionEvent.objects.count()
    for act in (
        lambda: services.decide(submission_id=submission.pk, by=world.assessor.user),
        lambda: services.give_back(submission_id=submission.pk, by=world.assessor.user, reason="Ill"),
        lambda: services.withdraw(submission_id=submission.pk, by=world.manager.user, reason="Left"),
    ):
        with pytest.raises(Refused, match="hold"):
            act()
    assert SubmissionEvent.objects.count() == before
    lift_hold(hold_id=hold.pk, reason="It is their own.", by=world.lead.user)
    services.decide(submission_id=submission.pk, by=world.assessor.user)


def test_nobody_else_may_act(world):
    submission = making.sent(world)
    with pytest.raises(NotAllowed):
        services.take_back(submission_id=submission.pk, by=world.assessor.user)
    with pytest.raises(NotAllowed):
        services.allocate(submission_id=submission.pk, assessor=world.assessor, by=world.assessor.user)
    making.allocated(world, submission)
    with pytest.raises(NotAllowed):
        services.save_judgement(submission_id=submission.pk, by=world.other_assessor.user)
    making.decided(world, submission)
    for person in (world.assessor, world.trainee, world.manager):
        with pytest.raises(NotAllowed):
            services.agree(
                submission_id=submission.pk,
                by=person.user,
                verdicts=making.verdicts(submission),
                reasons="Fine",
            )
    making.agreed(world, submission)
    for person in (world.assessor, world.trainee):
        with pytest.raises(NotAllowed):
            services.release(submission_id=submission.pk, by=person.user)
