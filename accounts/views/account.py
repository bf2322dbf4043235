"""One's own account: what it says, how one reads, the first sign-in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sessions
from accounts.forms import DetailsForm, ReadingForm, WelcomeForm
from accounts.mixins import home_address, signed_in
from accounts.models import User
from accounts.selectors import account_facts
from accounts.services import finish_welcome, save_own_choices
from design.reading import COOKIE, Reading

YEAR = 365 * 24 * 60 * 60


def next_page(request: HttpRequest, default: str = "") -> str:
    """Where the person was going: `next`, when it is a page of this site."""
    target = request.POST.get("next") or request.GET.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else default


def remember_reading(request: HttpRequest, response: HttpResponse, values: dict[str, Any]) -> None:
    """Keep the choices in this browser, for pages that know nobody; not on a shared device."""
    if sessions.has_session(request) and sessions.is_shared(request.session):
        response.delete_cookie(COOKIE)
        return
    choices = Reading.of(values["theme"], values["text_size"], values["spacing"])
    response.set_cookie(
        COOKIE,
        choices.as_cookie(),
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything about one's account, each with the way to change it."""
    return render(request, "accounts/overview.html", {"facts": account_facts(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """Colours, size and spacing: for anybody, in a cookie; signed in, with the account, too."""
    known = request.user.is_authenticated
    now = Reading.from_cookie(request.COOKIES.get(COOKIE, ""))
    instance = request.user if known else User(theme=now.theme, text_size=now.text_size, spacing=now.spacing)
    form = ReadingForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        if known:
            save_own_choices(user=request.user, values=form.cleaned_data)
        messages.success(request, _("Saved. Pages look like this from now on."))
        response = redirect(next_page(request, request.path))
        remember_reading(request, response, form.cleaned_data)
        return response
    return render(request, "accounts/reading.html", {"form": form, "next": next_page(request)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """The name one goes by, where one works, how we write, and the way out by Shift."""
    form = DetailsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        save_own_choices(user=request.user, values=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:overview")
    return render(request, "accounts/details.html", {"form": form})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The first sign-in of somebody: a name, a nation, how they read and hear from us."""
    target = next_page(request, home_address(request))
    form = WelcomeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        finish_welcome(user=request.user, values=form.cleaned_data)
        response = redirect(target)
        remember_reading(request, response, form.cleaned_data)
        return response
    return render(request, "accounts/welcome.html", {"form": form, "next": target})


@signed_in
@require_safe
def second_step(request: HttpRequest) -> HttpResponse:
    """Where staff choose their second factor; afterwards they go on where they were going."""
    request.session["after_second_step"] = next_page(request, home_address(request))
    return render(request, "accounts/second_step.html")
