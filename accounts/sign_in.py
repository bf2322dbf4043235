"""The sign-in page that also carries what somebody typed."""

from __future__ import annotations

from allauth.account.internal.templatekit import get_entrance_context_data
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import held, sessions
from accounts.forms import LoginForm
from accounts.held import HeldForm


def page(request: HttpRequest, form: HeldForm) -> HttpResponse:
    """The sign-in page (403) for a form that came too late.

    The text travels on, sealed, when it is known whose it is and it is not too
    long; otherwise the page shows it, to be copied by whoever has just sent it.
    """
    carries = bool(form.owner) and not form.too_long
    response = render(
        request,
        "account/login.html",
        {
            "form": LoginForm(request=request),
            "late": form,
            "held": form.seal() if carries else "",
            **get_entrance_context_data(request),
        },
        status=403,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def remember_choices(request: HttpRequest) -> None:
    """Put what the sign-in forms bring beside the sign-in itself into the session.

    It has to outlive the steps in between: a code by e-mail, the second factor.
    """
    if sessions.SHARED_FIELD in request.POST:
        request.session[sessions.SHARED_DEVICE] = True
    elif sessions.has_session(request):
        request.session.pop(sessions.SHARED_DEVICE, None)
    if request.POST.get(held.FIELD):
        held.keep(request.session, request.POST[held.FIELD])
