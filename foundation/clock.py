"""The only clock. Nothing else asks what time it is, so that a test can move it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_standing: ContextVar[dt.datetime | None] = ContextVar("foundation.clock.standing", default=None)


def now() -> dt.datetime:
    """This moment, aware, in UTC."""
    return _standing.get() or timezone.now()


@contextmanager
def standing_at(moment: dt.datetime) -> Iterator[None]:
    """Let the clock stand at `moment` for what is called inside, in this context alone.

    For the demonstration, whose services act out a past, and for tests. A site that
    serves real people has no way to write yesterday's date: there it raises
    RuntimeError. Nested use is allowed; the outer moment comes back.
    """
    if not settings.DEMONSTRATION:
        raise RuntimeError("The clock of this site cannot be moved")
    if timezone.is_naive(moment):
        raise ValueError("A moment has a time zone")
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


def today() -> dt.date:
    """Today's date in London, where dates of validity are counted."""
    return timezone.localdate(now())


def end_of_day(day: dt.date) -> dt.datetime:
    """The first instant after `day` in London: the last day of a validity is included."""
    return start_of_day(day + dt.timedelta(days=1))


def start_of_day(day: dt.date) -> dt.datetime:
    """Midnight at which `day` begins in London, aware."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
