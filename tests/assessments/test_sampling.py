"""The draw: by rule or by chance, foreseen by nobody, recomputed by anybody."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

import pytest
import time_machine
from django.db import IntegrityError, transaction

from assessments import services
from assessments.models import DrawReason, SamplingDraw, SamplingPeriod
from assessments.selectors.quality import Cell, matrix
from assessments.services.sampling import current_period, is_drawn, number_of
from assessments.states import State
from casework.services import set_policy
from foundation import clock, sealed
from foundation.exceptions import NotAllowed, Refused
from tests import people
from tests.assessments import making

pytestmark = pytest.mark.django_db


def decide(world, trainee=None, unit=None, assessor=None):
    """Another trainee's piece for a unit, decided; returns its draw."""
    enrolment = people.enrolment(trainee or people.person(), world.enrolment.cohort)
    one = making.Cast(
        **{
            **vars(world),
            "enrolment": enrolment,
            "trainee": enrolment.person,
            "assessor": assessor or world.assessor,
        }
    )
    submission = making.sent(one, making.draft(one, unit))
    making.decided(one, making.allocated(one, submission))
    return SamplingDraw.objects.get(submission=submission)


def test_a_new_assessors_first_five_then_the_first_in_a_unit_then_chance():
    world = making.cast(units=2)
    first, second = world.enrolment.version.units.order_by("number")
    reasons = [decide(world, unit=first).reason for _piece in range(5)]
    assert reasons == [DrawReason.NEW_ASSESSOR] * 5
    assert decide(world, unit=first).reason in {DrawReason.RANDOM, DrawReason.NOT_DRAWN}
    assert decide(world, unit=second).reason == DrawReason.FIRST_IN_UNIT
    assert decide(world, unit=second).reason in {DrawReason.RANDOM, DrawReason.NOT_DRAWN}
    with time_machine.travel(clock.now() + dt.timedelta(days=380)):
        assert decide(world, unit=second).reason == DrawReason.FIRST_IN_UNIT


def test_prior_learning_is_always_looked_at():
    set_policy(code="sampling.new_assessor_first", value=0, effective_from=clock.today(), by=None)
    world = making.cast()
    unit = world.enrolment.version.units.get()
    decide(world)
    unit.evidence_kinds = ["prior_learning"]
    unit.save()
    assert decide(world).reason == DrawReason.PRIOR_LEARNING


def test_anybody_can_draw_again_once_the_seed_is_published():
    set_policy(code="sampling.new_assessor_first", value=0, effective_from=clock.today(), by=None)
    world = making.cast()
    draws = [decide(world) for _piece in range(12)]
    period = SamplingPeriod.objects.get()
    assert period.seed == ""
    services.close_period(period_id=period.pk, by=world.lead.user)
    period.refresh_from_db()
    seed = bytes.fromhex(period.seed)
    assert len(seed) == 16
    assert hashlib.sha256(seed).hexdigest() == period.seed_sha256
    for draw in draws[1:]:  # the first is the first of its unit
        digest = hmac.new(seed, draw.submission.public_id.encode(), hashlib.sha256).digest()
        assert draw.number == digest[:8].hex()
        chosen = int(draw.number, 16) / 2**64 < draw.percent / 100
        assert draw.reason == (DrawReason.RANDOM if chosen else DrawReason.NOT_DRAWN)
        expected = State.IN_QUALITY_ASSURANCE if chosen else State.DECIDED
        draw.submission.refresh_from_db()
        assert draw.submission.state == expected


def test_chance_is_about_what_it_says():
    seed = b"0123456789abcdef"
    drawn = sum(is_drawn(number_of(seed, f"piece-{n}"), 20) for n in range(20_000))
    assert 3_700 < drawn < 4_300
    assert not any(is_drawn(number_of(seed, f"piece-{n}"), 0) for n in range(100))
    assert all(is_drawn(number_of(seed, f"piece-{n}"), 100) for n in range(100))


def test_the_seed_is_nowhere_in_the_open_while_the_period_is(client):
    world = making.cast()
    decide(world)
    period = SamplingPeriod.objects.get()
    seed = sealed.open_sealed(period.sealed_seed, place=SamplingPeriod.PLACE)
    assert seed not in period.sealed_seed
    page = people.client(world.lead).get("/quality/sampling/").content.decode()
    assert seed not in page
    assert period.seed_sha256[:4] in page
    services.close_period(period_id=period.pk, by=world.lead.user)
    assert seed in people.client(world.lead).get("/quality/sampling/").content.decode()


def test_one_period_at_a_time_and_only_the_lead_opens_and_closes():
    lead, quality = making.quality_assurer(lead=True), making.quality_assurer()
    day = clock.today() + dt.timedelta(days=30)
    with pytest.raises(NotAllowed):
        services.open_period(title="Autumn", closes_on=day, by=quality.user)
    period = services.open_period(title="Autumn", closes_on=day, by=lead.user)
    with pytest.raises(Refused, match="is open"):
        services.open_period(title="Winter", closes_on=day, by=lead.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        SamplingPeriod.objects.create(
            title="x", closes_on=day, sealed_seed="x", seed_sha256="x", random_percent=20
        )
    with pytest.raises(NotAllowed):
        services.close_period(period_id=period.pk, by=quality.user)
    services.close_period(period_id=period.pk, by=lead.user)
    services.close_period(period_id=period.pk, by=lead.user)
    with pytest.raises(Refused):
        services.open_period(title="Late", closes_on=clock.today() - dt.timedelta(days=1), by=lead.user)


def test_a_period_that_is_over_closes_and_the_next_opens_by_itself():
    with transaction.atomic():
        first = current_period()
        assert current_period() == first
    with time_machine.travel(clock.now() + dt.timedelta(days=100)), transaction.atomic():
        second = current_period()
    first.refresh_from_db()
    assert second != first
    assert first.seed
    assert second.seed == ""


def test_a_piece_that_was_not_drawn_can_be_chosen_and_only_then_waits_for_a_review():
    set_policy(code="sampling.new_assessor_first", value=0, effective_from=clock.today(), by=None)
    set_policy(code="sampling.random_percent", value=0, effective_from=clock.today(), by=None)
    world = making.cast()
    decide(world)
    draw = decide(world)
    assert draw.reason == DrawReason.NOT_DRAWN
    with pytest.raises(NotAllowed):
        services.choose(submission_id=draw.submission_id, by=world.manager.user)
    services.choose(submission_id=draw.submission_id, by=world.quality.user)
    draw.submission.refresh_from_db()
    assert draw.submission.state == State.IN_QUALITY_ASSURANCE
    assert draw.submission.draws.filter(reason=DrawReason.CHOSEN, by=world.quality.user).exists()


def test_the_matrix_counts_each_piece_once(django_assert_max_num_queries):
    set_policy(code="sampling.new_assessor_first", value=1, effective_from=clock.today(), by=None)
    set_policy(code="sampling.random_percent", value=0, effective_from=clock.today(), by=None)
    world = making.cast()
    draws = [decide(world) for _piece in range(4)]
    services.choose(submission_id=draws[3].submission_id, by=world.quality.user)
    with django_assert_max_num_queries(6):
        found = matrix(world.quality.user, SamplingPeriod.objects.get())
    [row] = found.rows
    [(_unit, cell)] = row.cells
    assert (cell.looked, cell.decided) == (2, 4)
    assert row.name == "I. Rahman"
    assert found.finding


@pytest.mark.parametrize(
    ("looked", "decided", "step"), [(1, 9, 1), (2, 10, 2), (3, 8, 2), (2, 5, 3), (3, 4, 4), (5, 5, 4)]
)
def test_the_four_steps(looked, decided, step):
    assert Cell(looked, decided).step == step
