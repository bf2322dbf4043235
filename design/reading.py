"""How somebody likes to read: theme, size of text, spacing. Pure but for the escaping of HTML.

Signed in, the choices are fields of the user; signed out, they are one cookie,
`reading`, written as `theme.size.spacing` (design guide, "Layout": Reading settings).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

COOKIE = "reading"
THEMES = ("system", "light", "dark")
SIZES = ("normal", "large", "largest")
SPACINGS = ("normal", "wide")


@dataclass(frozen=True)
class Reading:
    """Three choices; the first of each list is what the device itself prefers."""

    theme: str = "system"
    text_size: str = "normal"
    spacing: str = "normal"

    @classmethod
    def from_cookie(cls, value: str) -> Reading:
        """Read the cookie; anything that is not a choice of ours counts as not chosen."""
        parts = [*value.split("."), "", "", ""][:3]
        return cls.of(*parts)

    @classmethod
    def of(cls, theme: str, text_size: str, spacing: str) -> Reading:
        """The three choices, each replaced by its default when it is unknown."""
        return cls(
            theme if theme in THEMES else THEMES[0],
            text_size if text_size in SIZES else SIZES[0],
            spacing if spacing in SPACINGS else SPACINGS[0],
        )

    @property
    def attributes(self) -> SafeString:
        """The choices as attributes of `<html>`, which the CSS looks at; defaults need none."""
        chosen = (
            ("theme", self.theme, THEMES),
            ("text", self.text_size, SIZES),
            ("spacing", self.spacing, SPACINGS),
        )
        return format_html_join(
            "", ' data-{}="{}"', ((name, value) for name, value, choices in chosen if value != choices[0])
        )

    def as_cookie(self) -> str:
        """What the cookie holds."""
        return f"{self.theme}.{self.text_size}.{self.spacing}"
