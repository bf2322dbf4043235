"""Reading a page as it will be, and saying yes, changes or veto."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from cms import permissions, selectors, services
from cms.forms import AnswerForm
from cms.models import SignOff, SignOffRequest
from cms.selectors import reading
from cms.states import RequestState
from cms.views.doors import consultants_only
from foundation.exceptions import NotAllowed, Refused

PER_PAGE = 25


@require_GET
@consultants_only
def to_read(request: HttpRequest) -> HttpResponse:
    """What waits for these eyes, and what they said before."""
    user: User = request.user  # type: ignore[assignment]
    page = Paginator(selectors.have_read(user), PER_PAGE).get_page(request.GET.get("page"))
    past = selectors.as_asked(user, page.object_list)
    waiting = selectors.to_read(user)
    return render(request, "cms/to_read.html", {"waiting": waiting, "past": past, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@consultants_only
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page as it will be, and the answer. "Save and pause" keeps a draft that nobody else sees."""
    asked = get_object_or_404(permissions.sign_offs_asked(request.user), public_id=public_id)  # type: ignore[arg-type]
    reader = asked.readers.get(consultant=request.user)
    initial = {"answer": reader.draft_answer, "reasons": reader.draft_reasons}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST":
        answered = _answer(request, asked, form)
        if answered is not None:
            return answered
    return render(request, "cms/read.html", _reading(request, asked, form))


def _answer(request: HttpRequest, asked: SignOffRequest, form: AnswerForm) -> HttpResponse | None:
    """Do what the button says; None when the page has to be shown again."""
    try:
        if "pause" in request.POST:
            services.keep_draft_answer(
                request=asked,
                by=request.user,  # type: ignore[arg-type]
                answer=request.POST.get("answer", ""),
                reasons=request.POST.get("reasons", ""),
            )
            messages.success(request, _("Kept for you alone. Come back when you like."))
            return redirect("cms:to_read")
        if form.is_valid():
            services.answer(
                request=asked,
                by=request.user,  # type: ignore[arg-type]
                answer=form.cleaned_data["answer"],
                reasons=form.cleaned_data["reasons"],
            )
            messages.success(request, _("Thank you. Your answer is written down."))
            return redirect("cms:to_read")
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("cms:to_read")
    except Refused as refused:
        form.add_error(None, refused.messages)
    return None


def _reading(request: HttpRequest, asked: SignOffRequest, form: AnswerForm) -> dict[str, object]:
    page = reading.page_of(asked)
    before, number = reading.page_before(asked)
    found, gone = reading.parts(page, before, {"request": request, "signing": True})
    only_changes = request.GET.get("only") == "changes" and before is not None
    given = SignOff.objects.filter(request=asked, consultant=request.user).select_related("reasons").first()
    return {
        "asked": asked,
        "where": selectors.place_label(page),
        "parts": [part for part in found if part.changed] if only_changes else found,
        "gone": gone,
        "only_changes": only_changes,
        "number_before": number,
        "readers": selectors.readers_without_names(asked, request.user),  # type: ignore[arg-type]
        "form": form,
        "given": given,
        "open": asked.state == RequestState.OPEN and given is None,
        "own": selectors.own_pieces_in(page, request.user),  # type: ignore[arg-type]
    }
