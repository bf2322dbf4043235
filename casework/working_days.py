"""Working days with the bank holidays of each nation, from the `holidays` package."""

import datetime as dt
from functools import lru_cache

import holidays

SUBDIVISIONS = {"E": "ENG", "W": "WLS", "S": "SCT", "NI": "NIR"}
SATURDAY = 5


@lru_cache(maxsize=64)
def bank_holidays(nation: str, year: int) -> frozenset[dt.date]:
    """The bank holidays of `nation` (E, W, S, NI) in `year`; those of England where it is unknown."""
    return frozenset(holidays.country_holidays("GB", subdiv=SUBDIVISIONS.get(nation, "ENG"), years=year))


def is_working_day(day: dt.date, nation: str) -> bool:
    """Monday to Friday, and no bank holiday of `nation`."""
    return day.weekday() < SATURDAY and day not in bank_holidays(nation, day.year)


def add(day: dt.date, count: int, nation: str) -> dt.date:
    """The `count`-th working day after `day`; `day` itself does not count."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day, nation)
    return day


def between(start: dt.date, end: dt.date, nation: str) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 when `end` is earlier."""
    days = (end - start).days
    return sum(is_working_day(start + dt.timedelta(days=n), nation) for n in range(1, days + 1))
