"""Taking the place that an invitation offers."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from courses.forms import JoinForm, PlaceForm
from courses.models import Invitation
from courses.selectors.invitations import invitation_by_token
from courses.services import joining
from foundation.exceptions import NotAllowed, Refused

#: How often one address on the network may open or answer an invitation: seconds to times.
MOST = {60: 30, 3600: 200}


def _too_often(request: HttpRequest) -> bool:
    """Count this try. allauth's own limits leave GET out, and a GET is how links are guessed."""
    who = get_adapter().get_client_ip(request)
    tries = []
    for seconds, most in MOST.items():
        key = f"courses:invitation:{seconds}:{who}"
        cache.add(key, 0, seconds)
        try:
            tries.append(cache.incr(key) > most)
        except ValueError:  # the window ended between the two lines
            tries.append(False)
    return any(tries)


def _private(response: HttpResponse) -> HttpResponse:
    """The token stands in the address: no other site hears of it, and nothing is kept.

    With `no-referrer` the form's own POST would come without an origin and be refused.
    """
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def unusable(request: HttpRequest) -> HttpResponse:
    """One calm page for a link that was used, ran out, was taken back, or never was."""
    return _private(render(request, "courses/invitation_unusable.html", status=404))


@never_cache
@sensitive_post_parameters("password")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Open an invitation: make an account, or take the place with the one there is."""
    if _too_often(request):
        return respond_429(request)
    invitation = invitation_by_token(token)
    if invitation is None:
        return unusable(request)
    account = joining.known_account(invitation.email)
    if account is None:
        return _private(_new_account(request, invitation, token))
    if not account.is_active:
        return unusable(request)
    return _private(_known_account(request, invitation, token, is_theirs=account == request.user))


def _new_account(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "courses/invitation_other.html", {"invitation": invitation}, status=403)
    form = JoinForm(request.POST or None, invitation=invitation, language=get_language() or "en")
    if request.method == "POST" and form.is_valid():
        return _join(request, form, token)
    return render(request, "courses/accept.html", {"form": form, "invitation": invitation})


def _join(request: HttpRequest, form: JoinForm, token: str) -> HttpResponse:
    with_password = form.cleaned_data["way"] == JoinForm.PASSWORD
    try:
        user = joining.join(
            token=token,
            known_as=form.cleaned_data["known_as"],
            practising_name=form.cleaned_data["practising_name"],
            nation=form.cleaned_data["nation"],
            password=form.cleaned_data["password"] if with_password else None,
            preferences=form.preferences(),
        )
    except Refused:
        # The link was used while the form was open; the page says what is possible now.
        return redirect("courses:accept", token)
    if with_password:
        record_authentication(request, user, method="password", email=user.email)
    login = Login(
        user=user, redirect_url=settings.LOGIN_REDIRECT_URL if with_password else reverse("mfa_add_webauthn")
    )
    return perform_login(request, login)


def _known_account(
    request: HttpRequest, invitation: Invitation, token: str, *, is_theirs: bool
) -> HttpResponse:
    context: dict[str, Any] = {"invitation": invitation, "token": token}
    if not request.user.is_authenticated:
        return render(request, "courses/invitation_sign_in.html", context)
    if not is_theirs:
        return render(request, "courses/invitation_other.html", context, status=403)
    person = getattr(request.user, "person", None)
    form = None if person else PlaceForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _take_place(request, token, form.cleaned_data if form else {})
    return render(request, "courses/invitation_take.html", {**context, "form": form, "person": person})


def _take_place(request: HttpRequest, token: str, given: dict[str, Any]) -> HttpResponse:
    try:
        joining.join_signed_in(token=token, user=request.user, **given)
    except (Refused, NotAllowed):
        return redirect("courses:accept", token)
    messages.success(request, _("The place is yours."))
    return redirect(settings.LOGIN_REDIRECT_URL)
