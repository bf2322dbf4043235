"""What quality assurers see: what was chosen for them, the matrix of a period, what to release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _, ngettext

from accounts.models import Person, User
from assessments import permissions
from assessments.models import (
    Decision,
    DecisionAct,
    DrawReason,
    SamplingDraw,
    SamplingPeriod,
    Submission,
)
from assessments.states import State
from courses.models import Unit

#: Lower borders, in per cent, of the four steps of the matrix.
STEPS = (0, 20, 40, 75)
THIN = 20
ENOUGH_TO_JUDGE = 5


def short_name(person: Person) -> str:
    """J. Adeyemi; a name of one word as it is."""
    first, space, rest = person.practising_name.partition(" ")
    return f"{first[0]}. {rest.rpartition(' ')[2]}" if space else first


def _latest_draw(field: str) -> Subquery:
    draws = SamplingDraw.objects.filter(submission=OuterRef("pk")).exclude(reason=DrawReason.NOT_DRAWN)
    return Subquery(draws.order_by("-at", "-pk").values(field)[:1])


def to_review(user: User) -> QuerySet[Submission]:
    """Chosen work that `user` may review, the longest waiting first, with the reason of its draw."""
    return (
        permissions.reviewable(user)
        .select_related("unit")
        .annotate(draw_reason=_latest_draw("reason"), drawn_at=_latest_draw("at"))
        .order_by("drawn_at", "pk")
    )


def reason_words(reason: str) -> str:
    """Why a piece was chosen, in words."""
    return str(DrawReason(reason).label) if reason else ""


def decisions_of(act: DecisionAct) -> list[Decision]:
    """The decisions of an act with criteria and words, in order."""
    return list(act.decisions.select_related("criterion", "words").order_by("criterion__position"))


def standing_act(submission: Submission) -> DecisionAct:
    """The act of deciding that stands, with its decisions, ticks and draws."""
    decisions = Decision.objects.select_related("criterion", "words").order_by("criterion__position")
    return (
        DecisionAct.objects.filter(version__submission=submission)
        .select_related("assessor", "version")
        .prefetch_related(Prefetch("decisions", decisions), "ticks", "draws")
        .order_by("-version__number", "-number")[0]
    )


def to_release(user: User) -> QuerySet[Submission]:
    """Cleared work that `user` may release, the longest waiting first."""
    return permissions.releasable(user).select_related("unit").order_by("sent_at", "pk")


def to_choose(user: User) -> QuerySet[Submission]:
    """Decided work that was not drawn and that `user` may still choose."""
    return (
        permissions.independent_for(user, *permissions.REVIEWING)
        .filter(state=State.DECIDED)
        .select_related("unit")
        .order_by("sent_at", "pk")
    )


@dataclass(frozen=True)
class Cell:
    """How much of what an assessor decided in a unit was looked at."""

    looked: int
    decided: int

    @property
    def percent(self) -> int:
        """Of a hundred."""
        return round(100 * self.looked / self.decided) if self.decided else 0

    @property
    def step(self) -> int:
        """1 to 4, for the colour that stands beside the numbers."""
        return sum(self.percent >= border for border in STEPS)


@dataclass(frozen=True)
class MatrixRow:
    """An assessor and their cells, one for each unit; None where nothing was decided."""

    name: str
    cells: list[tuple[Unit, Cell | None]]


@dataclass
class Matrix:
    """Assessors × units in a period."""

    units: list[Unit]
    rows: list[MatrixRow]

    @property
    def finding(self) -> str:
        """What the matrix says, as one sentence or two."""
        if not self.rows:
            return _("Nothing has been decided in this period yet.")
        cells = [(row, unit, cell) for row in self.rows for unit, cell in row.cells if cell]
        unseen = [(row, unit) for row, unit, cell in cells if not cell.looked]
        thin = [
            (row, unit)
            for row, unit, cell in cells
            if cell.looked and cell.percent < THIN and cell.decided >= ENOUGH_TO_JUDGE
        ]
        if unseen:
            first = _("Not yet looked at: %(who)s.") % {"who": _who(unseen)}
        else:
            first = _("Everybody has been looked at in each unit they decided.")
        return f"{first} {_('Thin: %(who)s.') % {'who': _who(thin)}}" if thin else first


def _who(pairs: Iterable[tuple[MatrixRow, Unit]]) -> str:
    by_name: dict[str, list[int]] = defaultdict(list)
    for row, unit in pairs:
        by_name[row.name].append(unit.number)
    said = []
    for name, numbers in by_name.items():
        listed = ", ".join(str(number) for number in sorted(set(numbers)))
        said.append(
            ngettext("%(name)s in Unit %(numbers)s", "%(name)s in Units %(numbers)s", len(numbers))
            % {"name": name, "numbers": listed}
        )
    return "; ".join(said)


def current_period() -> SamplingPeriod | None:
    """The open period, or the last one."""
    periods = SamplingPeriod.objects.all()
    return periods.filter(closed_at__isnull=True).first() or periods.order_by("-closed_at").first()


def matrix(user: User, period: SamplingPeriod) -> Matrix:
    """Looked at, of decided: per assessor and unit, in the scope of `user`; three queries.

    A piece counts once, however often it was decided; it was looked at when it was chosen.
    """
    draws = SamplingDraw.objects.filter(
        period=period,
        submission__in=Submission.objects.filter(permissions.in_scope(user, *permissions.READING)),
    ).values_list("assessor_id", "unit_id", "submission_id", "reason")
    decided: dict[tuple[int, int], set[int]] = defaultdict(set)
    looked: dict[tuple[int, int], set[int]] = defaultdict(set)
    for assessor_id, unit_id, submission_id, reason in draws:
        decided[assessor_id, unit_id].add(submission_id)
        if reason != DrawReason.NOT_DRAWN:
            looked[assessor_id, unit_id].add(submission_id)
    people = Person.objects.in_bulk({assessor_id for assessor_id, _unit in decided})
    units = list(
        Unit.objects.filter(pk__in={unit_id for _assessor, unit_id in decided}).order_by("number", "version")
    )
    rows = [
        MatrixRow(
            short_name(person),
            [
                (
                    unit,
                    Cell(len(looked[person.pk, unit.pk]), len(decided[person.pk, unit.pk]))
                    if decided.get((person.pk, unit.pk))
                    else None,
                )
                for unit in units
            ],
        )
        for person in sorted(people.values(), key=lambda person: person.practising_name.rpartition(" ")[2])
    ]
    return Matrix(units, rows)
