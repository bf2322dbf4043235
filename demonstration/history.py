"""The demonstration's past: moments counted back from the day of loading."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.utils import timezone

from foundation import clock

MONTHS = 12


@dataclass(frozen=True)
class Calendar:
    """Days and moments relative to the moment of loading."""

    loaded_at: dt.datetime

    @property
    def today(self) -> dt.date:
        """The London day of loading."""
        return timezone.localdate(self.loaded_at)

    def day(self, *, months_ago: int = 0, days_ago: int = 0) -> dt.date:
        """The day so many months and then days before the day of loading (negative: after it)."""
        months = self.today.year * MONTHS + self.today.month - 1 - months_ago
        year, month = divmod(months, MONTHS)
        last = (dt.date(year + (month + 1) // MONTHS, (month + 1) % MONTHS + 1, 1) - dt.timedelta(days=1)).day
        return dt.date(year, month + 1, min(self.today.day, last)) - dt.timedelta(days=days_ago)

    def moment(
        self, *, months_ago: int = 0, days_ago: int = 0, hour: int = 10, minute: int = 0
    ) -> dt.datetime:
        """A working hour on such a day, in London; never later than the moment of loading for past days."""
        day = self.day(months_ago=months_ago, days_ago=days_ago)
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))
        return min(moment, self.loaded_at) if day <= self.today else moment


def at(moment: dt.datetime) -> AbstractContextManager[None]:
    """Call services as of `moment`: all that they date carries it."""
    return clock.standing_at(moment)
