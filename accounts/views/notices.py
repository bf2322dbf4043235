"""Messages to the person: "There is an update: open now, or later"."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.mixins import home_address, signed_in
from accounts.selectors import notices_of
from accounts.services import open_notice, put_off
from accounts.views.pages import page_of


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """All messages, the newest first; what an unopened one is about is not shown."""
    return render(request, "accounts/notices.html", {"page": page_of(request, notices_of(request.user))})


@signed_in
@require_POST
def open_now(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open a message: it counts as opened, and its page, if it has one, follows."""
    notice = open_notice(notice=get_object_or_404(notices_of(request.user), public_id=public_id))
    if notice.link and url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None):
        return redirect(notice.link)
    return redirect("accounts:notice", public_id=notice.public_id)


@signed_in
@require_POST
def later(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave a message for another time."""
    put_off(notice=get_object_or_404(notices_of(request.user), public_id=public_id))
    return redirect(home_address(request))


@signed_in
@require_safe
def notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """A message that was opened; one that was not asks first."""
    found = get_object_or_404(notices_of(request.user), public_id=public_id)
    return render(request, "accounts/notice.html", {"notice": found})
