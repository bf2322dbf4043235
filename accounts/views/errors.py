"""What a refused form token is answered with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import held, sign_in


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is old: nothing was done, and what was typed is not lost.

    Only a form that this site's own page sent is carried on; what another site
    sent is never shown or repeated.
    """
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return render(request, "403_csrf.html", status=403)
    form = held.collect(request)
    if request.path_info.startswith(("/account/", "/cy/account/")) or not (form.fields or form.files):
        return render(request, "403_csrf.html", status=403)
    if not request.user.is_authenticated:
        return sign_in.page(request, form)
    if form.belongs_to(request.user):
        return render(request, "accounts/resume.html", {"late": form}, status=403)
    return render(request, "403_csrf.html", {"late": None if form.owner else form}, status=403)
