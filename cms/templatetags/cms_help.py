"""Help lines on pages and at the foot: one query a request at most, none where they are remembered."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import DatabaseError

from cms.selectors.helplines import all_help_lines

register = template.Library()


def _lines(context: Any) -> list[Any]:
    """Read once for each request, however often the tags stand on a page."""
    lines: list[Any] | None = context.render_context.get("cms_help_lines")
    if lines is None:
        try:
            lines = all_help_lines()
        except DatabaseError:
            # The foot stands on error pages, too, also when the database is what is wrong.
            lines = []
        context.render_context["cms_help_lines"] = lines
    return lines


@register.inclusion_tag("cms/parts/help_lines.html", takes_context=True)
def help_lines(context: Any) -> dict[str, Any]:
    """Every help line with hours, nations and ways to reach it; what is not known is not shown."""
    return {"lines": _lines(context), "LANGUAGE_CODE": context.get("LANGUAGE_CODE")}


@register.inclusion_tag("cms/parts/help_brief.html", takes_context=True)
def help_brief(context: Any) -> dict[str, Any]:
    """Name, number and one fact of the lines that stand on the home page."""
    return {"lines": [line for line in _lines(context) if line.row.in_brief]}


@register.inclusion_tag("cms/parts/help_foot.html", takes_context=True)
def help_foot(context: Any) -> dict[str, Any]:
    """The line at the foot of every page."""
    lines = [line for line in _lines(context) if line.row.in_footer]
    return {
        "danger": next((line for line in lines if line.row.emergency), None),
        "others": [line for line in lines if not line.row.emergency],
    }
