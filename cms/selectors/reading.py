"""A page as it will be, for the people who sign it off: every word that the digest covers.

New words are marked with `<ins>`; what was taken out is listed. The comparison is with
what readers see now: the last revision that was cleared.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import Field, ForeignKey
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.rich_text import expand_db_html

from cms.digests import SAID
from cms.models.contributions import Contribution
from cms.models.signoff import ClearedRevision, SignOffRequest

_TOKENS = re.compile(r"<[^>]*>|\s+|[^\s<]+")
_LONGEST = 4000


@dataclass
class Part:
    """One field or block of a page."""

    label: str
    html: SafeString
    changed: bool
    kind: str = "field"


def page_of(request: SignOffRequest) -> Page:
    """The page with the content of exactly the revision that was asked about."""
    return Revision.page_revisions.get(pk=request.revision_id).as_object()


def page_before(request: SignOffRequest) -> tuple[Page | None, int | None]:
    """What was signed off last before this request, and the number of that revision."""
    cleared = (
        ClearedRevision.objects.filter(page_id=request.page_id)
        .exclude(revision_id=request.revision_id)
        .select_related("request")
        .order_by("-at", "-pk")
        .first()
    )
    if cleared is None:
        return None, None
    revision = Revision.page_revisions.filter(pk=cleared.revision_id).first()
    return (revision.as_object(), cleared.request.number) if revision else (None, None)


def parts(page: Page, before: Page | None, context: dict[str, Any]) -> tuple[list[Part], list[SafeString]]:
    """Every part of `page`, new words marked against `before`, and the parts that went."""
    now, then = _rendered(page, context), _rendered(before, context) if before else {}
    found = []
    for key, (label, html, kind) in now.items():
        old = then.get(key, ("", "", ""))[1] if before else html
        marked = mark_new(old, html) if html != old else html
        found.append(Part(label, mark_safe(marked), html != old, kind))  # noqa: S308 - rendered by our templates
    gone = [mark_safe(html) for key, (_label, html, _kind) in then.items() if key not in now and html.strip()]  # noqa: S308 - as above
    return found, gone


def _rendered(page: Page, context: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Key to label, HTML and kind of each part, in the order of the page's fields."""
    context = {**context, "page": page, "self": page}
    answer: dict[str, tuple[str, str, str]] = {}
    for field in _said_fields(page):
        value = getattr(page, field.name)
        if isinstance(field, StreamField):
            for number, child in enumerate(value):
                key = f"{field.name}:{child.id or number}"
                answer[key] = ("", child.render(context=context), "block")
        elif value not in (None, "", [], False):
            label = capfirst(str(field.verbose_name))
            answer[field.name] = (label, _field_html(field, value, page), _kind(field))
    of_every_page = {field.name for field in Page._meta.get_fields()}
    for relation in page._meta.get_fields():
        if relation.one_to_many and relation.name not in of_every_page and hasattr(page, relation.name):
            for number, row in enumerate(getattr(page, relation.name).all()):
                answer[f"{relation.name}:{number}"] = ("", f"<p>{escape(str(row))}</p>", "field")
    return answer


def _said_fields(page: Page) -> list[Field]:
    """The columns that the digest covers: the page's own, and the title with its kin."""
    of_every_page = {field.name for field in Page._meta.get_fields()}
    return [
        field
        for field in page._meta.concrete_fields
        if (field.name in SAID or field.name not in of_every_page) and not field.name.endswith("_ptr")
    ]


def _kind(field: Field) -> str:
    return "title" if field.name == "title" else "field"


def _field_html(field: Field, value: Any, page: Page) -> str:
    if isinstance(field, RichTextField):
        return str(expand_db_html(value))
    if isinstance(field, ForeignKey) and isinstance(value, Contribution):
        shown = value.shown(getattr(page, "consent_channel", "web_public"), page.locale.language_code)
        return f"<blockquote><p>{escape(shown.words)}</p></blockquote>" if shown else ""
    if field.name == "title":
        return escape(str(value))
    display = getattr(page, f"get_{field.name}_display", None)
    if display is not None:
        return f"<p>{escape(str(display()))}</p>"
    return "".join(f"<p>{escape(line)}</p>" for line in _in_words(field, value).splitlines() if line.strip())


def _in_words(field: Field, value: Any) -> str:
    """A date as people read it, codes by their names, anything else as it was typed."""
    if isinstance(value, dt.date):
        return date_format(value)
    if isinstance(value, list):
        names = dict(getattr(field.formfield(), "choices", ()))
        return ", ".join(str(names.get(item, item)) for item in value)
    return str(value)


def mark_new(old: str, new: str) -> str:
    """`new` HTML with the words that `old` does not have inside `<ins>`; tags stay as they are."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if not old:
        return _inserted(after)
    if len(before) + len(after) > _LONGEST:
        return _inserted(after) if old != new else new
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    pieces = []
    for operation, _i1, _i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            pieces.append("".join(after[j1:j2]))
        elif operation in {"insert", "replace"}:
            pieces.append(_inserted(after[j1:j2]))
    return "".join(pieces)


def _inserted(tokens: list[str]) -> str:
    """Runs of words inside `<ins>`, never across a tag."""
    pieces: list[str] = []
    run: list[str] = []

    def close() -> None:
        text = "".join(run)
        if text.strip():
            lead = len(text) - len(text.lstrip())
            end = len(text.rstrip())
            pieces.append(f"{text[:lead]}<ins>{text[lead:end]}</ins>{text[end:]}")
        else:
            pieces.append(text)
        run.clear()

    for token in tokens:
        if token.startswith("<"):
            close()
            pieces.append(token)
        else:
            run.append(token)
    close()
    return "".join(pieces)
