"""What every page's frame needs: names, the way out, how the person reads, the menu."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext as _

from design.reading import COOKIE, Reading

#: The way out has one address in every language (architecture, "Web").
EXIT_PATH = "/exit/"


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Names of the site and what stands around every page.

    `navigation` and `person_menu` are defaults for somebody who is signed out, and for
    somebody signed in of whom no later context processor says more. Everything that looks
    at the session is lazy: a page that passes `public_page=True` to its template is drawn
    without reading the session, so it needs no cookie and says no `Vary: Cookie`.
    """
    return {
        "site_name": settings.SITE_NAME,
        "site_long_name": settings.SITE_LONG_NAME,
        "demonstration": settings.DEMONSTRATION,
        "exit_url": settings.EXIT_URL,
        "exit_path": EXIT_PATH,
        "path_prefix": path_prefix(),
        "cookie_reading": Reading.from_cookie(request.COOKIES.get(COOKIE, "")),
        "reading": SimpleLazyObject(lambda: reading_of(request)),
        "public_navigation": public_navigation(request),
        "person_menu": SimpleLazyObject(lambda: plain_person_menu(request)),
        "language_link": language_link(request),
        "welsh_is_draft": settings.WELSH_CHECKED_ON is None,
        "english_stands_in": getattr(request, "english_stands_in", False),
    }


def path_prefix() -> str:
    """`/cy` where the page is Welsh, nothing where it is English."""
    language = get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def reading_of(request: HttpRequest) -> Reading:
    """The user's own choices, or the cookie's for somebody who is signed out."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return Reading.of(user.theme, user.text_size, user.spacing)
    return Reading.from_cookie(request.COOKIES.get(COOKIE, ""))


def public_navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The five ways of somebody who is signed out; the current one is marked by its address."""
    prefix = path_prefix()
    ways = (
        (_("Check an advocate"), "/check/", ("/check/", "/c/", "/register/")),
        (_("The programme"), "/programme/", ("/programme/",)),
        (_("Safety and support"), "/support/", ("/support/", "/safety/", "/quiet/")),
        (_("Sign in"), "/account/login/", ("/account/login/",)),
    )
    here = request.path.removeprefix(prefix)
    return [
        {"label": label, "url": prefix + path, "current": here.startswith(below)}
        for label, path, below in ways
    ]


def plain_person_menu(request: HttpRequest) -> dict[str, Any]:
    """Name and no more; the portal's processor knows roles and says where each leads."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"name": user.get_short_name(), "role": "", "links": [], "roles": []}


def language_link(request: HttpRequest) -> dict[str, str] | None:
    """This page in the other language, where the address has a twin and the screen has Welsh."""
    if not getattr(request, "has_welsh", True):
        return None
    current = get_language() or settings.LANGUAGE_CODE
    other = next(((code, name) for code, name in settings.LANGUAGES if code != current), None)
    if other is None:
        return None
    here = request.get_full_path()
    there = translate_url(here, other[0])
    if there == here:
        return None
    return {"code": other[0], "label": {"cy": "Cymraeg", "en": "English"}[other[0]], "url": there}
