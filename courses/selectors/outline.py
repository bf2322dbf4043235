"""The programme as a list: modules and their sections, in two queries.

A list of everything shows what is live and was signed off (`ClearedRevision` of the
live revision), because comparing every word would load every text. In the list of one
module, and on each page itself, every word is compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from wagtail.models import Page

from cms.digests import content_digest
from cms.models import ClearedRevision
from cms.selectors import served


@dataclass(frozen=True)
class SectionLine:
    """One section in a list."""

    key: UUID
    number: int
    title: str
    minutes: int
    url: str
    recap: str = ""


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


def outline() -> list[ModuleLine]:
    """All modules in the reader's language, English where there is no other, by number.

    Two queries, and Wagtail's cached site roots.
    """
    modules = cleared(apps.get_model("courses.ModulePage").objects)
    modules = modules.select_related("locale").defer("summary", "alternative", "sources", "lead", "moving")
    chosen = sorted(in_language(modules), key=lambda page: (page.number, page.path))
    found: dict[str, list[Page]] = {page.path: [] for page in chosen}
    for section in cleared(apps.get_model("courses.SectionPage").objects).defer("body").order_by("path"):
        found.get(section.path[: -Page.steplen], []).append(section)
    return [_line(page, found[page.path]) for page in chosen]


def module_line(page: Page) -> ModuleLine:
    """One module, as it is served, with its sections compared word by word. One query."""
    sections = apps.get_model("courses.SectionPage").objects.child_of(page).order_by("path")
    return _line(page, signed(sections))


def _line(page: Page, sections: Iterable[Page]) -> ModuleLine:
    return ModuleLine(
        key=page.translation_key,
        number=page.number,
        title=page.title,
        slug=page.slug,
        purpose=page.purpose,
        url=page.get_url() or "",
        lang=page.locale.language_code,
        sections=tuple(
            SectionLine(
                key=section.translation_key,
                number=number,
                title=section.title,
                minutes=section.minutes,
                url=section.get_url() or "",
                recap=section.recap,
            )
            for number, section in enumerate(sections, start=1)
        ),
    )


def signed(pages: QuerySet) -> list[Page]:
    """The live pages among `pages` as they were signed off, compared word by word.

    One query. A page that was changed behind the gate is read through
    `cms.selectors.served`, which finds what was signed.
    """
    digest = ClearedRevision.objects.filter(
        page_id=OuterRef("pk"), revision_id=OuterRef("live_revision_id")
    ).values("digest")[:1]
    found = []
    for page in pages.live().select_related("locale").annotate(signed_digest=Subquery(digest)):
        answer = page
        if page.alias_of_id or content_digest(page) != page.signed_digest:
            answer = served(page)
        if answer is not None:
            found.append(answer)
    return found


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


def module_page(slug: str) -> Page | None:
    """The module with this address, in the reader's language or the site's; not yet `served`."""
    pages = apps.get_model("courses.ModulePage").objects.live().filter(slug=slug).select_related("locale")
    return next(iter(in_language(pages)), None)


def section_page(key: UUID) -> Page | None:
    """The section with this translation key, likewise."""
    pages = apps.get_model("courses.SectionPage").objects.live().filter(translation_key=key)
    return next(iter(in_language(pages.select_related("locale"))), None)
