"""The co-production lead's screens, and the button by which editors close a task."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import RoleName
from accounts.selectors import users_with_role
from cms import selectors, services
from cms.forms import PaymentForm, ReadersForm
from cms.models import EditorTask, Payment, Reviewer
from cms.views.doors import editors_only, lead_only
from foundation.exceptions import Refused


@require_GET
@lead_only
def readers(request: HttpRequest) -> HttpResponse:
    """Which page is read by how many, and which payments are open."""
    return render(
        request,
        "cms/readers.html",
        {"rows": selectors.gated_roots_with_readers(), "payments": selectors.open_payments()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@lead_only
def name_readers(request: HttpRequest, key: uuid.UUID, language: str) -> HttpResponse:
    """Name the readers of one page and all below it."""
    page = get_object_or_404(selectors.gated_roots(), translation_key=key, locale__language_code=language)
    named = Reviewer.objects.filter(page_id=page.pk).values_list("consultant_id", flat=True)
    form = ReadersForm(
        request.POST or None,
        consultants=users_with_role(RoleName.CONSULTANT).order_by("known_as", "pk"),
        initial={"consultants": list(named)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.name_readers(
                page=page,
                consultants=list(form.cleaned_data["consultants"]),
                by=request.user,  # type: ignore[arg-type]
            )
        except Refused as refused:
            form.add_error("consultants", refused.messages)
        else:
            messages.success(request, _("The readers are named."))
            return redirect("cms:readers")
    return render(request, "cms/name_readers.html", {"form": form, "named_page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@lead_only
def payment(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where one payment stands."""
    row = get_object_or_404(Payment.objects.select_related("consultant"), public_id=public_id)
    form = PaymentForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_payment(payment=row, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("Written down."))
            return redirect("cms:readers")
    return render(request, "cms/payment.html", {"form": form, "payment": row})


@require_POST
@editors_only
def close_task(request: HttpRequest, public_id: str) -> HttpResponse:
    """An editor says that a task is done."""
    services.close_task(task=get_object_or_404(EditorTask, public_id=public_id), by=request.user)  # type: ignore[arg-type]
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if back and safe else settings.LOGIN_REDIRECT_URL)
