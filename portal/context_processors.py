"""The bar and the person's menu of somebody who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.permissions import active_role, role_names
from accounts.roles import RoleName
from portal.navigation import ways_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """`navigation` and `person_menu`, read only when a page draws them."""
    return {
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "person_menu": SimpleLazyObject(lambda: person_menu(request)),
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries for the active role; the one whose address is the longest match is current."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    entries = [(way, reverse(way.name)) for way in ways_of(active_role(user))]
    best, length = None, 0
    for way, url in entries:
        for below in (url, *way.also):
            hit = request.path == below if below == reverse("portal:home") else request.path.startswith(below)
            if hit and len(below) > length:
                best, length = way, len(below)
    return [{"label": way.label, "url": url, "current": way is best} for way, url in entries]


def person_menu(request: HttpRequest) -> dict[str, Any]:
    """The name somebody goes by, the role they are here as, their other roles, their own pages."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    current = active_role(user)
    held = [role for role in RoleName if role in role_names(user)]
    links = [
        (_("Your account"), "accounts:overview"),
        (_("Reading settings"), "accounts:reading"),
        (_("What is kept about you"), "accounts:kept"),
    ]
    return {
        "name": user.get_short_name(),
        "role": RoleName(current).label if current else "",
        "links": [
            {"label": label, "url": reverse(name), "current": request.path == reverse(name)}
            for label, name in links
        ],
        "roles": [
            {"label": role.label, "value": role.value, "current": role == current}
            for role in (held if len(held) > 1 else [])
        ],
        "switch_url": reverse("accounts:act_as"),
    }
