"""The referee's page: a link that works once, three questions, no account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from casework.models import Request
from casework.selectors import request_by_token
from register.forms.cases import AnswersForm
from register.models import AccreditationCase
from register.services import case_requirements
from register.views.case_doors import tried


@never_cache
def reference(request: HttpRequest, token: str) -> HttpResponse:
    """Three questions for somebody who knows the work; answered once."""
    asked = request_by_token(token)
    if asked is None or asked.kind != Request.Kind.REFERENCE:
        return _no_link(request)
    case = AccreditationCase.objects.select_related("person").get(public_id=asked.subject_id)
    form = AnswersForm(request.POST or None, request_asked=asked)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: case_requirements.answer_reference(token=token, answers=form.answers))
    ):
        return _private(redirect("register:reference_sent"))
    return _private(
        render(
            request,
            "register/cases/referee.html",
            {"asked": asked, "person": case.person, "form": form, "language_link": None},
        )
    )


@require_GET
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """The answers have arrived."""
    return _private(render(request, "register/cases/referee_sent.html"))


def _no_link(request: HttpRequest) -> HttpResponse:
    """A link that ended, was used, or never was: the same page."""
    return _private(render(request, "register/cases/referee_ended.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    """The token stands in the address: no other site hears of it, and it is not indexed.

    With `no-referrer` the form's own POST would come without an origin and be refused.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
