"""What is kept about the reader, and a copy of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit, privacy
from accounts.mixins import signed_in
from foundation import clock


@signed_in
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Each table that says something about the reader: what for, basis, how long."""
    return render(request, "accounts/kept.html", {"topics": privacy.about(request.user)})


@signed_in
@require_POST
def kept_copy(request: HttpRequest) -> HttpResponse:
    """The copy as a file that a program can read, too."""
    audit.record(
        action="account.copy", by=request.user, subject_kind="user", subject_id=request.user.public_id
    )
    response = JsonResponse(
        {"copied_at": clock.now(), "kept": privacy.copy_of(request.user)},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response.headers["Content-Disposition"] = 'attachment; filename="what-is-kept-about-me.json"'
    return response
