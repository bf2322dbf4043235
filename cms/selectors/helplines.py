"""Help lines in the reader's language, remembered for five minutes and forgotten when one changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from casework.selectors import policy
from cms.models.helplines import HelpLine
from foundation import clock
from foundation.bilingual import Words, words

CACHE_KEY = "cms.help_lines"
REMEMBERED = 300


@dataclass
class Line:
    """One help line as a reader sees it."""

    row: HelpLine
    name: Words
    hours: Words
    note: Words

    @property
    def fact(self) -> SafeString:
        """One short line below the name: hours, whether it is free, the nations."""
        return self._told()

    @property
    def fact_inside(self) -> SafeString:
        """The same inside a sentence, where it begins with a small letter."""
        return self._told(inside=True)

    def _told(self, *, inside: bool = False) -> SafeString:
        told = [_("Free")] if self.row.free else []
        told += [str(self.hours)] if str(self.hours) else []
        told = [text[:1].lower() + text[1:] if place or inside else text for place, text in enumerate(told)]
        if str(self.hours) and self.hours.lang != (get_language() or "en"):
            # Hours that nobody has put into Welsh yet say that they are English.
            told[-1] = format_html('<span lang="{}">{}</span>', self.hours.lang, told[-1])
        if 0 < len(self.row.nation_names()) < len(HelpLine.NATIONS):
            told.append(_(" and ").join(self.row.nation_names()))
        return format_html_join(", ", "{}", ((text,) for text in told))


def all_help_lines() -> list[Line]:
    """Every help line in its order. At most one query."""
    rows = cache.get(CACHE_KEY)
    if rows is None:
        rows = list(HelpLine.objects.all())
        cache.set(CACHE_KEY, rows, REMEMBERED)
    language = get_language() or "en"
    return [
        Line(row, words(row, "name", language), words(row, "hours", language), words(row, "note", language))
        for row in rows
    ]


def forget_help_lines() -> None:
    """Called when a line was saved or deleted."""
    cache.delete(CACHE_KEY)


def stale_help_lines() -> list[HelpLine]:
    """Lines that nobody checked within the policy's days (`helpline.check_days`)."""
    limit = clock.today() - dt.timedelta(days=policy("helpline.check_days"))
    return list(HelpLine.objects.filter(last_checked__lt=limit))
