"""The third ring: what is read is what was signed off, whatever way it got into the database.

Every reader of a page goes through `served`: the page's own view, search, lists and
feeds. The voice blocks ask for a live consent themselves when they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from django.http import HttpRequest
from django.utils.html import strip_tags
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from cms.digests import content_digest
from cms.models.signoff import ClearedRevision, PageNotice, TakenOut


def served(page: Page) -> Page | None:
    """The page as it may be read now, or None when nothing of it may.

    A gated page is served when its content is what the readers signed off. Where the
    live row was changed by some other way, the signed revision stands in for it. Blocks
    that were taken out for safety or law are gone from the answer.
    """
    return served_many([page])[0]


def served_many(pages: Iterable[Page]) -> list[Page | None]:
    """`served` for several pages with a constant number of queries."""
    found = [page.specific for page in pages]
    gated = [page for page in found if getattr(page, "is_gated", False)]
    cleared: dict[int, ClearedRevision] = {}
    taken_out: dict[int, set[str]] = {}
    if gated:
        keys = [page.live_revision_id for page in gated if page.live_revision_id]
        cleared = {row.revision_id: row for row in ClearedRevision.objects.filter(revision_id__in=keys)}
    if found:
        for row in TakenOut.objects.filter(page_id__in=[page.pk for page in found]):
            taken_out.setdefault(row.page_id, set()).add(row.block_id)
    answers: list[Page | None] = []
    for page in found:
        answer = _signed(page, cleared) if getattr(page, "is_gated", False) else page
        if answer is not None and not answer.live:
            answer = None
        if answer is not None and answer.pk in taken_out:
            _hide(answer, taken_out[answer.pk])
        answers.append(answer)
    return answers


def _signed(page: Page, cleared: Mapping[int, ClearedRevision]) -> Page | None:
    """`page` if it is what was signed, else the signed revision of it, else None."""
    row = cleared.get(page.live_revision_id or 0)
    if row is None or row.page_id != page.pk or page.alias_of_id:
        return None
    if content_digest(page) == row.digest:
        return page
    revision = Revision.page_revisions.filter(pk=row.revision_id, object_id=str(page.pk)).first()
    if revision is None:
        return None
    stand_in = revision.as_object()
    return stand_in if content_digest(stand_in) == row.digest else None


def _hide(page: Page, block_ids: set[str]) -> None:
    """Take blocks out of an instance that is about to be read; it is not saved."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value: StreamValue = getattr(page, field.name)
            kept = [item for item in value.raw_data if item.get("id") not in block_ids]
            setattr(page, field.name, StreamValue(value.stream_block, kept, is_lazy=True))


def notices_of(page: Page) -> list[PageNotice]:
    """The dated notices that stand on a page now."""
    return list(PageNotice.objects.filter(page_id=page.pk, ended_at__isnull=True))


def has_live_twin(page: Page) -> bool:
    """Whether this page is live in another language, too."""
    twins = Page.objects.live().filter(translation_key=page.translation_key)
    return bool(twins.exclude(pk=page.pk).exists())


@dataclass
class LiveBlock:
    """One block of a live page, for those who may have to take it out."""

    id: str
    label: str
    words: str


def live_blocks(page: Page, request: HttpRequest) -> list[LiveBlock]:
    """What readers see of a page now, block by block; nothing where it is not live."""
    shown = served(page)
    if shown is None:
        return []
    context = {"page": shown, "request": request}
    return [
        LiveBlock(
            child.id or "",
            str(child.block.label),
            " ".join(unescape(strip_tags(child.render(context))).split()),
        )
        for field in shown._meta.get_fields()
        if isinstance(field, StreamField)
        for child in getattr(shown, field.name)
    ]


def last_cleared(page: Page) -> ClearedRevision | None:
    """The newest revision of a page that all readers signed off."""
    return ClearedRevision.objects.filter(page_id=page.pk).order_by("-at", "-pk").first()
