"""The benchmark runs and finds what it looks for; how long it takes is never asserted."""

import pytest

from register.models import Entry
from tests import people
from tests.benchmarks import filling, work
from tests.benchmarks.__main__ import options
from tests.benchmarks.measuring import Budget, Line, measure

pytestmark = pytest.mark.django_db


def test_a_line_says_the_worst_ratio():
    line = Line("work", [10.0, 20.0, 30.0], [1.0], [4], Budget(median=40, queries=2))
    assert line.ratio == 2
    assert "40 ms, 2 queries" in str(line)


def test_queries_are_counted_and_the_first_turns_are_not_timed():
    line = measure("work", lambda _n: Entry.objects.count(), range(5))
    assert line.queries == [1, 1, 1]
    assert len(line.times) == 3


def test_everybody_who_was_filled_in_is_found(capsys):
    filling.fill_register(60)
    lines = list(work.bench_search(5, 60, "sqlite"))
    assert {line.work for line in lines} >= {"search 60: the full name"}
    assert "found 100.0 %" in capsys.readouterr().out


def test_assessment_and_claims_run():
    people.cohort()
    assert len(list(work.bench_assessment(1))) == 7
    assert len(list(work.bench_claims(1, [5]))) == 1


def test_options_have_defaults():
    assert options([]).entries == 100_000
