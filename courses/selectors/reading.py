"""What the programme's pages show to whoever reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.blocks import JURISDICTIONS
from cms.models import ClearedRevision
from cms.selectors import served
from courses import permissions
from courses.models.qualification import Criterion, Unit
from courses.selectors.notes import Note, locked_until, notes_are_open, notes_of
from courses.selectors.outline import ModuleLine, SectionLine, outline
from courses.selectors.progress import (
    DONE,
    LATER,
    NOW,
    NextStep,
    Progress,
    current_enrolment,
    step_in,
    steps_of,
)

__all__ = ["current_enrolment", "module_context", "programme_context", "section_context"]


@dataclass(frozen=True)
class RailStep:
    """One section on the pair."""

    section: SectionLine
    state: str
    current: bool = False


@dataclass(frozen=True)
class Part:
    """One block of a section's text, with what belongs to this reader."""

    id: str
    type: str
    block: Any
    note: Note | None = None
    chosen: int | None = None

    @property
    def feedback(self) -> str:
        """What we think about the chosen answer; empty while nothing was asked."""
        if self.chosen is None:
            return ""
        answers = self.block.value["answers"]
        return str(answers[self.chosen]["feedback"]) if 0 <= self.chosen < len(answers) else ""


def programme_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The modules; for a learner, where they are in each."""
    del page
    modules = outline()
    enrolment = current_enrolment(request.user)
    if enrolment is None:
        return {"modules": modules, "steps": [], "enrolment": None}
    return {
        "modules": modules,
        "steps": steps_of(modules, Progress.of(enrolment)),
        "enrolment": enrolment,
    }


def module_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The sections on the pair, four choices, what it counts towards, who signed it off."""
    line = _line(page)
    enrolment = current_enrolment(request.user)
    progress = Progress.of(enrolment) if enrolment else Progress()
    step = _step_in_module(line, progress) if enrolment else None
    return {
        "line": line,
        "places": _places(page.jurisdictions),
        "enrolment": enrolment,
        "may_read": enrolment is not None or permissions.can_read_sections(request.user),
        "is_done": bool(enrolment) and progress.is_done(line),
        "completion": progress.modules.get(page.translation_key),
        "step": step,
        "rail": rail(line, progress, step.section.key if step else None),
        "criteria": _criteria(page, enrolment.version_id if enrolment else None),
        "signed_off": ClearedRevision.objects.filter(
            page_id=page.pk, revision_id=page.live_revision_id
        ).first(),
    }


def _step_in_module(line: ModuleLine, progress: Progress) -> NextStep | None:
    """Where to go on in this module: where somebody stopped, else the first that is not done."""
    step = step_in([line], progress)
    if step is None and line.sections:
        return NextStep(line, line.sections[0], line.sections[0].url)
    return step


def section_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The rail, the parts of the text with the reader's own notes, and where to go on."""
    module_page = served(page.get_parent())
    line = _line(module_page) if module_page else None
    enrolment = current_enrolment(request.user)
    progress = Progress.of(enrolment) if enrolment else Progress()
    notes = notes_of(request, page.translation_key) if enrolment else {}
    here = line.section(page.translation_key) if line else None
    number = here.number if here else 1
    return {
        "module": module_page or page.get_parent(),
        "line": line,
        "number": number,
        "places": _places(page.jurisdictions),
        "enrolment": enrolment,
        "completion": progress.sections.get(page.translation_key),
        "module_done": bool(line) and bool(enrolment) and progress.is_done(line),
        "rail": rail(line, progress, page.translation_key) if line else [],
        "before": _neighbour(line, number - 1),
        "after": _neighbour(line, number + 1),
        "parts": parts_of(page.body, notes, request),
        "notes_open": not notes or notes_are_open(request),
        "notes_locked_until": locked_until(request.user) if notes else None,
        "saved_at": max((note.saved_at for note in notes.values()), default=None),
        "earlier": _earlier(page) if number > 2 else "",  # noqa: PLR2004 - two sections ago
    }


def rail(line: ModuleLine, progress: Progress, current: UUID | None) -> list[RailStep]:
    """The sections of a module with what is done, where the reader is, and what comes later."""
    return [
        RailStep(
            section,
            NOW if section.key == current else DONE if section.key in progress.sections else LATER,
            section.key == current,
        )
        for section in line.sections
    ]


def parts_of(body: StreamValue, notes: dict[str, Note], request: HttpRequest) -> list[Part]:
    """The blocks of a text in order. The answer asked about stands in the address, nowhere else."""
    asked, answer = request.GET.get("check", ""), request.GET.get("answer", "")
    chosen = int(answer) if answer.isdigit() and len(answer) < 3 else None  # noqa: PLR2004 - a short list
    return [
        Part(
            id=str(child.id),
            type=child.block_type,
            block=child,
            note=notes.get(str(child.id)),
            chosen=chosen if str(child.id) == asked and child.block_type == "self_check" else None,
        )
        for child in body
    ]


def _line(page: Page) -> ModuleLine:
    """The module's line; in a preview, or while nothing of it is live, one made from the page."""
    found = outline(module_key=page.translation_key)
    if found:
        return found[0]
    return ModuleLine(
        key=page.translation_key,
        number=page.number,
        title=page.title,
        slug=page.slug,
        purpose=page.purpose,
        url=page.get_url() or "",
        lang=page.locale.language_code,
        sections=(),
    )


def _neighbour(line: ModuleLine | None, number: int) -> SectionLine | None:
    if line is None:
        return None
    return next((section for section in line.sections if section.number == number), None)


def _earlier(page: Page) -> str:
    """The point of the section before the last one: what was read comes again later."""
    before = list(page.get_prev_siblings().live().specific()[:2])
    return str(before[-1].recap) if len(before) > 1 else ""


def _places(codes: list[str]) -> list[str]:
    names = dict(JURISDICTIONS)
    return [str(names[code]) for code in codes if code in names]


def _criteria(page: Page, version_id: int | None) -> dict[str, Any]:
    """The units and criteria that a module helps with, in the reader's own version or the newest."""
    units = Unit.objects.filter(code__in=page.unit_codes).select_related("version")
    if version_id:
        units = units.filter(version=version_id)
    found = sorted(units, key=lambda unit: (unit.version.since, unit.version_id), reverse=True)
    newest = found[0].version_id if found else None
    return {
        "units": sorted((u for u in found if u.version_id == newest), key=lambda unit: unit.number),
        "criteria": Criterion.objects.filter(
            code__in=page.criterion_codes, outcome__unit__version=newest
        ).select_related("outcome__unit")
        if newest
        else [],
    }
