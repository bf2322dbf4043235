"""What every request of somebody who signed in passes through.

From the outside in: `IdleLimitMiddleware` ends a session that rested too long
and keeps signed-in pages out of caches; `KeepTypedMiddleware` sees that a form
sent after the session's end is not lost; `SecondFactorMiddleware` treats staff
without their second factor as nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _, ngettext

from accounts import held, sessions, sign_in
from accounts.mixins import asks_from_script, to_sign_in
from foundation import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
REDIRECTS = {301, 302, 303}


def view_name(request: HttpRequest) -> str:
    """The name of the address that `request` asks for; empty when there is none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def leads_to_sign_in(response: HttpResponse) -> bool:
    """Whether `response` sends the person to a sign-in page (ours, or Wagtail's that leads to it)."""
    if response.status_code not in REDIRECTS:
        return False
    path = urlsplit(response.headers["Location"]).path
    return path in {reverse("account_login"), "/admin/login/", "/_util/login/"}


class IdleLimitMiddleware:
    """End a session that rested too long; keep what signed-in people see out of every cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ended_after = self._end_if_idle(request) if sessions.has_session(request) else 0
        response = self.get_response(request)
        if ended_after and request.method == "GET" and leads_to_sign_in(response):
            self._say_why(request, ended_after)
        if self._is_personal(request, response):
            response.headers["Cache-Control"] = "no-store"
        return response

    def _end_if_idle(self, request: HttpRequest) -> int:
        """End the session if it rested too long; the minutes of its limit, or 0."""
        if not request.user.is_authenticated:
            return 0
        idle = sessions.idle_for(request.session)
        if idle is not None and idle > sessions.shortest_limit():
            limit = sessions.idle_limit(request.session, request.user)
            if idle > limit:
                request.session.flush()
                request.user = AnonymousUser()
                return int(limit.total_seconds() // 60)
        if sessions.touch(request.session):
            # The list "Where you are signed in" tells when a device was last used.
            UserSession.objects.filter(session_key=request.session.session_key).update(
                last_seen_at=clock.now()
            )
        return 0

    def _say_why(self, request: HttpRequest, minutes: int) -> None:
        if minutes < 120:  # noqa: PLR2004 - two hours: from there on, hours read better
            text = ngettext(
                "You were signed out after %(number)d minute without use.",
                "You were signed out after %(number)d minutes without use.",
                minutes,
            ) % {"number": minutes}
        else:
            text = _("You were signed out after %(number)d hours without use.") % {"number": minutes // 60}
        messages.info(request, text)

    def _is_personal(self, request: HttpRequest, response: HttpResponse) -> bool:
        came_or_leaves = sessions.has_session(request) or request.session.modified
        if not came_or_leaves or not request.user.is_authenticated:
            return False
        is_page = response.headers.get("Content-Type", "").startswith(("text/html", "application/json"))
        return is_page or "Cache-Control" not in response.headers


class KeepTypedMiddleware:
    """Answer a form that meets a closed door with a sign-in page that carries what was typed.

    One place for every form of the site: a POST that would be sent to the sign-in
    page is answered with that page instead (architecture, section "Web").
    """

    #: The forms of the sign-in pages, which may carry a held form onwards.
    ENTRANCES = frozenset({"account_login", "account_request_login_code", "mfa_login_webauthn"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        name = view_name(request)
        if name in self.ENTRANCES:
            sign_in.remember_choices(request)
        elif sessions.has_session(request) and held.is_sent_again(request):
            held.forget(request.session)
        response = self.get_response(request)
        if leads_to_sign_in(response) and not request.path_info.startswith("/admin/"):
            return self._keep(request, response)
        return response

    def _keep(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if asks_from_script(request):
            return to_sign_in(request)
        if held.TOKEN not in request.POST:
            return response
        form = held.collect(request)
        return sign_in.page(request, form) if form.fields or form.files else response


class SecondFactorMiddleware:
    """Treat staff without their second factor as nobody, and lead them to it.

    Everything is closed unless it is listed here, because the person simply is not
    signed in for any other view: public pages stay open, all others send them on.
    """

    ALWAYS = frozenset({"account_login", "account_logout", "accounts:exit"})
    #: With a factor set up: confirm with it, nothing else (not even to remove it).
    CONFIRM = ALWAYS | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
    #: Without one: set one up, and what allauth asks for on the way.
    SET_UP = ALWAYS | {
        "accounts:second_step",
        "account_reauthenticate",
        "account_set_password",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if sessions.has_session(request) else None
        if user is None or not user.is_authenticated or not sessions.lacks_second_factor(request, user):
            return self.get_response(request)
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        can_confirm = bool(kinds & {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})
        if view_name(request) in (self.CONFIRM if can_confirm else self.SET_UP):
            return self.get_response(request)
        request.user = AnonymousUser()
        response = self.get_response(request)
        if SESSION_KEY in request.session and leads_to_sign_in(response):
            request.user = user
            return self._lead(request, kinds)
        return response

    def _lead(self, request: HttpRequest, kinds: set[str]) -> HttpResponse:
        """To the second step; what was typed waits in the session, for it is the person's own."""
        if asks_from_script(request):
            return to_sign_in(request)
        target = request.get_full_path()
        if request.method == "POST":
            form = held.collect(request)
            if (form.fields or form.files) and form.belongs_to(request.user) and not form.too_long:
                held.keep(request.session, form.seal())
                target = reverse("accounts:resume")
            else:
                target = str(settings.LOGIN_REDIRECT_URL)
        if Authenticator.Type.TOTP in kinds:
            step = "mfa_reauthenticate"
        elif Authenticator.Type.WEBAUTHN in kinds:
            step = "mfa_reauthenticate_webauthn"
        else:
            step = "accounts:second_step"
        return HttpResponseRedirect(f"{reverse(step)}?{urlencode({'next': target})}")
