"""A walk over every template of the house: nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) if hasattr(settings, "BASE_DIR") else Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for path in ROOT.glob("*/templates/**/*")
    if path.suffix in {".html", ".svg"} and "node_modules" not in path.parts
)
#: Templates that are not pages of the site: what xhtml2pdf draws has its own CSS inside.
PRINTED = re.compile(r"certificates/templates/certificates/print\.html$")

FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "a resource from elsewhere": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//",
        re.IGNORECASE,
    ),
}


def test_there_are_templates_to_look_at() -> None:
    assert any(path.name == "base.html" for path in TEMPLATES)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    if PRINTED.search(path.as_posix()) or "wagtailadmin" in path.parts:
        return
    text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"))
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p style="color:red">', "an inline style"),
        ("<script>alert(1)</script>", "an inline script"),
        ('<script type="module">', "an inline script"),
        ('<a onclick="x()">', "an event attribute"),
        ('<img src="https://example.org/x.png">', "a resource from elsewhere"),
        ('<link rel="stylesheet" href="//example.org/x.css">', "a resource from elsewhere"),
    ],
)
def test_the_walker_sees_what_it_looks_for(text: str, what: str) -> None:
    assert FORBIDDEN[what].search(text)


def test_the_walker_lets_modules_through() -> None:
    assert not FORBIDDEN["an inline script"].search(
        '<script type="module" src="/static/design/exit.js"></script>'
    )
