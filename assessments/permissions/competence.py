"""Whether somebody's competence is on record for a unit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.models import Person
from assessments.models import Competence
from courses.models import Unit

#: The reference lets a second person sign instead; here the act waits until both are on record.
MISSING = gettext_lazy(
    "Occupational and assessing competence are not both on record for this unit. A lead quality "
    "assurer records them under Competence; then this is possible."
)


def competent_since(people: Iterable[Person], unit: Unit) -> dict[int, dt.date]:
    """For each of `people` with both kinds of competence in `unit` today: since when both stand."""
    rows = (
        Competence.objects.current()
        .filter(Q(unit=unit) | Q(unit__isnull=True), person_id__in=[someone.pk for someone in people])
        .values_list("person_id", "kind", "since")
    )
    kinds: dict[int, dict[str, dt.date]] = defaultdict(dict)
    for person_id, kind, since in rows:
        kinds[person_id][kind] = min(since, kinds[person_id].get(kind, since))
    return {
        person_id: max(have.values())
        for person_id, have in kinds.items()
        if set(have) == set(Competence.Kind.values)
    }


def is_competent(someone: Person, unit: Unit) -> bool:
    """Whether both kinds of competence stand for `someone` in `unit` today."""
    return someone.pk in competent_since([someone], unit)


def competent_units(someone: Person) -> Q:
    """The submissions whose units `someone` is competent in, as a filter on Submission."""
    reach = Q()
    rows = list(Competence.objects.current().filter(person=someone).values_list("kind", "unit_id"))
    for kind in Competence.Kind.values:
        units = {unit for row_kind, unit in rows if row_kind == kind}
        if None not in units:
            reach &= Q(unit_id__in=units)
    return reach
