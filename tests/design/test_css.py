"""The CSS: contrast of every pair in use, weight, and the promises of its layers."""

from __future__ import annotations

import re

import brotli
import pytest

from tests.design import css

TINTS = ("good", "cond", "halt", "idle", "open", "err")

#: (text or shape, ground) as the CSS uses them.
BODY = [(text, ground) for text in ("ink", "ink2") for ground in ("paper", "card", "field", "mist", "sand")]
BODY += [("ink", "sand2"), ("ink", "mist2")]
OTHER = [("tarn", ground) for ground in ("paper", "card", "field", "mist", "mist2", "sand")]
OTHER += [("tarn2", ground) for ground in ("paper", "card", "mist", "mist2", "sand")]
OTHER += [("ontarn", "tarn"), ("ontarn", "tarn2"), ("paper", "ink"), ("paper", "ink2"), ("ink", "mist3")]
OTHER += [(tint, f"{tint}-ground") for tint in TINTS]
OTHER += [("err", "paper"), ("err", "card"), ("err", "mist"), ("cond", "paper"), ("cond", "mist")]
CONTROLS = [("edge", ground) for ground in ("paper", "card", "field", "mist", "sand")]
CONTROLS += [("focus", ground) for ground in ("paper", "card", "field", "mist", "mist2", "sand")]
CONTROLS += [("tarn", ground) for ground in ("paper", "card", "field", "mist")]

#: Least contrast by theme: body, other text, controls and focus (design guide, "Tokens").
LEAST = {
    "light": (7.2, 7.1, 4.4),
    "dark": (7.3, 5.9, 4.7),
    "more": (8.4, 7.9, 11),
    "more dark": (8.4, 8.4, 11),
}
#: What the WCAG asks of anybody; ours is more.
NEEDED = (4.5, 4.5, 3.0)


@pytest.mark.parametrize("theme", LEAST)
@pytest.mark.parametrize("kind", ["body", "other", "controls"])
def test_every_pair_has_the_contrast_the_design_promises(theme: str, kind: str) -> None:
    index = ("body", "other", "controls").index(kind)
    tokens = css.themes()[theme]
    least = LEAST[theme][index]
    assert least >= NEEDED[index]
    measured = {
        f"{text} on {ground}": round(css.contrast(tokens[f"--{text}"], tokens[f"--{ground}"]), 1)
        for text, ground in (BODY, OTHER, CONTROLS)[index]
    }
    assert {pair: value for pair, value in measured.items() if value < least} == {}


def test_the_contrast_of_known_colours_is_known() -> None:
    assert css.contrast("#000", "#fff") == pytest.approx(21)
    assert css.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_dark_by_system_and_dark_by_choice_are_the_same() -> None:
    by_system = css.rules("screen and (prefers-color-scheme:dark)")[":root:not([data-theme=light])"]
    by_choice = css.rules("screen")[":root[data-theme=dark]"]
    assert by_system == by_choice
    more = css.rules("screen and (prefers-contrast:more) and (prefers-color-scheme:dark)")
    more_by_choice = css.rules("screen and (prefers-contrast:more)")
    assert more[":root:root:not([data-theme=light])"] == more_by_choice[":root:root[data-theme=dark]"]


def test_every_colour_that_light_names_has_a_dark_twin() -> None:
    light = {name for name, value in css.rules()[":root"].items() if value.startswith("#")}
    dark = css.rules("screen and (prefers-color-scheme:dark)")[":root:not([data-theme=light])"]
    assert light == set(dark)


def test_each_property_used_is_defined() -> None:
    text = css.text()
    used = set(re.findall(r"var\((--[\w-]+)\)", text))  # without a fallback of its own
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert used - defined == set()


def test_colours_are_written_in_tokens_alone() -> None:
    outside = css.text().split("@layer base{", 1)[1]
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", outside))
    assert found <= {"#fff"}  # the exit's overlay and paper itself


def test_the_whole_css_is_light() -> None:
    compressed = brotli.compress(css.CSS.read_bytes(), quality=5)  # what a server does on the fly
    assert len(compressed) <= 15 * 1024


def test_nothing_moves() -> None:
    assert not re.search(r"(?<![\w-])(animation|transition)[\w-]*\s*:", css.text())


def test_all_rules_lie_in_a_layer() -> None:
    allowed = re.compile(r"@layer [\w, ]+;?|@font-face")
    assert [prelude for prelude, _body in css.blocks(css.text()) if not allowed.fullmatch(prelude)] == []


@pytest.mark.parametrize("name", ["exit.js", "page.js", "autosave.js"])
def test_scripts_are_small_and_import_nothing(name: str) -> None:
    source = (css.CSS.parent / name).read_text(encoding="utf-8")
    assert len(source.encode()) < 4096
    assert not re.search(r"\bimport\b|\brequire\(", source)
