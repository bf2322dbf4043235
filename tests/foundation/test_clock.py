"""The clock stands still where it is asked to, and nowhere else."""

import datetime as dt
import threading

import pytest

from foundation import clock

PAST = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)


def test_it_stands_and_goes_on():
    with clock.standing_at(PAST):
        assert clock.now() == PAST
        assert clock.today() == dt.date(2025, 3, 1)
        with clock.standing_at(PAST + dt.timedelta(days=1)):
            assert clock.today() == dt.date(2025, 3, 2)
        assert clock.now() == PAST
    assert clock.now().year > 2025


def test_it_goes_on_after_an_error():
    with pytest.raises(KeyError), clock.standing_at(PAST):
        raise KeyError
    assert clock.now() > PAST


def test_it_stands_for_this_thread_alone():
    seen = []
    with clock.standing_at(PAST):
        other = threading.Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] > PAST


def test_a_site_with_real_people_cannot_be_moved(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(RuntimeError), clock.standing_at(PAST):
        pass
    assert clock.now() > PAST


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), clock.standing_at(dt.datetime(2025, 3, 1)):  # noqa: DTZ001
        pass
