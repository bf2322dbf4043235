"""A programme with modules and sections that went live signed off, made with one call."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.cache import cache
from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.digests import content_digest
from cms.models import ClearedRevision, HomePage, SignOffRequest
from cms.states import RequestState
from courses.models import ModulePage, ProgrammePage, SectionPage
from foundation import clock

HEADING, CHECK, NOTE, SCENARIO = (str(uuid.UUID(int=number)) for number in range(1, 5))

BODY = [
    {"type": "text", "value": "<p>The person sets the pace.</p>", "id": str(uuid.UUID(int=9))},
    {"type": "heading", "value": {"text": "Offering without pushing", "level": "h2"}, "id": HEADING},
    {
        "type": "self_check",
        "id": CHECK,
        "value": {
            "question": "What do you do first?",
            "answers": [
                {"text": "Ring", "feedback": "Ringing takes the choice away.", "best": False},
                {"text": "Wait", "feedback": "Waiting owes her nothing.", "best": True},
            ],
        },
    },
    {
        "type": "scenario",
        "id": SCENARIO,
        "value": {
            "title": "Ruth and the worker",
            "setting": "<p>Ruth is 44.</p>",
            "question": "What now?",
            "branches": [
                {"choice": "Answer", "consequence": "<p>Trust is lost.</p>", "back": "Back."},
                {"choice": "Ask Ruth", "consequence": "<p>She picks a sentence.</p>", "back": ""},
            ],
            "closing": "<p>Ask first.</p>",
        },
    },
    {"type": "reflection", "value": {"prompt": "When has help felt like control?"}, "id": NOTE},
]


def sign_off(page: Page) -> None:
    """Make the page's content live as the readers would."""
    revision = page.save_revision()
    now = clock.now()
    request = SignOffRequest.objects.create(
        page_id=page.pk,
        revision_id=revision.pk,
        digest=content_digest(page),
        title=page.title,
        translation_key=page.translation_key,
        state=RequestState.CLEARED,
        closed_at=now,
    )
    ClearedRevision.objects.create(
        request=request, page_id=page.pk, revision_id=revision.pk, digest=content_digest(page)
    )
    revision.publish()
    page.refresh_from_db()


def home() -> HomePage:
    found = HomePage.objects.first()
    if found:
        return found
    # A transactional test empties the tables that Wagtail's migrations filled.
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    found = HomePage(title="Home", slug="front")
    root.add_child(instance=found)
    found.save_revision().publish()
    site = Site.objects.first() or Site(hostname="localhost", is_default_site=True)
    site.root_page = found
    site.save()
    cache.clear()
    return found


def programme(modules: int = 2, sections: int = 3) -> ProgrammePage:
    with disable_reference_index_auto_update():
        return _programme(modules, sections)


def _programme(modules: int, sections: int) -> ProgrammePage:
    page = ProgrammePage(title="The programme", slug="programme", sample_note="This is a sample.")
    home().add_child(instance=page)
    page.save_revision().publish()
    for number in range(1, modules + 1):
        module(page, number, sections)
    return page


def module(parent: ProgrammePage, number: int, sections: int = 3, **fields: Any) -> ModulePage:
    page = ModulePage(
        title=f"Module title {number}",
        slug=f"module-{number}",
        number=number,
        **{
            "purpose": f"Purpose {number}.",
            "content_note": "Section 1 is brief about trauma.",
            "summary": "<p>The essentials.</p>",
            "alternative_title": "Rewrite a letter",
            "alternative": "<p>Rewrite this letter.</p>",
            "unit_codes": ["IMSA1"],
            "criterion_codes": ["1.1.1"],
            **fields,
        },
    )
    parent.add_child(instance=page)
    sign_off(page)
    for index in range(1, sections + 1):
        section(page, index)
    return page


def section(parent: ModulePage, index: int, **fields: Any) -> SectionPage:
    page = SectionPage(
        title=f"Section {parent.number}.{index}",
        slug=f"section-{index}",
        **{"minutes": 7 + index, "recap": f"Point {parent.number}.{index}.", "body": BODY, **fields},
    )
    parent.add_child(instance=page)
    sign_off(page)
    return page


def sections() -> list[SectionPage]:
    return list(SectionPage.objects.order_by("path"))
