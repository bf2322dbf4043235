"""Lives happen in the order of their moments, with the clock standing at each."""

import datetime as dt

import pytest

from demonstration.lives import live
from foundation import clock

DAY = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


def _days(*days):
    return [DAY + dt.timedelta(days=day) for day in days]


def test_acts_of_several_lives_come_in_order_of_time():
    seen = []

    def life(name, days):
        for moment in _days(*days):
            yield moment
            seen.append((name, (clock.now() - DAY).days))

    live([life("a", [5, 6, 30]), life("b", [1, 6, 7]), life("c", [])], until=DAY + dt.timedelta(days=40))
    assert seen == [("b", 1), ("a", 5), ("b", 6), ("a", 6), ("b", 7), ("a", 30)]
    assert clock.now() > DAY + dt.timedelta(days=40)


@pytest.mark.parametrize("days", [[3, 2], [50]])
def test_nobody_goes_back_in_time_or_into_the_future(days):
    def life():
        yield from _days(*days)

    with pytest.raises(ValueError, match="cannot go on"):
        live([life()], until=DAY + dt.timedelta(days=40))
