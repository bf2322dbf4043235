"""Many lives told in one order of time.

Each life is a generator that yields the moment of its next act. What it does after
a yield happens with the clock standing at that moment. Draws, periods and queues then
come out as they would have, although the lives are written down one by one.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections.abc import Iterable, Iterator

from demonstration.history import at

Life = Iterator[dt.datetime]


def live(lives: Iterable[Life], *, until: dt.datetime) -> None:
    """Let all lives happen in the order of their moments.

    Raises ValueError when a life goes back in time or past `until`, the moment of loading.
    """
    waiting: list[tuple[dt.datetime, int, Life]] = []
    numbers = itertools.count()

    def wait(life: Life, now: dt.datetime | None) -> None:
        moment = next(life, None)
        if moment is None:
            return
        if moment > until or (now is not None and moment < now):
            raise ValueError(f"a life cannot go on at {moment}")
        heapq.heappush(waiting, (moment, next(numbers), life))

    for life in lives:
        wait(life, None)
    while waiting:
        moment, _number, life = heapq.heappop(waiting)
        with at(moment):
            wait(life, moment)
