"""Checking an advocate: open to everybody, without session, cookie or token.

Source: domain reference, section 3; credentials reference, section 1. Missing, hidden
and malformed give the same answer after the same queries: 200 from the form, 404 from
a path. Nothing is stored by browsers on the way, and no address is passed on.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from foundation import clock
from register import wording
from register.forms.check import CheckForm, SearchForm, TogetherForm, where_it_belongs
from register.limits import Look, allowed, missed
from register.names import same_name
from register.selectors import answers
from register.selectors.answers import Answer
from register.selectors.search import by_name

View = Callable[..., HttpResponse]
NOT_FOUND = 404
TOO_MANY = 429


def looked_up(view: View) -> View:
    """The headers of a page about somebody: kept nowhere, indexed nowhere, passed on to nobody."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Django logs the address of a 404: the log must not hold the codes that were tried.
        response._has_been_logged = True  # noqa: SLF001 - the mark that Django's own logging looks for
        return response

    return require_safe(wrapped)


@looked_up
def check(request: HttpRequest) -> HttpResponse:
    """`/check/`: the form; with `q` the answer to a name, a number or a code; with three, to all three."""
    if request.GET.keys() & {"name", "number", "code"}:
        return _together(request)
    typed = request.GET.get("q", "").strip()[:200]
    if not typed:
        return _page(request, "check.html", form=CheckForm(), glossary=wording.glossary())
    if not allowed(request, Look.CHECK, Look.SEARCH):
        return _too_many(request)
    given, others = _found(typed, answers.by_number_or_code)
    if given is None and len(others) == 1 and same_name(typed, others[0].name):
        given = others.pop()
    if given:
        return _answer(request, given, others=others, typed=typed)
    if others:
        return _page(request, "names.html", typed=typed, results=others, form=CheckForm({"q": typed}))
    return _no_match(request, typed=typed, form=TogetherForm(initial=where_it_belongs(typed)))


@looked_up
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """`/check/<code>/`: where a scanned certificate leads."""
    if not allowed(request, Look.CHECK):
        return _too_many(request)
    answer = answers.by_number_or_code(code)
    return _answer(request, answer) if answer else _no_match(request, status=NOT_FOUND)


@looked_up
def scanned(request: HttpRequest, code: str) -> HttpResponse:
    """`/c/<code>`: the short address in a QR code, in capitals or not."""
    return HttpResponseRedirect(reverse("register:check_code", args=[code]), preserve_request=True)


@looked_up
def register_search(request: HttpRequest) -> HttpResponse:
    """`/register/`: search by name or number. Nobody can page through the register."""
    typed = request.GET.get("q", "").strip()[:200]
    if not typed:
        return _page(request, "register.html", form=SearchForm(), glossary=wording.glossary())
    if not allowed(request, Look.SEARCH):
        return _too_many(request)
    given, others = _found(typed, answers.by_number)
    results = [given, *others] if given else others
    if not results:
        return _no_match(request, typed=typed, form=TogetherForm(initial=where_it_belongs(typed)))
    return _page(
        request, "names.html", typed=typed, results=results, form=SearchForm({"q": typed}), register=True
    )


@looked_up
def register_entry(request: HttpRequest, number: str) -> HttpResponse:
    """`/register/<number>/`: one entry, as the number alone may be told."""
    if not allowed(request, Look.CHECK):
        return _too_many(request)
    answer = answers.by_number(number)
    return _answer(request, answer) if answer else _no_match(request, status=NOT_FOUND)


def _found(typed: str, look: Callable[[str], Answer | None]) -> tuple[Answer | None, list[Answer]]:
    """Whom a number or code leads to, and who has such a name.

    What to ask is decided by the shape of what was typed alone, so that the questions
    are the same for somebody hidden and for nobody: digits stand in no name.
    """
    coded = answers.is_number_or_code(typed)
    given = look(typed) if coded else None
    if coded and any(character.isdigit() for character in typed):
        return given, []
    return given, [answer for answer in by_name(typed) if given is None or answer.number != given.number]


def _together(request: HttpRequest) -> HttpResponse:
    form = TogetherForm(request.GET)
    if not form.is_valid():
        return _no_match(request, form=form, typed="", incomplete=True)
    if not allowed(request, Look.CHECK):
        return _too_many(request)
    answer = answers.together(**form.cleaned_data)
    if answer:
        return _answer(request, answer, typed=form.cleaned_data["name"])
    return _no_match(request, form=form, typed=form.cleaned_data["name"])


def _answer(
    request: HttpRequest, answer: Answer, *, others: list[Answer] | None = None, typed: str = ""
) -> HttpResponse:
    return _page(request, "answer.html", answer=answer, others=others or [], typed=typed)


def _no_match(
    request: HttpRequest,
    *,
    typed: str = "",
    form: TogetherForm | None = None,
    status: int = 200,
    incomplete: bool = False,
) -> HttpResponse:
    """One page for nobody and for somebody hidden. On a path it repeats nothing of the address."""
    if not incomplete:
        missed(request)
    return _page(
        request,
        "no_match.html",
        status=status,
        typed=typed,
        form=form or TogetherForm(),
        incomplete=incomplete,
        **({"language_link": _other_language()} if status == NOT_FOUND else {}),
    )


def _too_many(request: HttpRequest) -> HttpResponse:
    response = _page(request, "too_many.html", status=TOO_MANY)
    response["Retry-After"] = "60"
    return response


def _other_language() -> dict[str, str]:
    """The empty form in the other language: the address of a page that found nothing leads nowhere."""
    if get_language() == "cy":
        return {"code": "en", "label": "English", "url": "/check/"}
    return {"code": "cy", "label": "Cymraeg", "url": "/cy/check/"}


def _page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(
        request,
        f"register/public/{template}",
        {
            "public_page": True,
            "checked_at": clock.now(),
            "host": urlsplit(settings.PUBLIC_URL).netloc,
            "welsh_is_draft": wording.CY_CHECKED_ON is None or settings.WELSH_CHECKED_ON is None,
            "team_phone": settings.REGISTER_PHONE,
            "team_hours": settings.REGISTER_HOURS,
            **context,
        },
        status=status,
    )
