"""The front door of a development copy. None of it exists on a site that serves people."""

from __future__ import annotations

import datetime as dt

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, logout
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import STAFF
from accounts.selectors import role_names
from demonstration import mailbox, selectors
from demonstration.checks import checks
from demonstration.loader.world import PASSWORD
from foundation import clock

PER_PAGE = 25
BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_GET
def door(request: HttpRequest) -> HttpResponse:
    """The cast by what they do, checks without an account, and a walk of ten minutes."""
    return render(
        request,
        "demonstration/door.html",
        {
            "loaded": selectors.is_loaded(),
            "groups": selectors.front_groups(),
            "walk": selectors.walk(),
            "checks": checks(),
            "mails": len(mailbox.mails()),
        },
    )


@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, with what they need to sign in by hand."""
    return render(
        request, "demonstration/people.html", {"groups": selectors.everybody(), "password": PASSWORD}
    )


@never_cache
@require_POST
def be(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast, with the factors that their role needs."""
    user = selectors.user_of(key)
    if user is None:
        raise Http404
    logout(request)
    login(request, user, backend=BACKEND)
    if role_names(user) & STAFF:
        # As after an hour's work: what asks for a fresh code asks here, too, as its page says.
        earlier = (clock.now() - dt.timedelta(hours=1)).timestamp()
        record_authentication(request, user, "mfa", type="totp", at=earlier)
    record_authentication(request, user, "password", email=user.email)
    return redirect(settings.LOGIN_REDIRECT_URL)


@never_cache
@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """What was sent, newest first."""
    to = request.GET.get("to", "").strip().lower()
    page = Paginator(mailbox.mails(to=to), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "demonstration/mails.html", {"page": page, "to": to})


@never_cache
@require_GET
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail; its links open."""
    found = mailbox.mail(name)
    if found is None:
        raise Http404
    return render(request, "demonstration/mail.html", {"mail": found})
