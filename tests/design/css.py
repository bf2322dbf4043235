"""Reading the house's tokens out of its CSS, and the contrast of two colours."""

from __future__ import annotations

import re
from pathlib import Path

CSS = Path(__file__).resolve().parents[2] / "design" / "static" / "design" / "site.css"


def text() -> str:
    return re.sub(r"/\*.*?\*/", "", CSS.read_text(encoding="utf-8"), flags=re.DOTALL)


def blocks(css: str) -> list[tuple[str, str]]:
    """(prelude, body) of each block at this level, braces matched."""
    found, depth, start, prelude = [], 0, 0, ""
    last = 0
    for index, char in enumerate(css):
        if char == "{":
            if depth == 0:
                prelude, start = css[last:index].strip(), index + 1
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                found.append((prelude, css[start:index]))
                last = index + 1
        elif char == ";" and depth == 0:
            last = index + 1
    return found


def declarations(body: str) -> dict[str, str]:
    return {
        name.strip(): value.strip()
        for name, colon, value in (part.partition(":") for part in body.split(";"))
        if colon and name.strip().startswith("--")
    }


def layer(name: str) -> str:
    return next(body for prelude, body in blocks(text()) if prelude == f"@layer {name}")


def rules(media: str = "") -> dict[str, dict[str, str]]:
    """Selector to custom properties, of the tokens layer, at top level or in one media query."""
    body = layer("tokens")
    if media:
        return {
            selector: declarations(inner)
            for prelude, block in blocks(body)
            if prelude == f"@media {media}"
            for selector, inner in blocks(block)
        }
    return {selector: declarations(inner) for selector, inner in blocks(body) if selector == ":root"}


def themes() -> dict[str, dict[str, str]]:
    """The four sets of tokens that can be in force."""
    light = rules()[":root"]
    dark = light | rules("screen and (prefers-color-scheme:dark)")[":root:not([data-theme=light])"]
    more = rules("(prefers-contrast:more)")[":root:root"]
    more_dark = rules("screen and (prefers-contrast:more) and (prefers-color-scheme:dark)")
    return {
        "light": light,
        "dark": dark,
        "more": light | more,
        "more dark": dark | more | more_dark[":root:root:not([data-theme=light])"],
    }


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(char * 2 for char in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
