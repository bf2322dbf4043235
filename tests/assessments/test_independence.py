"""Conflicts are impossible, not discouraged: each tie × each way to come to judge."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.models import DeclaredRelationship, Employment
from accounts.roles import RoleName
from assessments import permissions, services
from assessments.models import Allocation, Competence, QualityReview, Submission
from assessments.permissions.independence import fold, ties_of
from assessments.selectors.allocation import choices
from assessments.services.drafts import Piece
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from tests import people
from tests.assessments import making

pytestmark = pytest.mark.django_db
Kind = DeclaredRelationship.Kind


@pytest.fixture
def world():
    return making.cast()


def same_employer(world, someone):
    Employment.objects.create(person=someone, organisation=world.trainee.employments.get().organisation)


def tied(kind, *, reverse=False, ended=None):
    def make(world, someone):
        pair = (someone, world.trainee) if not reverse else (world.trainee, someone)
        since = clock.today() - dt.timedelta(days=900)
        until = clock.today() - dt.timedelta(days=ended) if ended else None
        DeclaredRelationship.objects.create(
            person=pair[0], other=pair[1], kind=kind, since=since, until=until
        )

    return make


def is_trainee(world, someone):
    """The trainee holds the assessor's role too."""
    Submission.objects.update(trainee=someone)


TIES = {
    "their own work": is_trainee,
    "the same employer": same_employer,
    "line manager": tied(Kind.LINE_MANAGER),
    "managed by the trainee": tied(Kind.LINE_MANAGER, reverse=True),
    "line manager until a month ago": tied(Kind.LINE_MANAGER, ended=30),
    "supervisor": tied(Kind.SUPERVISOR),
    "witness": tied(Kind.WITNESS),
    "family": tied(Kind.PERSONAL),
    "family, declared by the trainee": tied(Kind.PERSONAL, reverse=True),
    "another tie": tied(Kind.OTHER),
}
every_tie = pytest.mark.parametrize("make", TIES.values(), ids=TIES.keys())


@every_tie
def test_nobody_with_a_tie_is_given_a_piece(world, make):
    submission = making.sent(world)
    make(world, world.assessor)
    found = choices(Submission.objects.get(pk=submission.pk))
    assert world.assessor in [choice.person for choice in found.cannot]
    assert all(choice.why_not for choice in found.cannot)
    with pytest.raises(Refused, match="cannot assess this"):
        services.allocate(submission_id=submission.pk, assessor=world.assessor, by=world.manager.user)
    assert services.claim_next(by=world.assessor.user) is None
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("make", [make for make in TIES.values() if make is not is_trainee])
def test_a_tie_that_comes_up_later_stops_the_decision(world, make):
    submission = making.judged(world)
    make(world, world.assessor)
    with pytest.raises(Refused, match="cannot decide this any more"):
        services.decide(submission_id=submission.pk, by=world.assessor.user)


@every_tie
def test_nobody_with_a_tie_reviews(world, make):
    submission = making.decided(world)
    make(world, world.quality)
    assert submission not in permissions.reviewable(world.quality.user)
    with pytest.raises(NotAllowed):
        services.agree(
            submission_id=submission.pk,
            by=world.quality.user,
            verdicts=making.verdicts(submission),
            reasons="Fine",
        )
    assert not QualityReview.objects.exists()


def test_the_one_who_decided_does_not_review_even_with_both_roles(world):
    from accounts.models import Role

    submission = making.decided(world)
    Role.objects.create(user=world.assessor.user, name=RoleName.QUALITY_ASSURER)
    user = type(world.assessor.user).objects.get(pk=world.assessor.user.pk)
    assert submission not in permissions.reviewable(user)
    with pytest.raises(NotAllowed):
        services.agree(
            submission_id=submission.pk, by=user, verdicts=making.verdicts(submission), reasons="Fine"
        )


def test_who_took_part_as_quality_assurer_does_not_assess_the_next_attempt(world):
    from accounts.models import Role

    submission = making.sent(world, making.reopened(world))
    Role.objects.create(user=world.quality.user, name=RoleName.ASSESSOR)
    user = type(world.quality.user).objects.get(pk=world.quality.user.pk)
    assert [tie.code for tie in ties_of(world.quality, submission)] == ["reviewed"]
    assert services.claim_next(by=user) is None
    with pytest.raises(Refused, match="Took part before"):
        services.allocate(submission_id=submission.pk, assessor=user.person, by=world.manager.user)


def test_a_named_witness_does_not_assess_and_others_take_what_waits_behind(world):
    submission = making.draft(world)
    making.written(world, submission)
    unit = submission.unit
    unit.evidence_kinds = ["reflective_account", "witness_testimony"]
    unit.save()
    piece = services.add_piece(submission_id=submission.pk, by=world.trainee.user, kind="witness_testimony")
    codes = frozenset(submission.unit.outcomes.get().criteria.values_list("public_id", flat=True))
    services.save_draft(
        submission_id=submission.pk,
        by=world.trainee.user,
        pieces=[Piece(piece.public_id, 0, text="I saw it.", witness_name="RAHMAN, Ídris", criteria=codes)],
    )
    services.submit(submission_id=submission.pk, by=world.trainee.user, number=1)
    assert services.claim_next(by=world.assessor.user) is None
    with pytest.raises(Refused, match="witness"):
        services.allocate(submission_id=submission.pk, assessor=world.assessor, by=world.manager.user)
    behind = making.cast()
    waiting = making.sent(behind)
    claimed = services.claim_next(by=world.assessor.user)
    assert claimed is not None
    assert claimed.submission == waiting


def test_an_old_tie_ends_after_a_year(world):
    submission = making.sent(world)
    tied(Kind.SUPERVISOR, ended=400)(world, world.assessor)
    assert ties_of(world.assessor, submission) == []
    assert services.claim_next(by=world.assessor.user)


def test_what_a_personal_tie_is_stays_with_those_who_declared_it(world):
    submission = making.sent(world)
    tied(Kind.PERSONAL)(world, world.assessor)
    [tie] = ties_of(world.assessor, submission)
    assert "family" not in tie.text.lower()
    assert "personal" not in tie.code


def test_the_database_refuses_ones_own_work_and_a_second_reader(world):
    submission = making.allocated(world)
    common = {"submission": submission, "trainee": world.trainee, "by": world.manager.user}
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(assessor=world.other_assessor, **common)
    Allocation.objects.update(ended_at=clock.now(), ended="given_back")
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(assessor=world.trainee, **common)


def test_a_declared_tie_sends_the_piece_to_somebody_else(world):
    submission = making.allocated(world)
    services.declare_tie(submission_id=submission.pk, by=world.assessor.user, kind=Kind.PERSONAL)
    submission.refresh_from_db()
    assert submission.state == "submitted"
    assert services.claim_next(by=world.assessor.user) is None
    assert services.claim_next(by=world.other_assessor.user)


def test_competence_is_needed_for_each_unit(world):
    submission = making.sent(world)
    Competence.objects.filter(person=world.assessor, kind="assessing").update(
        until=clock.today() - dt.timedelta(days=1)
    )
    assert services.claim_next(by=world.assessor.user) is None
    with pytest.raises(Refused, match="competence"):
        services.allocate(submission_id=submission.pk, assessor=world.assessor, by=world.manager.user)
    other = people.qualification_version().units.get()
    Competence.objects.create(person=world.assessor, kind="assessing", unit=other)
    assert services.claim_next(by=world.assessor.user) is None
    services.record_competence(
        person=world.assessor, kind="assessing", by=world.lead.user, unit=submission.unit
    )
    assert services.claim_next(by=world.assessor.user)
    with pytest.raises(NotAllowed):
        services.record_competence(person=world.lead, kind="assessing", by=world.lead.user)


def test_names_are_compared_without_order_case_and_accents():
    assert fold("Ţurcanu, Sanda") == fold("sanda Turcanu")
    assert fold("O’Brien Mary") == fold("mary o'brien")
    assert fold("Anna") != fold("Anna Nowak")
