"""What needs doing next, for each role, from the floors below."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import User
from assessments.selectors.outcomes import UnitLine, trainee_units
from courses.models import Enrolment, QualificationVersion
from courses.selectors.outline import outline
from courses.selectors.progress import (
    Gap,
    ModuleStep,
    NextStep,
    Progress,
    current_enrolment,
    gaps_of,
    may_extend,
    people_of,
    step_in,
    steps_of,
)
from register.selectors.case_own import asks_something, case_to_see

#: What a trainee reads beside a unit. Nothing here says more than they have opened.
UNIT_WORDS: dict[str, str | Promise] = {
    "not_begun": gettext_lazy("Not begun"),
    "draft": gettext_lazy("Draft saved"),
    "sent": gettext_lazy("Sent"),
    "being_read": gettext_lazy("Being read"),
    "update": gettext_lazy("There is an update"),
    "met": gettext_lazy("Met"),
    "not_yet_met": gettext_lazy("Not yet met"),
    "resubmission_open": gettext_lazy("Open to send more"),
    "attempts_used": gettext_lazy("Not yet met"),
    "withdrawn": gettext_lazy("Withdrawn"),
}


@dataclass(frozen=True)
class UnitRow:
    """One unit on the trainee's home: where it stands, and each thing it still waits for."""

    line: UnitLine
    words: str
    gaps: list[Gap]

    @property
    def url(self) -> str:
        return reverse("assessments:unit", args=[self.line.unit.public_id])


@dataclass(frozen=True)
class TraineeHome:
    """All that the trainee's home shows, from a number of queries that does not grow."""

    enrolment: Enrolment
    next: NextStep | None
    steps: list[ModuleStep]
    units: list[UnitRow]
    may_extend: bool
    looks_after: str
    has_case: bool = False
    case_asks: bool = False

    @property
    def is_paused(self) -> bool:
        return self.enrolment.state == Enrolment.State.PAUSED

    @property
    def all_met(self) -> bool:
        """Every unit is met, and its result was opened: no unit waits for anything."""
        return bool(self.units) and all(row.line.status == "met" for row in self.units)

    @property
    def leads_to_case(self) -> bool:
        """Nothing is left to learn or to show: what comes next is the accreditation."""
        return self.has_case and self.all_met and self.next is None and not self.is_paused

    @property
    def updates(self) -> list[UnitRow]:
        """Units with a result that waits to be opened."""
        return [row for row in self.units if row.line.update]


def trainee_home(user: User) -> TraineeHome | None:
    """The home of a trainee, or None for somebody who is enrolled nowhere."""
    enrolment = current_enrolment(user)
    if enrolment is None:
        return None
    modules, progress = outline(), Progress.of(enrolment)
    units = [
        UnitRow(line, str(UNIT_WORDS[line.status]), gaps_of(line.unit, modules, progress) + _unit_gaps(line))
        if line.status not in {"met", "withdrawn"}
        else UnitRow(line, str(UNIT_WORDS[line.status]), [])
        for line in trainee_units(enrolment)
    ]
    people = people_of(enrolment)
    case = case_to_see(user)
    return TraineeHome(
        enrolment=enrolment,
        next=step_in(modules, progress),
        steps=steps_of(modules, progress),
        units=units,
        may_extend=may_extend(enrolment),
        looks_after=people[0].practising_name if people else "",
        has_case=case is not None,
        case_asks=asks_something(case),
    )


def _unit_gaps(line: UnitLine) -> list[Gap]:
    """What a unit waits for on the assessment's side, in words, with a link."""
    url = reverse("assessments:unit", args=[line.unit.public_id])
    words = {
        "not_begun": _("Your evidence: nothing written yet"),
        "draft": _("Your evidence: a draft that is not sent yet"),
        "sent": _("An assessor: they take it from here"),
        "being_read": _("An assessor: they are reading it"),
        "update": _("You: a result waits until you open it"),
        "not_yet_met": _("The next step: see what is not yet met"),
        "resubmission_open": _("Your evidence for the criteria that are not yet met"),
        "attempts_used": _("A decision of yours: see what is possible"),
    }.get(line.status)
    return [Gap(words, url, "evidence")] if words else []


def current_standards() -> QualificationVersion | None:
    """The newest version of the qualification with units, outcomes and criteria; four queries."""
    return (
        QualificationVersion.objects.select_related("qualification")
        .prefetch_related("units__outcomes__criteria")
        .order_by("-since", "-pk")
        .first()
    )
