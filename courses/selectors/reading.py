"""What the programme's pages show to whoever reads them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.blocks import JURISDICTIONS
from cms.models import ClearedRevision
from courses import permissions, transcripts
from courses.models.cohorts import Enrolment
from courses.models.qualification import Criterion
from courses.selectors.notes import Note, locked_until, notes_are_open, notes_of
from courses.selectors.outline import ModuleLine, SectionLine, module_line, outline, signed
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

__all__ = ["enrolment_for", "module_context", "programme_context", "section_context"]


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
    def transcript(self) -> list[transcripts.Line]:
        """The lines of a recording's transcript, with their times."""
        media = self.block.value["media"]
        return transcripts.lines(media.transcript) if media else []

    @property
    def feedback(self) -> str:
        """What we think about the chosen answer; empty while nothing was asked."""
        if self.chosen is None:
            return ""
        answers = self.block.value["answers"]
        return str(answers[self.chosen]["feedback"]) if 0 <= self.chosen < len(answers) else ""


def enrolment_for(request: HttpRequest) -> Enrolment | None:
    """The reader's enrolment, read once for each request."""
    if not hasattr(request, "_enrolment"):
        request._enrolment = current_enrolment(request.user)  # noqa: SLF001 - a request's memory of one query
    return request._enrolment  # noqa: SLF001 - as above


def programme_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The modules; for a learner, where they are in each."""
    del page
    modules = outline()
    enrolment = enrolment_for(request)
    if enrolment is None:
        return {"modules": modules, "steps": [], "enrolment": None}
    return {
        "modules": modules,
        "steps": steps_of(modules, _progress(enrolment)),
        "enrolment": enrolment,
    }


def module_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The sections on the pair, four choices, what it counts towards, who signed it off."""
    line = module_line(page)
    enrolment = enrolment_for(request)
    progress = _progress(enrolment)
    step = _step_in_module(line, progress) if enrolment else None
    is_done = bool(enrolment) and progress.is_done(line)
    return {
        "line": line,
        "programme_url": line.url.rstrip("/").rpartition("/")[0] + "/",
        "places": _places(page.jurisdictions),
        "enrolment": enrolment,
        "may_read": enrolment is not None or permissions.can_read_sections(request.user),
        "is_done": is_done,
        "completion": progress.modules.get(page.translation_key),
        "step": step,
        "rail": rail(line, progress, step.section.key if step and not is_done else None),
        "criteria": _criteria(page, enrolment.version_id if enrolment else None),
        "signed_on": _signed_on(page),
    }


def _step_in_module(line: ModuleLine, progress: Progress) -> NextStep | None:
    """Where to go on in this module: where somebody stopped, else the first that is not done."""
    step = step_in([line], progress)
    if step is None and line.sections:
        return NextStep(line, line.sections[0], line.sections[0].url)
    return step


def section_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The rail, the parts of the text with the reader's own notes, and where to go on."""
    module = _module_of(page)
    line = module_line(module)
    enrolment = enrolment_for(request)
    progress = _progress(enrolment)
    notes = notes_of(request, page.translation_key) if enrolment else {}
    here = line.section(page.translation_key)
    number = here.number if here else 1
    return {
        "module": module,
        "line": line,
        "place_key": progress.place.section_key if progress.place else None,
        "number": number,
        "places": _places(page.jurisdictions),
        "enrolment": enrolment,
        "completion": progress.sections.get(page.translation_key),
        "module_done": bool(enrolment) and progress.is_done(line),
        "rail": rail(line, progress, page.translation_key),
        "before": _neighbour(line, number - 1),
        "after": _neighbour(line, number + 1),
        "parts": parts_of(page.body, notes, request),
        "has_media": any(child.block_type == "media" for child in page.body),
        "notes_open": not notes or notes_are_open(request),
        "notes_locked_until": locked_until(request.user) if notes else None,
        "saved_at": max((note.saved_at for note in notes.values()), default=None),
        "earlier": _earlier(line, number),
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


def _progress(enrolment: Enrolment | None) -> Progress:
    """What was done; the place came with the enrolment."""
    return Progress.of(enrolment, getattr(enrolment, "place", None)) if enrolment else Progress()


def _module_of(section: Page) -> Page:
    """A section's module as it was signed off; in a preview, as it is. One query."""
    parent_path = section.path[: -Page.steplen]
    modules = apps.get_model("courses.ModulePage").objects.filter(path=parent_path)
    found = signed(modules)
    return found[0] if found else modules.select_related("locale").get()


def _signed_on(page: Page) -> dt.datetime | None:
    """When the readers signed it off: read with the page where it came by its address."""
    if hasattr(page, "signed_at"):
        return page.signed_at
    rows = ClearedRevision.objects.filter(page_id=page.pk, revision_id=page.live_revision_id)
    return rows.values_list("at", flat=True).first()


def _neighbour(line: ModuleLine, number: int) -> SectionLine | None:
    return next((section for section in line.sections if section.number == number), None)


def _earlier(line: ModuleLine, number: int) -> str:
    """The point of the section before the last one: what was read comes again later."""
    before = _neighbour(line, number - 2)
    return before.recap if before else ""


def _places(codes: list[str]) -> list[str]:
    names = dict(JURISDICTIONS)
    return [str(names[code]) for code in codes if code in names]


def _criteria(page: Page, version_id: int | None) -> dict[str, Any]:
    """The criteria that a module helps with, and their units, in the reader's version or the newest.

    One query.
    """
    found = Criterion.objects.filter(
        code__in=page.criterion_codes, outcome__unit__code__in=page.unit_codes
    ).select_related("outcome__unit__version")
    if version_id:
        found = found.filter(outcome__unit__version=version_id)
    criteria = sorted(found, key=lambda item: (item.outcome.unit.number, item.code))
    versions = {item.outcome.unit.version_id: item.outcome.unit.version for item in criteria}
    newest = max(versions.values(), key=lambda version: (version.since, version.pk), default=None)
    if newest is None:
        return {"units": [], "criteria": []}
    chosen = [item for item in criteria if item.outcome.unit.version_id == newest.pk]
    units = {item.outcome.unit_id: item.outcome.unit for item in chosen}
    return {"units": list(units.values()), "criteria": chosen}
