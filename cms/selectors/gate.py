"""Is this signed off, for exactly this content, and is each consent live now?"""

from __future__ import annotations

from django.apps import apps
from django.db.models import ForeignKey
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import contribution_ids
from cms.digests import content_digest
from cms.models.contributions import Contribution
from cms.models.signoff import ClearedRevision, Reviewer
from cms.states import Channel


def is_gated(page: Page) -> bool:
    """Whether `page`, of any class, may go live only when it was signed off."""
    return bool(getattr(page.specific_class or type(page), "is_gated", False))


def gated_models() -> list[type[Page]]:
    """Every class of gated page that is installed."""
    return [
        model for model in apps.get_models() if issubclass(model, Page) and getattr(model, "is_gated", False)
    ]


def contributions_of(page: Page) -> list[int]:
    """The keys of the contributions that a specific page instance refers to, without a query."""
    found: dict[int, None] = {}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            found.update(dict.fromkeys(contribution_ids(getattr(page, field.name))))
        elif isinstance(field, ForeignKey) and field.related_model is Contribution:
            key = getattr(page, field.attname)
            if key:
                found[key] = None
    return list(found)


def dead_contributions(page: Page) -> list[str]:
    """The codes of contributions in `page` that may not stand there now."""
    keys = contributions_of(page)
    if not keys:
        return []
    rows = Contribution.objects.prefetch_related("consents").in_bulk(keys)
    channel = getattr(page, "consent_channel", Channel.WEB_PUBLIC)
    language = page.locale.language_code
    dead = []
    for key in keys:
        contribution = rows.get(key)
        if contribution is None:
            dead.append(_("a contribution that is gone"))
        elif contribution.shown(channel, language) is None:
            dead.append(contribution.code)
    return dead


def cleared_revision(page_id: int, revision_id: int | None) -> ClearedRevision | None:
    """The record that this revision of this page was signed off by every reader."""
    if revision_id is None:
        return None
    return ClearedRevision.objects.filter(page_id=page_id, revision_id=revision_id).first()


def gate_problems(page: Page, revision_id: int | None) -> list[str]:
    """Why `page`, with the content of that revision, may not go live; empty when it may.

    Raises nothing: the caller shows the words.
    """
    problems = []
    if page.alias_of_id:
        problems.append(_("This page mirrors another one. It cannot go live by itself."))
    if getattr(page, "is_gated", False):
        cleared = cleared_revision(page.pk, revision_id)
        if cleared is None:
            problems.append(
                _("The readers have not signed this off. Ask for sign-off, then it goes live by itself.")
            )
        elif cleared.digest != content_digest(page):
            problems.append(_("This was changed after it was signed off. Ask for sign-off of the new text."))
    dead = dead_contributions(page)
    if dead:
        problems.append(
            _("There is no consent now for: %(codes)s. Take these words out, or ask the person first.")
            % {"codes": ", ".join(dead)}
        )
    return problems


def readers_of(page: Page) -> list[Reviewer]:
    """Who reads `page`: those named on it, else on the nearest page above it that names any."""
    chain = list(page.get_ancestors(inclusive=True).values_list("pk", flat=True))
    named: dict[int, list[Reviewer]] = {}
    for reviewer in Reviewer.objects.filter(page_id__in=chain).select_related("consultant"):
        named.setdefault(reviewer.page_id, []).append(reviewer)
    return next((named[key] for key in reversed(chain) if key in named), [])
