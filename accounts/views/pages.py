"""Long lists in parts."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50


def page_of(request: HttpRequest, rows: QuerySet) -> Page:
    """The part of `rows` that `?page=` asks for; the nearest one when there is no such part."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
