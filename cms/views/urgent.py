"""What never waits: taking words out, a dated notice, taking a page down, putting it back as signed."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from cms import selectors, services
from cms.models import PageNotice
from cms.views.doors import editors_only
from foundation.exceptions import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def urgent(request: HttpRequest, key: uuid.UUID, language: str) -> HttpResponse:
    """One page with its live blocks and the four things that never wait."""
    page = get_object_or_404(
        Page.objects.type(*selectors.gated_models()), translation_key=key, locale__language_code=language
    ).specific
    problems: list[str] = []
    if request.method == "POST":
        try:
            done = _act(request, page)
        except Refused as refused:
            problems = refused.messages
        else:
            messages.success(request, done)
            return redirect("cms:urgent", key, language)
    context = {
        "page_in_hand": page,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "blocks": selectors.live_blocks(page, request),
        "notices": selectors.notices_of(page),
        "kinds": PageNotice.Kind.choices,
        "has_errors": bool(problems),
        "errors": [{"message": problem, "href": ""} for problem in problems],
        "typed": request.POST.get("reason", ""),
        "can_put_back": not page.live and selectors.last_cleared(page) is not None,
    }
    return render(request, "cms/urgent.html", context)


def _act(request: HttpRequest, page: Page) -> str:
    """Do what the button says; returns what to say afterwards."""
    reason = request.POST.get("reason", "")
    act = request.POST.get("act", "")
    acts: dict[str, Callable[[], str]] = {
        "take_out": lambda: _take_out(request, page, reason),
        "notice": lambda: _notice(request, page),
        "end_notice": lambda: _end_notice(request, page),
        "take_down": lambda: _take_down(request, page, reason),
        "put_back": lambda: _put_back(request, page),
    }
    if act not in acts:
        raise Refused(_("Choose what should happen."))
    return acts[act]()


def _take_out(request: HttpRequest, page: Page, reason: str) -> str:
    block_id = request.POST.get("block", "")
    services.take_out(page=page, block_id=block_id, reason=reason, by=request.user)  # type: ignore[arg-type]
    return _("Taken out. The readers are told.")


def _notice(request: HttpRequest, page: Page) -> str:
    kind = request.POST.get("kind", "")
    if kind not in PageNotice.Kind.values:
        raise Refused(_("Choose a notice."))
    services.place_notice(page=page, kind=PageNotice.Kind(kind), by=request.user)  # type: ignore[arg-type]
    return _("The notice stands on the page. The readers are told.")


def _end_notice(request: HttpRequest, page: Page) -> str:
    notice = get_object_or_404(PageNotice, page_id=page.pk, pk=request.POST.get("notice") or 0)
    services.end_notice(notice=notice, by=request.user)  # type: ignore[arg-type]
    return _("The notice is gone.")


def _take_down(request: HttpRequest, page: Page, reason: str) -> str:
    services.take_down(page=page, reason=reason, by=request.user)  # type: ignore[arg-type]
    return _("The page is down. The readers are told.")


def _put_back(request: HttpRequest, page: Page) -> str:
    services.publish_cleared(page=page, by=request.user)  # type: ignore[arg-type]
    return _("The page is live again, as it was signed.")
