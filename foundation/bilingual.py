"""Domain text in English and Welsh, and whether a Welsh speaker has read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Words:
    """A text in the language that it is really in; `lang` is for the page's lang attribute."""

    text: str
    lang: str
    draft: bool = False

    def __str__(self) -> str:
        return self.text


def words(row: object, name: str, language: str | None = None) -> Words:
    """The text `name` of a row in the reader's language, English where Welsh is missing.

    The row has `<name>`, `<name>_cy` and, one for the row or one for the text,
    `<name>_cy_checked_on` or `cy_checked_on`.
    """
    language = language or get_language() or "en"
    welsh = getattr(row, f"{name}_cy", "")
    if language == "cy" and welsh:
        checked = getattr(row, f"{name}_cy_checked_on", getattr(row, "cy_checked_on", None))
        return Words(welsh, "cy", draft=checked is None)
    return Words(getattr(row, name), "en")


@dataclass(frozen=True)
class Text:
    """A text that the code itself holds in both languages; `str()` gives the reader's.

    For words that a public answer or a paper stands on: they are the same whether or
    not the site's translations are there.
    """

    en: str
    cy: str

    def __str__(self) -> str:
        return self.cy if get_language() == "cy" else self.en

    def __mod__(self, values: dict[str, str]) -> str:
        return str(self) % values
