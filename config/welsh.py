"""Which screens exist in Welsh, and what stands in where one does not yet.

The public screens have Welsh; the programme's pages and the work of people who are
signed in do not yet. A Welsh address of such a screen answers with the English one,
marked as English throughout, and with a line in Welsh that says so: a page half in one
language and half in the other would help nobody, least of all who hears it read aloud.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import is_valid_path
from django.utils import translation
from wagtail.models import Page

WELSH = "cy"
PREFIX = f"/{WELSH}"
PAGES = "wagtail_serve"
#: The names of the addresses whose screens say everything in Welsh, too.
IN_WELSH = frozenset(
    {
        PAGES,
        "account_confirm_email",
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_signup",
        "accounts:exit",
        "accounts:reading",
        "certificates:certificate",
        "certificates:document",
        "cms:file",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "register:check",
        "register:check_code",
        "register:entry",
        "register:register",
    }
)


class EnglishStandsIn:
    """Answer in English where there is no Welsh yet. Stands directly inside LocaleMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "english_stands_in", False) and "Location" in response.headers:
            response.headers["Location"] = in_welsh_if_there(response.headers["Location"])
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Judge the address by its name; a page of content by whether its Welsh twin is there."""
        match = request.resolver_match
        name = match.view_name if match else ""
        request.has_welsh = name in IN_WELSH  # type: ignore[attr-defined]
        if translation.get_language() != WELSH:
            return
        if name in IN_WELSH and not (name == PAGES and is_english_alone(request, *match.args)):  # type: ignore[union-attr]
            return
        request.english_stands_in = True  # type: ignore[attr-defined]
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE


def is_english_alone(request: HttpRequest, path: str) -> bool:
    """Whether a page of content is at this address in English, and nothing is there in Welsh."""
    if Page.route_for_request(request, path):
        return False
    del request._wagtail_route_for_request  # type: ignore[attr-defined] # noqa: SLF001 - Wagtail's memory of the line above
    with translation.override(settings.LANGUAGE_CODE):
        return Page.route_for_request(request, path) is not None


def in_welsh_if_there(location: str) -> str:
    """Where a redirect leads, kept below the Welsh prefix: the next page says what language it is in."""
    path = location.partition("?")[0]
    with translation.override(WELSH):
        there = location.startswith("/") and is_valid_path(PREFIX + path)
    return PREFIX + location if there else location
