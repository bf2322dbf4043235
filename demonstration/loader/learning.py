"""What trainees have read, marked as complete, paused and noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from courses.models import Enrolment
from courses.pages import ModulePage, SectionPage
from courses.services import learning, notes
from demonstration.content_files import CONTENT, load_yaml
from demonstration.history import at
from demonstration.lives import Life, live
from demonstration.loader.world import World
from foundation import clock

BEGINS_AFTER = dt.timedelta(days=2)


class Pages:
    """The live modules by number, each with its sections in order."""

    def __init__(self) -> None:
        self.modules = {
            page.number: page for page in ModulePage.objects.live().filter(locale__language_code="en")
        }
        self._sections = {
            number: list(SectionPage.objects.live().child_of(page).order_by("path"))
            for number, page in self.modules.items()
        }

    def sections(self, number: int) -> list[SectionPage]:
        """The sections of the module with this number."""
        return self._sections[number]

    def section(self, number: int, slug: str) -> SectionPage:
        """One section by its address."""
        return next(page for page in self.sections(number) if page.slug == slug)


def load_learning(world: World) -> None:
    """Everybody's way through the modules, in the order in which it happened."""
    pages = Pages()
    rows = load_yaml(CONTENT / "learning.yaml")
    live([_learner(world, pages, row) for row in rows], until=world.calendar.loaded_at)
    _note(world, pages)


def _done(pages: Pages, row: dict[str, Any]) -> Iterator[SectionPage]:
    for number in row.get("modules", []):
        yield from pages.sections(number)
    then = row.get("then")
    if then:
        yield from pages.sections(then["module"])[: then["sections"]]


def _learner(world: World, pages: Pages, row: dict[str, Any]) -> Life:
    user = world.user(row["trainee"])
    enrolment = Enrolment.objects.get(person__user=user)
    pace = dt.timedelta(days=row["every_days"])
    # A slow reader is no later than today, whatever the day of loading.
    last = world.calendar.moment(days_ago=1, hour=8)
    moment = min(enrolment.enrolled_at + BEGINS_AFTER, last)
    yield moment
    for section in _done(pages, row):
        learning.complete_section(enrolment_id=enrolment.pk, section=section, by=user)
        yield min(clock.now() + pace, last)
    for way in ("summary", "alternative"):
        for number in row.get(way, []):
            learning.complete_module(
                enrolment_id=enrolment.pk, module=pages.modules[number], way=way, by=user
            )
            yield min(clock.now() + pace, last)
    if "place" in row:
        learning.opened(enrolment_id=enrolment.pk, section=pages.section(*row["place"]))
    if row.get("paused"):
        yield last
        learning.pause(enrolment_id=enrolment.pk, by=user)


def _note(world: World, pages: Pages) -> None:
    row = load_yaml(CONTENT / "notes.yaml")
    for section in pages.sections(row["module"]):
        for block in section.body:
            if block.block_type == "reflection":
                with at(world.calendar.moment(days_ago=60, hour=20)):
                    notes.save_note(
                        by=world.user(row["trainee"]),
                        section_key=section.translation_key,
                        block_id=block.id,
                        words=row["words"],
                    )
                return
