"""Query counts that do not grow, and pages that stay light."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import assessments
from accounts.models import User
from assessments import services
from assessments.selectors.marking import to_mark
from assessments.selectors.weighing import weighing
from assessments.services.drafts import Piece
from assessments.services.marking import Ticked, Weighed
from assessments.states import RULES, Outcome
from casework.services import set_policy
from foundation import clock
from tests import people
from tests.assessments import making

pytestmark = pytest.mark.django_db


def queries(browser, address):
    with CaptureQueriesContext(connection) as caught:
        answer = browser.get(address)
    assert answer.status_code == 200
    return len(caught), answer


def asked(act):
    """How many statements a service needs, asked by somebody of whom nothing is read yet."""
    with CaptureQueriesContext(connection) as caught:
        act()
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in caught)


def fresh(person):
    return User.objects.get(pk=person.user_id)


def with_pieces(world, count):
    """A submission of `count` pieces, given to the assessor, with ticks and passages."""
    submission = making.draft(world)
    making.written(world, submission)
    codes = frozenset(submission.unit.outcomes.get().criteria.values_list("public_id", flat=True))
    for _piece in range(count - 1):
        piece = services.add_piece(submission_id=submission.pk, by=world.trainee.user, kind="case_study")
        services.save_draft(
            submission_id=submission.pk,
            by=world.trainee.user,
            pieces=[Piece(piece.public_id, 0, text=making.WORDS, criteria=codes)],
        )
    services.submit(submission_id=submission.pk, by=world.trainee.user, number=1)
    return making.judged(world, making.allocated(world, submission))


def test_the_marking_screen_needs_fifteen_queries_with_one_piece_and_with_ten():
    counts = []
    for pieces in (1, 10):
        world = making.cast(criteria=5)
        submission = with_pieces(world, pieces)
        browser = people.client(world.assessor)
        browser.get("/marking/")
        count, page = queries(browser, f"/marking/{submission.public_id}/")
        counts.append(count)
        assert len(gzip.compress(page.content)) < 30 * 1024
    assert counts[0] == counts[1]
    assert counts[1] <= 15, counts


@pytest.fixture
def everything_is_drawn():
    set_policy(code="sampling.random_percent", value=100, effective_from=clock.today(), by=None)


def many(world, count):
    """Further trainees' pieces for the same assessor: every other one is waiting."""
    for index in range(count):
        enrolment = people.enrolment(people.person(), world.enrolment.cohort)
        one = making.Cast(**{**vars(world), "enrolment": enrolment, "trainee": enrolment.person})
        submission = making.sent(one, making.draft(one))
        if index % 4 == 0:
            making.allocated(one, submission)
        elif index % 4 == 1:
            making.decided(one, making.allocated(one, submission))
        elif index % 4 == 2:
            making.agreed(one, making.decided(one, making.allocated(one, submission)))


LISTS = [
    ("assessor", "/marking/"),
    ("assessor", "/marking/done/"),
    ("manager", "/marking/allocation/"),
    ("quality", "/quality/review/"),
    ("quality", "/quality/sampling/"),
    ("quality", "/quality/release/"),
]


def test_no_list_asks_more_with_ten_times_the_rows(everything_is_drawn):
    world = making.cast()
    many(world, 4)
    clients = {who: people.client(getattr(world, who)) for who, _address in LISTS}
    few = {}
    for who, address in LISTS:
        clients[who].get(address)
        few[address] = queries(clients[who], address)[0]
    many(world, 36)
    for who, address in LISTS:
        count, page = queries(clients[who], address)
        assert count == few[address], address
        assert count <= 20, (address, count)
        assert len(gzip.compress(page.content)) < 30 * 1024


def test_allocation_of_one_piece_asks_the_same_with_ten_times_the_assessors():
    world = making.cast()
    submission = making.sent(world)
    browser = people.client(world.manager)
    browser.get("/marking/allocation/")
    before = queries(browser, f"/marking/allocation/{submission.public_id}/")[0]
    for _person in range(20):
        making.assessor()
    assert queries(browser, f"/marking/allocation/{submission.public_id}/")[0] == before


def test_the_trainees_pages_are_light_and_constant():
    world = making.cast(units=4, criteria=6)
    browser = people.client(world.trainee)
    making.written(world)
    browser.get("/units/")
    address = f"/units/{world.enrolment.version.units.first().public_id}/"
    count, page = queries(browser, address)
    assert len(gzip.compress(page.content)) < 30 * 1024
    submission = making.draft(world)
    for _piece in range(9):
        services.add_piece(submission_id=submission.pk, by=world.trainee.user, kind="case_study")
    more, page = queries(browser, address)
    assert more == count
    assert count <= 20
    assert len(gzip.compress(page.content)) < 30 * 1024
    assert queries(browser, "/units/")[0] <= 12


def test_scripts_are_small_and_import_nothing():
    folder = Path(assessments.__file__).parent / "static" / "assessments"
    for script in folder.glob("*.js"):
        source = script.read_bytes()
        assert len(gzip.compress(source)) < 8 * 1024
        assert b"import " not in source


def test_a_claim_looks_at_the_longest_waiting_only(everything_is_drawn):
    """The search is bounded by the ties of the assessor, not by what waits."""
    world = making.cast()
    many(world, 8)
    assert services.claim_next(by=world.other_assessor.user)
    with CaptureQueriesContext(connection) as few:
        assert services.claim_next(by=world.other_assessor.user)
    many(world, 30)
    with CaptureQueriesContext(connection) as more:
        assert services.claim_next(by=world.other_assessor.user)
    assert len(more) == len(few)
    assert to_mark(world.other_assessor.user).total == 3


def marks(submission, comment):
    """Everything ticked and written, over what stands."""
    state = weighing(submission)
    return {
        "ticks": {
            piece.public_id: Ticked(piece.rule_ticks.revision if piece.rule_ticks else 0, frozenset(RULES))
            for piece in state.pieces
        },
        "criteria": {
            line.criterion.public_id: Weighed(
                line.judgement.revision if line.judgement else 0, True, Outcome.MET, comment
            )
            for line in state.to_assess
        },
    }


@pytest.mark.parametrize("criteria", [2, 12])
def test_the_whole_way_asks_the_same_whatever_the_size(criteria):
    """Sent, claimed, marked, marked again and released; the unit is not the last one."""
    world = making.cast(units=2, criteria=criteria)
    submission = making.written(world)
    one = {"submission_id": submission.pk}
    sender, assessor, quality = (fresh(who) for who in (world.trainee, world.assessor, world.quality))
    assert asked(lambda: services.submit(**one, by=sender, number=1)) <= 22
    assert asked(lambda: services.claim_next(by=assessor)) <= 11
    services.begin(**one, by=assessor)
    first, again = fresh(world.assessor), fresh(world.assessor)
    written = marks(submission, "It shows what was done.")
    assert asked(lambda: services.save_judgement(**one, by=first, **written)) <= 12
    written = {"criteria": marks(submission, "It shows it well.")["criteria"]}
    assert asked(lambda: services.save_judgement(**one, by=again, **written)) <= 11
    services.decide(**one, by=assessor)
    making.agreed(world, submission)
    assert asked(lambda: services.release(**one, by=quality)) <= 15
