"""What assessment says about the units of a case, for many people at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localdate

from accounts.models import Person
from assessments.models import Allocation, DecisionAct, QualityReview, Release
from assessments.states import Outcome
from casework.models import Hold
from courses.models import Unit


@dataclass(frozen=True)
class UnitResult:
    """A unit of the qualification, and since when it counts as met (None: not yet)."""

    unit: Unit
    met_on: dt.date | None
    held: bool = False

    @property
    def counts(self) -> bool:
        """Met, released, and nothing stands on the work."""
        return self.met_on is not None and not self.held


def results(wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[UnitResult]]:
    """For each (person, qualification version): its units in order, with what was released.

    The same rule as `assessments.selectors.all_units_met`: the latest released outcome
    counts. Released work on which a hold stands counts when the hold is lifted (domain
    reference, section 4).
    """
    wanted = list(wanted)
    units: dict[int, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.filter(version_id__in={version for _person, version in wanted}).order_by(
        "number"
    ):
        units[unit.version_id].append(unit)
    latest: dict[tuple[int, int], tuple[str, dt.datetime, str]] = {}
    for person, unit_id, outcome, at, submission in (
        Release.objects.filter(
            submission__trainee_id__in={person for person, _version in wanted},
            submission__unit__version_id__in=units,
        )
        .order_by("at", "pk")
        .values_list(
            "submission__trainee_id", "submission__unit_id", "outcome", "at", "submission__public_id"
        )
    ):
        latest[person, unit_id] = (outcome, at, submission)
    held = set(
        Hold.objects.filter(
            subject_kind="submission",
            subject_id__in=[row[2] for row in latest.values()],
            lifted_at__isnull=True,
        ).values_list("subject_id", flat=True)
    )
    met = {
        key: (at, submission in held)
        for key, (outcome, at, submission) in latest.items()
        if outcome == Outcome.MET
    }
    answer: dict[tuple[int, int], list[UnitResult]] = {}
    for person, version in wanted:
        answer[person, version] = [
            UnitResult(unit, localdate(found[0]), found[1])
            if (found := met.get((person, unit.pk)))
            else UnitResult(unit, None)
            for unit in units[version]
        ]
    return answer


def assessed_by(person: Person) -> set[int]:
    """Primary keys of the people who held, decided or reviewed any work of `person`."""
    return {
        *Allocation.objects.filter(trainee=person).values_list("assessor_id", flat=True),
        *DecisionAct.objects.filter(version__submission__trainee=person).values_list(
            "assessor_id", flat=True
        ),
        *QualityReview.objects.filter(trainee=person).values_list("reviewer_id", flat=True),
    }
