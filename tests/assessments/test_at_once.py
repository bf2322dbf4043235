"""Two people at the same moment: one wins, the other is told, nothing is lost."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from assessments import services
from assessments.models import Allocation, Competence, SamplingDraw, SubmissionVersion
from assessments.states import State
from foundation.exceptions import Refused
from tests import people
from tests.assessments import making

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Run acts in threads that begin at the same moment; what each returned or raised."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        barrier.wait(timeout=30)
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def waiting(world, count):
    made = []
    for _piece in range(count):
        enrolment = people.enrolment(people.person(), world.enrolment.cohort)
        one = making.Cast(**{**vars(world), "enrolment": enrolment, "trainee": enrolment.person})
        made.append(making.sent(one, making.draft(one)))
    return made


def test_eight_assessors_claim_and_nobody_gets_what_another_has():
    world = making.cast()
    waiting(world, 20)
    assessors = [making.assessor() for _person in range(8)]

    def claim_three(user):
        return lambda: [services.claim_next(by=user) for _time in range(3)]

    found = together(*(claim_three(someone.user) for someone in assessors))
    handed_out = [claim.submission_id for claims in found for claim in claims if claim]
    assert len(handed_out) == 20
    assert not [piece for piece, times in Counter(handed_out).items() if times > 1]
    assert Allocation.objects.filter(ended_at__isnull=True).count() == 20


def test_two_managers_give_one_piece_to_two_assessors():
    world = making.cast()
    submission = making.sent(world)
    other = making.manager()
    found = together(
        lambda: services.allocate(
            submission_id=submission.pk, assessor=world.assessor, by=world.manager.user
        ),
        lambda: services.allocate(submission_id=submission.pk, assessor=world.other_assessor, by=other.user),
    )
    assert sorted(type(answer).__name__ for answer in found) == ["Allocation", "TransitionRefused"]
    assert Allocation.objects.count() == 1


def test_a_claim_and_the_trainees_taking_back():
    world = making.cast()
    submission = making.sent(world)
    claim, _back = together(
        lambda: services.claim_next(by=world.assessor.user),
        lambda: services.take_back(submission_id=submission.pk, by=world.trainee.user),
    )
    submission.refresh_from_db()
    assert submission.state == (State.ALLOCATED if claim else State.DRAFT)
    assert submission.events.count() == 2


def test_a_double_click_on_send():
    world = making.cast()
    submission = making.written(world)
    send = lambda: services.submit(submission_id=submission.pk, by=world.trainee.user, number=1)  # noqa: E731
    first, second = together(send, send)
    assert first == second
    assert SubmissionVersion.objects.count() == 1


def test_a_double_click_on_decide_draws_once():
    world = making.cast()
    submission = making.judged(world)
    decide = lambda: services.decide(submission_id=submission.pk, by=world.assessor.user)  # noqa: E731
    first, second = together(decide, decide)
    assert first == second
    assert SamplingDraw.objects.count() == 1


def test_two_quality_assurers_give_different_verdicts():
    world = making.cast()
    submission = making.decided(world)
    agree, back = making.verdicts(submission), making.verdicts(submission, "return", "Which source?")
    found = together(
        lambda: services.agree(
            submission_id=submission.pk, by=world.quality.user, verdicts=agree, reasons="Fine"
        ),
        lambda: services.return_to_assessment(
            submission_id=submission.pk, by=world.lead.user, verdicts=back, reasons="A source is missing"
        ),
    )
    assert sorted(type(answer).__name__ for answer in found) == ["QualityReview", "TransitionRefused"]
    submission.refresh_from_db()
    assert submission.reviews.count() == 1
    assert submission.state in {State.AGREED, State.IN_ASSESSMENT}


def test_two_first_decisions_open_one_period():
    world = making.cast()
    one, two = waiting(world, 2)
    making.judged(world, making.allocated(world, one))
    second = making.Cast(**{**vars(world), "assessor": world.other_assessor})
    making.judged(second, making.allocated(second, two))
    together(
        lambda: services.decide(submission_id=one.pk, by=world.assessor.user),
        lambda: services.decide(submission_id=two.pk, by=world.other_assessor.user),
    )
    assert SamplingDraw.objects.count() == 2
    assert SamplingDraw.objects.values("period").distinct().count() == 1


def test_a_double_click_on_recording_a_competence():
    lead, assessor = making.quality_assurer(lead=True), making.assessor(able=False)
    record = {"person": assessor, "kind": Competence.Kind.ASSESSING, "by": lead.user}
    together(*(lambda: services.record_competence(**record) for _click in range(4)))
    assert Competence.objects.filter(person=assessor).count() == 1
