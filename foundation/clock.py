"""The only clock. Nothing else asks what time it is, so that a test can move it."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """Today's date in London, where dates of validity are counted."""
    return timezone.localdate(now())


def end_of_day(day: dt.date) -> dt.datetime:
    """The first instant after `day` in London: the last day of a validity is included."""
    return start_of_day(day + dt.timedelta(days=1))


def start_of_day(day: dt.date) -> dt.datetime:
    """Midnight at which `day` begins in London, aware."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
