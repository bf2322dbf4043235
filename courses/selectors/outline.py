"""The programme as a list: modules and their sections, in two queries.

A list shows what is live and was signed off (`ClearedRevision` of the live revision).
The page itself is read through `cms.selectors.served`, which compares every word; a
list would have to load all texts of all sections to do that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from wagtail.models import Page

from cms.models import ClearedRevision


@dataclass(frozen=True)
class SectionLine:
    """One section in a list."""

    key: UUID
    number: int
    title: str
    minutes: int
    url: str


@dataclass(frozen=True)
class ModuleLine:
    """One module in a list, with its sections."""

    key: UUID
    number: int
    title: str
    slug: str
    purpose: str
    url: str
    lang: str
    sections: tuple[SectionLine, ...]

    @property
    def minutes(self) -> int:
        """All sections together."""
        return sum(section.minutes for section in self.sections)

    def section(self, key: UUID) -> SectionLine | None:
        """The section with this translation key."""
        return next((section for section in self.sections if section.key == key), None)


def cleared(pages: QuerySet) -> QuerySet:
    """The live pages among `pages` whose live revision every reader signed off."""
    signed = ClearedRevision.objects.filter(page_id=OuterRef("pk"), revision_id=OuterRef("live_revision_id"))
    return pages.live().filter(Exists(signed))


def outline(*, module_key: UUID | None = None) -> list[ModuleLine]:
    """The modules in the reader's language, English where there is no other, by number.

    With `module_key`, that module alone. Two queries, and Wagtail's cached site roots.
    """
    modules = cleared(apps.get_model("courses.ModulePage").objects)
    if module_key is not None:
        modules = modules.filter(translation_key=module_key)
    modules = modules.select_related("locale").defer("summary", "alternative", "sources", "lead", "moving")
    chosen = sorted(in_language(modules), key=lambda page: (page.number, page.path))
    sections = _sections_by_module(chosen)
    return [
        ModuleLine(
            key=page.translation_key,
            number=page.number,
            title=page.title,
            slug=page.slug,
            purpose=page.purpose,
            url=page.get_url() or "",
            lang=page.locale.language_code,
            sections=tuple(sections.get(page.path, ())),
        )
        for page in chosen
    ]


def in_language(pages: Iterable[Page]) -> list[Page]:
    """One page for each translation key: in the reader's language, else in the site's."""
    language = get_language() or settings.LANGUAGE_CODE
    wanted = {language: 0, settings.LANGUAGE_CODE: 1}
    found: dict[UUID, Page] = {}
    for page in pages:
        rank = wanted.get(page.locale.language_code, 2)
        held = found.get(page.translation_key)
        if rank < 2 and (held is None or rank < wanted[held.locale.language_code]):  # noqa: PLR2004 - neither
            found[page.translation_key] = page
    return list(found.values())


def _sections_by_module(modules: list[Page]) -> dict[str, list[SectionLine]]:
    if not modules:
        return {}
    model = apps.get_model("courses.SectionPage")
    sections = cleared(model.objects).defer("body").order_by("path")
    if len(modules) == 1:
        sections = sections.child_of(modules[0])
    found: dict[str, list[SectionLine]] = {page.path: [] for page in modules}
    for section in sections:
        lines = found.get(section.path[: -Page.steplen])
        if lines is not None:
            lines.append(
                SectionLine(
                    key=section.translation_key,
                    number=len(lines) + 1,
                    title=section.title,
                    minutes=section.minutes,
                    url=section.get_url() or "",
                )
            )
    return found


def module_page(slug: str) -> Page | None:
    """The module with this address, in the reader's language or the site's; not yet `served`."""
    pages = apps.get_model("courses.ModulePage").objects.live().filter(slug=slug).select_related("locale")
    return next(iter(in_language(pages)), None)


def section_page(key: UUID) -> Page | None:
    """The section with this translation key, likewise."""
    pages = apps.get_model("courses.SectionPage").objects.live().filter(translation_key=key)
    return next(iter(in_language(pages.select_related("locale"))), None)
