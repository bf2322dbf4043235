"""The way out of the site: a link that works without JavaScript, and a beacon."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from accounts import sessions


class SeeOther(HttpResponseRedirect):
    """The answer to an act: look there now (never the same request again)."""

    status_code = 303


def _is_guess(request: HttpRequest) -> bool:
    """Whether the browser only fetches ahead; nobody has asked to leave."""
    purpose = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    return "prefetch" in purpose or "prerender" in purpose


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site made this request: it may lead away, but not sign anybody out.

    A browser that sends no `Sec-Fetch-Site` is an old one: there the person must
    get out too, and the session cookie (SameSite=Lax) stops all but plain links.
    """
    return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}


def neutral_page(request: HttpRequest) -> str:
    """The plain page that this person chose, or the site's."""
    known = sessions.has_session(request) and request.user.is_authenticated
    return request.user.exit_url if known else str(settings.EXIT_URL)


def end_session(request: HttpRequest, response: HttpResponse) -> None:
    """Sign out and forget what the session held; what a script kept here goes too.

    The browser's cache is not named: clearing it can take seconds, and signed-in
    pages are never put there.
    """
    if not sessions.has_session(request):
        return
    shared = sessions.is_shared(request.session)
    logout(request)
    response.headers["Clear-Site-Data"] = '"cookies", "storage"' if shared else '"storage"'


@method_decorator([never_cache, csrf_protect], name="dispatch")
class Leave(View):
    """GET is the link of every page; POST is the beacon of the script beside it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if _is_guess(request):
            return HttpResponse(status=503)
        response = SeeOther(neutral_page(request))
        if not _comes_from_elsewhere(request):
            end_session(request, response)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(status=204)
        end_session(request, response)
        return response
