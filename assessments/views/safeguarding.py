"""Worries about somebody's safety, for safeguarding leads alone."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.mixins import role_required
from accounts.roles import RoleName
from assessments import services
from assessments.models import Worry
from assessments.views.scoped import user_of

leads_only = role_required(RoleName.SAFEGUARDING_LEAD)
PER_PAGE = 50


@require_GET
@leads_only
def worries(request: HttpRequest) -> HttpResponse:
    """All worries, unread ones first; the list has no words of any."""
    rows = Worry.objects.select_related("submission__unit").order_by("seen_at", "-raised_at")
    unread = list(rows.filter(seen_at__isnull=True))
    page = Paginator(rows.filter(seen_at__isnull=False).order_by("-raised_at"), PER_PAGE)
    context = {"unread": unread, "page": page.get_page(request.GET.get("page"))}
    return render(request, "assessments/worries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def worry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One worry: opening it is an act of its own, written down."""
    row = get_object_or_404(
        Worry.objects.select_related("submission__unit", "submission__trainee", "raised_by"),
        public_id=public_id,
    )
    words = ""
    if request.method == "POST":
        words = services.read_worry(worry_id=row.pk, by=user_of(request))
    return render(request, "assessments/worry_read.html", {"worry": row, "words": words})
