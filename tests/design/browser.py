"""Pages of the kit in a real browser, without a server: routes answer from templates and files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory

STATIC = Path(__file__).resolve().parents[2] / "design" / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
ADDRESS = "http://house.test"
NEUTRAL = "http://neutral.test/weather"


#: The kit without the portal's menu, which asks for the roles of a real person.
ENGINE = DjangoTemplates(
    {
        "NAME": "kit",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": settings.TEMPLATES[0]["OPTIONS"]["builtins"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "design.context_processors.chrome",
            ],
        },
    }
)


class SignedIn(AnonymousUser):
    """Enough of a user for the frame; no row in a database."""

    is_authenticated = True
    theme, text_size, spacing, exit_by_shift = "system", "normal", "normal", True

    def get_short_name(self) -> str:
        return "Maryam"


def draw(body: str, *, user: Any = None, **context: Any) -> str:
    """A page of the house around `body`, as Django draws it."""
    request = RequestFactory().get("/here/")
    request.user = user or AnonymousUser()
    request.session = SessionBase()
    source = "{% extends 'design/base.html' %}{% load design %}{% block title %}Here{% endblock %}"
    source += "{% block content %}<h1>Here</h1>" + body + "{% endblock %}"
    return ENGINE.from_string(source).render({"exit_url": NEUTRAL, **context}, request)


@dataclass
class Asked:
    """What the page asked for, and how an address of the test answers."""

    posts: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)


@contextmanager
def opened(chromium: Any, html: str, *, path: str = "/here/", **options: Any) -> Iterator[tuple[Any, Asked]]:
    """A page in a browser of its own, and what it asked for."""
    context = chromium.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(8000)
    asked = Asked()

    def answer(route: Any) -> None:
        request = route.request
        where = request.url.removeprefix(ADDRESS).split("?")[0]
        if request.method == "POST":
            asked.posts.append((where, request.post_data or ""))
            how = asked.answers.get(where, {"status": 204})
            if how.get("abort"):
                route.abort()
            else:
                route.fulfill(**how)
        elif request.url.startswith(NEUTRAL):
            route.fulfill(body="<title>Weather</title>", content_type="text/html")
        elif where == path:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif where.startswith("/static/"):
            name = where.removeprefix("/static/")
            fonts = Path(settings.FONTS_ROOT) / name.removeprefix("fonts/")
            file = fonts if name.startswith("fonts/") else STATIC / name
            if file.is_file():
                route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
            else:
                route.fulfill(status=404, body="")
        else:
            route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")

    page.route("**/*", answer)
    page.goto(ADDRESS + path)
    page.wait_for_load_state("networkidle")
    try:
        yield page, asked
    finally:
        context.close()
