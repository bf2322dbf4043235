"""Timing a piece of work, counting what it asks of the database, and the table of what came out."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

ASKS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True)
class Budget:
    """What is promised; milliseconds, but for `per_second`. Source: issue 2, section 5, and the rivals' table."""

    median: float | None = None
    p95: float | None = None
    queries: int | None = None


@dataclass
class Line:
    """One row of the table. Times in milliseconds; `cpu` is this process's own part of the median."""

    work: str
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * 0.95))]

    @property
    def ratio(self) -> float | None:
        """What was measured over what is promised, the worst of the promises; above 1 is too much."""
        parts = [
            measured / promised
            for measured, promised in (
                (self.median, self.budget.median),
                (self.p95, self.budget.p95),
                (max(self.queries, default=0), self.budget.queries),
            )
            if promised
        ]
        return max(parts, default=None)

    def __str__(self) -> str:
        promised = [
            f"{number:g} {unit}"
            for number, unit in (
                (self.budget.median, "ms"),
                (self.budget.p95, "ms p95"),
                (self.budget.queries, "queries"),
            )
            if number is not None
        ]
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        asked = max(self.queries, default=0)
        return (
            f"{self.work:<58} {len(self.times):>5} {self.median:>9.1f} {self.p95:>9.1f} "
            f"{statistics.median(self.cpu):>8.1f} {asked:>7}  {', '.join(promised):<24} {ratio:>5}"
        )


HEADING = f"{'work':<58} {'n':>5} {'median':>9} {'p95':>9} {'cpu':>8} {'queries':>7}  {'budget':<24} ratio"


class Counter:
    """Counts the statements that ask or change something; what opens and closes a transaction is left out."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += sql.lstrip("( ").upper().startswith(ASKS)
        return execute(sql, params, many, context)


def measure(
    work: str,
    act: Callable[[Any], Any],
    things: Iterable[Any],
    budget: Budget | None = None,
    *,
    warm: int = 2,
) -> Line:
    """Do `act` to each thing and note how long it took; the first `warm` of them are not counted."""
    line = Line(work, budget=budget or Budget())
    for index, thing in enumerate(things):
        counter = Counter()
        if index % 10 == 0:
            gc.collect()
        with connection.execute_wrapper(counter):
            cpu, began = time.process_time(), time.perf_counter()
            act(thing)
            took, used = time.perf_counter() - began, time.process_time() - cpu
        if index >= warm:
            line.times.append(took * 1000)
            line.cpu.append(used * 1000)
            line.queries.append(counter.count)
    print(line, flush=True)
    return line
