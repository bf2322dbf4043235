"""Where somebody is: what is next, the way through, what each unit still waits for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import overload
from uuid import UUID

from django.utils.text import get_text_list
from django.utils.translation import gettext as _, ngettext

from accounts.models import Person, User
from courses.models.cohorts import Enrolment
from courses.models.progress import ModuleCompletion, Place, SectionCompletion
from courses.models.qualification import Unit
from courses.selectors.outline import ModuleLine, SectionLine, outline
from courses.states import READING, EnrolmentState

DONE, NOW, LATER = "done", "now", "later"


def current_enrolment(user: User) -> Enrolment | None:
    """The enrolment that somebody learns on now: one on the way before one that is completed. One query."""
    if not user.is_authenticated:
        return None
    found = list(
        Enrolment.objects.filter(person__user=user, state__in=READING)
        .select_related("cohort__manager__user", "version", "person", "place")
        .order_by("-enrolled_at", "-pk")
    )
    found.sort(key=lambda enrolment: enrolment.state == EnrolmentState.COMPLETED)
    return found[0] if found else None


class Unread:
    """Says that a place was not read yet, where None says that there is none."""


@dataclass
class Progress:
    """All that one enrolment has done, read once."""

    sections: dict[UUID, SectionCompletion] = field(default_factory=dict)
    modules: dict[UUID, ModuleCompletion] = field(default_factory=dict)
    place: Place | None = None

    @classmethod
    def of(cls, enrolment: Enrolment, place: Place | type[Unread] | None = Unread) -> Progress:
        """Three queries, two where the place was read with the enrolment."""
        if place is Unread:
            place = Place.objects.filter(enrolment=enrolment).first()
        return cls(
            sections={row.section_key: row for row in SectionCompletion.objects.filter(enrolment=enrolment)},
            modules={row.module_key: row for row in ModuleCompletion.objects.filter(enrolment=enrolment)},
            place=place if isinstance(place, Place) else None,
        )

    def is_done(self, module: ModuleLine) -> bool:
        """A completed module stays completed when a section is added to it."""
        row = self.modules.get(module.key)
        if row is not None and row.undone_at is None:
            return True
        return bool(module.sections) and all(section.key in self.sections for section in module.sections)

    def is_here(self, module: ModuleLine) -> bool:
        """Whether this is where they stopped."""
        return self.place is not None and self.place.module_key == module.key


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next."""

    module: ModuleLine
    section: SectionLine
    url: str
    stopped_at: str = ""

    @property
    def minutes(self) -> int:
        return self.section.minutes


@dataclass(frozen=True)
class ModuleStep:
    """A module on somebody's way through."""

    module: ModuleLine
    state: str
    words: str


@dataclass(frozen=True)
class Gap:
    """One thing that a unit still waits for, in words, and where to do it."""

    words: str
    url: str
    code: str = "module"


@dataclass(frozen=True)
class LearnerHome:
    """All that somebody's home shows of learning."""

    enrolment: Enrolment
    step: NextStep | None
    way: list[ModuleStep]
    gaps: dict[int, list[Gap]]
    units: list[Unit]
    people: list[Person]
    may_extend: bool


def learner_home(user: User) -> LearnerHome | None:
    """All of it at once, or None for somebody who is not enrolled. Six queries, however much there is."""
    enrolment = current_enrolment(user)
    if enrolment is None:
        return None
    modules = outline()
    progress = Progress.of(enrolment, getattr(enrolment, "place", None))
    units = list(Unit.objects.filter(version=enrolment.version_id))
    return LearnerHome(
        enrolment=enrolment,
        step=step_in(modules, progress),
        way=steps_of(modules, progress),
        gaps={unit.pk: gaps_of(unit, modules, progress) for unit in units},
        units=units,
        people=people_of(enrolment),
        may_extend=may_extend(enrolment),
    )


def next_step(enrolment: Enrolment) -> NextStep | None:
    """What is next, or None when every module is done. Five queries, however much there is."""
    return step_in(outline(), Progress.of(enrolment))


def step_in(modules: list[ModuleLine], progress: Progress) -> NextStep | None:
    """The section where somebody stopped, unless it is done; else the next that is not."""
    place = progress.place
    here = next((module for module in modules if progress.is_here(module)), None)
    if here is not None and place is not None and not progress.is_done(here):
        section = here.section(place.section_key)
        if section is not None and section.key not in progress.sections:
            anchor = f"#part-{place.block_id}" if place.block_id else ""
            return NextStep(here, section, section.url + anchor, place.heading)
        after = section.number if section else 0
        ahead = [item for item in here.sections if item.key not in progress.sections]
        ahead.sort(key=lambda item: item.number <= after)
        if ahead:
            return NextStep(here, ahead[0], ahead[0].url)
    for module in modules:
        if not progress.is_done(module):
            for section in module.sections:
                if section.key not in progress.sections:
                    return NextStep(module, section, section.url)
    return None


def way_through(enrolment: Enrolment) -> list[ModuleStep]:
    """Every module with where somebody is in it. Five queries."""
    return steps_of(outline(), Progress.of(enrolment))


def steps_of(modules: list[ModuleLine], progress: Progress) -> list[ModuleStep]:
    """As `way_through`, from what was read already."""
    step = step_in(modules, progress)
    now = step.module.key if step else None
    return [_step(module, progress, is_now=module.key == now) for module in modules]


def _step(module: ModuleLine, progress: Progress, *, is_now: bool) -> ModuleStep:
    if progress.is_done(module):
        return ModuleStep(module, DONE, _("Complete"))
    if is_now:
        done = sections_done_in_words(module, progress)
        return ModuleStep(module, NOW, f"{_('You are here.')} {done}".strip())
    done = sections_done_in_words(module, progress)
    return ModuleStep(module, LATER, done or size_in_words(module))


def size_in_words(module: ModuleLine) -> str:
    """How many sections, how long."""
    sections = len(module.sections)
    words = ngettext("%(count)d section", "%(count)d sections", sections) % {"count": sections}
    return _("%(sections)s, about %(minutes)d minutes") % {"sections": words, "minutes": module.minutes}


def sections_done_in_words(module: ModuleLine, progress: Progress) -> str:
    """Which sections are complete, by number."""
    numbers = [str(section.number) for section in module.sections if section.key in progress.sections]
    if not numbers:
        return ""
    listed = get_text_list(numbers, _("and"))
    return ngettext("Section %(numbers)s complete.", "Sections %(numbers)s complete.", len(numbers)) % {
        "numbers": listed
    }


@overload
def unit_gaps(enrolment: Enrolment, unit: None = None) -> dict[int, list[Gap]]: ...
@overload
def unit_gaps(enrolment: Enrolment, unit: Unit) -> list[Gap]: ...
def unit_gaps(enrolment: Enrolment, unit: Unit | None = None) -> dict[int, list[Gap]] | list[Gap]:
    """The modules that each unit still waits for, named and linked, by the unit's primary key.

    With `unit`, the list for that unit. What evidence is missing, `assessments` adds.
    Six queries, five with `unit`.
    """
    modules, progress = outline(), Progress.of(enrolment)
    if unit is not None:
        return gaps_of(unit, modules, progress)
    units = Unit.objects.filter(version=enrolment.version_id)
    return {item.pk: gaps_of(item, modules, progress) for item in units}


def gaps_of(unit: Unit, modules: list[ModuleLine], progress: Progress) -> list[Gap]:
    """As `unit_gaps`, from what was read already."""
    return [
        Gap(_gap_in_words(module, progress), _first_open(module, progress))
        for module in modules
        if module.number in unit.module_numbers and not progress.is_done(module)
    ]


def _gap_in_words(module: ModuleLine, progress: Progress) -> str:
    left = [section for section in module.sections if section.key not in progress.sections]
    if len(left) == len(module.sections):
        return _("Module %(number)d, %(title)s: not begun yet") % {
            "number": module.number,
            "title": module.title,
        }
    return ngettext(
        "Module %(number)d, %(title)s: %(left)d section to go",
        "Module %(number)d, %(title)s: %(left)d sections to go",
        len(left),
    ) % {"number": module.number, "title": module.title, "left": len(left)}


def _first_open(module: ModuleLine, progress: Progress) -> str:
    section = next((item for item in module.sections if item.key not in progress.sections), None)
    begun = any(item.key in progress.sections for item in module.sections)
    return section.url if section and begun else module.url


def people_of(enrolment: Enrolment) -> list[Person]:
    """Who looks after the cohort. No query where the enrolment came from `current_enrolment`."""
    manager = enrolment.cohort.manager
    return [manager] if manager else []


def may_extend(enrolment: Enrolment) -> bool:
    """Whether the first extension, which needs no reason, is still to be taken."""
    return (
        enrolment.state in {EnrolmentState.LIVE, EnrolmentState.PAUSED}
        and enrolment.due_on is not None
        and enrolment.extended_at is None
    )


def extended_date(enrolment: Enrolment, days: int) -> dt.date | None:
    """The date after the first extension."""
    return enrolment.due_on + dt.timedelta(days=days) if enrolment.due_on else None
