"""Things of the content kit that tests need, made with one call each."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from wagtail.models import Page

from accounts.models import User
from accounts.roles import RoleName
from cms import services
from cms.models import Consent, ContentPage, Contribution, CoWrittenPage, Reviewer
from cms.states import Answer
from foundation import clock
from tests.people import person

MARKER = "quietheron"
_numbers = itertools.count(1)


def consultant(name: str = "Rosa Example") -> User:
    someone = person(name, RoleName.CONSULTANT)
    assert someone.user
    return someone.user


def editor(name: str = "Eddie Example") -> User:
    someone = person(name, RoleName.EDITOR)
    assert someone.user
    return someone.user


def contribution(
    of: User | None = None, words: str = "", *, consent: bool = True, **fields: Any
) -> Contribution:
    """A contribution with a consent for all channels on the web, unless told otherwise."""
    row = Contribution.prepare(
        words=words or f"Example text. {MARKER}. A consultant's own words stand here, with consent.",
        code=f"T-{next(_numbers)}",
        consultant=of or consultant(),
        about="On the first meeting",
        **fields,
    )
    row.save()
    if consent:
        give(row)
    return row


def give(row: Contribution, **fields: Any) -> Consent:
    today = clock.today()
    return Consent.objects.create(
        **{
            "contribution": row,
            "version": row.consents.count() + 1,
            "scope": "teaching",
            "web_public": True,
            "web_signed_in": True,
            "languages": ["en", "cy"],
            "since": today,
            "until": today + dt.timedelta(days=365),
            **fields,
        }
    )


def root() -> Page:
    return Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")


def _body(*rows: Contribution, text: str = "Plain words.") -> list[dict[str, Any]]:
    return [
        {"type": "text", "value": f"<p>{text}</p>", "id": f"text-{text}"[:36]},
        *({"type": "voice", "value": {"contribution": row.pk}, "id": f"voice-{row.pk}"} for row in rows),
    ]


def gated_page(
    *rows: Contribution, text: str = "Plain words.", readers: list[User] | None = None, **fields: Any
):
    """A page written with consultants: a draft with one revision and its readers named."""
    number = next(_numbers)
    page = CoWrittenPage(title=f"Written together {number}", slug=f"together-{number}", **fields)
    page.body = CoWrittenPage._meta.get_field("body").to_python(_body(*rows, text=text))
    root().add_child(instance=page)
    page.save_revision()
    for reader in readers if readers is not None else []:
        Reviewer.objects.create(page=page, consultant=reader)
    page.refresh_from_db()
    return page


def content_page(*rows: Contribution, text: str = "Plain words.", **fields: Any) -> ContentPage:
    number = next(_numbers)
    page = ContentPage(title=f"Page {number}", slug=f"page-{number}", **fields)
    page.body = ContentPage._meta.get_field("body").to_python(_body(*rows, text=text))
    root().add_child(instance=page)
    page.save_revision()
    page.refresh_from_db()
    return page


def ask(page, by: User | None = None, **facts: Any):
    return services.ask_for_sign_off(page=page, by=by, **facts)


def sign(request) -> None:
    """Every reader says yes."""
    for reader in request.readers.all():
        services.answer(request=request, by=reader.consultant, answer=Answer.APPROVE)


def published(*rows: Contribution, **facts: Any):
    """A gated page that went live the honest way."""
    page = gated_page(*rows, **{"readers": [consultant("Ada Reader"), consultant("Ben Reader")], **facts})
    sign(ask(page))
    page.refresh_from_db()
    return page
