"""One page of a long list."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 100


def page_of(request: HttpRequest, rows: QuerySet[Any], per_page: int = PER_PAGE) -> Page:
    """The page of `rows` that the address asks for; a page that does not exist is the nearest one."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
