"""Answers that many pages of cases share: a form on a page, and the page that checks answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from register.models import AccreditationCase
from register.selectors.cases import Standing


@dataclass
class FormPage:
    """A page with one form: what stands above it, on its button and beside it."""

    title: str
    button: str
    back: str
    case: AccreditationCase
    lead: str = ""
    beside_title: str = ""
    beside: Sequence[str] = ()
    note: str = ""
    own: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    template: str = "register/cases/form.html"

    def render(self, request: HttpRequest, form: BaseForm) -> HttpResponse:
        """The page with its form."""
        return render(request, self.template, {"page": self, "case": self.case, "form": form, **self.extra})


@dataclass(frozen=True)
class Answered:
    """One row of a page that checks answers."""

    label: str
    value: str
    note: str = ""


def check_page(  # noqa: PLR0913 - a page is its parts
    request: HttpRequest,
    form: BaseForm,
    *,
    case: AccreditationCase,
    rows: Sequence[Answered],
    title: str,
    lead: str,
    button: str,
    do: str,
) -> HttpResponse:
    """What was typed, to read once more; the form travels along in hidden fields."""
    return render(
        request,
        "register/cases/check.html",
        {
            "case": case,
            "form": form,
            "rows": rows,
            "title": title,
            "lead": lead,
            "button": button,
            "do": do,
            "carried": carried(form),
        },
    )


def carried(form: BaseForm) -> list[tuple[str, str]]:
    """Name and value of everything that was typed, as it was posted."""
    data = form.data
    assert isinstance(data, QueryDict)
    return [
        (name, str(value))
        for name, values in data.lists()
        if name not in {"csrfmiddlewaretoken", "do"}
        for value in values
    ]


def strip(stands: Standing) -> list[dict[str, Any]]:
    """Stage, what it waits for, whose move: as the kit's strip."""
    return [
        {"label": _("Stage"), "value": stands.stage, "note": stands.stage_note},
        {"label": _("Waits for"), "value": " · ".join(stands.waits_for), "note": stands.then},
        {"label": _("Whose move"), "value": stands.whose, "note": stands.whose_note, "move": True},
    ]
