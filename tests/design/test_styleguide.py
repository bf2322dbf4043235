"""The style guide: strict HTML, each component there, and axe in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from design.icons import ICONS
from design.tags import FACES

COMPONENTS = Path(__file__).resolve().parents[2] / "design" / "templates" / "design" / "components"


@pytest.fixture
def guide(db: object, client: Client) -> str:
    answer = client.get("/styleguide/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_strict_html(guide: str) -> None:
    html5lib.HTMLParser(strict=True).parse(guide)


def test_every_id_is_there_once(guide: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', guide)
    assert sorted(ids) == sorted(set(ids))


def test_each_component_and_each_state_has_an_example(guide: str) -> None:
    source = (COMPONENTS.parent / "styleguide.html").read_text(encoding="utf-8")
    through_tags = {"door": "{% door %}", "light": "{% light %}", "saved": "{% autosave_status"}
    through_base = {"messages"}
    for path in COMPONENTS.glob("*.html"):
        how = through_tags.get(path.stem, f"components/{path.name}")
        assert path.stem in through_base or how in source, path.name
    for face in FACES.values():
        assert str(face.words) in guide
    for name in ICONS:
        assert f">{name}</span>" in guide


def test_it_is_light(guide: str) -> None:
    import brotli

    assert len(brotli.compress(guide.encode(), quality=5)) < 30 * 1024


def test_production_has_no_address_for_it() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("styleguide", urlconf="config.urls")
