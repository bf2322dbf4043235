"""The assessor's screens: to mark, one piece, check and decide, give back, declare a tie, worry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.mixins import role_required
from accounts.roles import RoleName
from assessments import permissions, services
from assessments.forms.marking import GiveBackForm, MarkingForm, PassageForm, TieForm, WorryForm
from assessments.models import Submission, VersionEvidence
from assessments.selectors import marking as reads
from assessments.selectors.weighing import Weighing, weighing
from assessments.services.marking import Marks
from assessments.states import WITH_ASSESSOR, State
from assessments.views.scoped import say, say_in, scoped, user_of
from casework.models import Hold
from casework.selectors import live_holds
from foundation import clock
from foundation.exceptions import Refused

assessor_only = role_required(RoleName.ASSESSOR)
PER_PAGE = 50


@require_GET
@assessor_only
def to_mark(request: HttpRequest) -> HttpResponse:
    """The pieces that are with the assessor."""
    return render(request, "assessments/to_mark.html", {"lists": reads.to_mark(user_of(request))})


@require_GET
@assessor_only
def done(request: HttpRequest) -> HttpResponse:
    """What the assessor decided, newest first."""
    page = Paginator(reads.done(user_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/done.html", {"page": page})


@require_POST
@assessor_only
def take_next(request: HttpRequest) -> HttpResponse:
    """Take the longest waiting piece that the assessor is free to read."""
    allocation = services.claim_next(by=user_of(request))
    if allocation is None:
        messages.info(request, _("Nothing waits that you are free to assess."))
        return redirect("assessments:to_mark")
    messages.success(request, _("%(piece)s is with you now.") % {"piece": allocation.submission.reference})
    return redirect("assessments:to_mark")


def _seen_by_assessor(request: HttpRequest, public_id: str) -> Submission:
    return scoped(reads.seen_by_assessor(user_of(request)), public_id)


def _shown(request: HttpRequest, state: Weighing) -> VersionEvidence | None:
    """The piece that the address asks for, else the first of this version."""
    wanted = request.GET.get("evidence", "")
    return next(
        (piece for piece in state.pieces if piece.public_id == wanted),
        state.pieces[0] if state.pieces else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@assessor_only
def mark(request: HttpRequest, public_id: str) -> HttpResponse:
    """One piece: evidence beside the criteria; read only once it was decided."""
    submission = _seen_by_assessor(request, public_id)
    holds = list(live_holds("submission", submission.public_id))
    if any(hold.kind == Hold.Kind.QUARANTINE for hold in holds):
        return render(request, "assessments/held.html", {"submission": submission})
    state = weighing(submission)
    shown = _shown(request, state)
    if submission.state not in WITH_ASSESSOR or not submission.with_them:
        return _read_only(request, submission, state, shown)
    desk = Desk(state, submission.marks_saved_at, holds)
    if request.method == "POST":
        return _post_mark(request, desk, shown)
    return _render_mark(request, desk, MarkingForm(state, shown))


def _read_only(
    request: HttpRequest, submission: Submission, state: Weighing, shown: VersionEvidence | None
) -> HttpResponse:
    decisions = reads.latest_decisions(state.version)
    context = {
        "submission": submission,
        "state": state,
        "shown": shown,
        "act": decisions[0].act if decisions else None,
        "decisions": decisions,
        "review": reads.latest_review(state.version),
        **_reading(shown),
    }
    return render(request, "assessments/marked.html", context)


def _reading(shown: VersionEvidence | None) -> dict[str, Any]:
    """What the reading pane needs of the piece that is shown."""
    passages = reads.passages_of(shown) if shown else []
    text = shown.words.text if shown else ""
    return {"paragraphs": reads.paragraphs(text, passages), "passages": passages}


@dataclass
class Desk:
    """What lies before the assessor: the piece, when they last saved something for it, and what holds it."""

    state: Weighing
    saved_at: dt.datetime | None
    holds: list[Hold]


def _render_mark(request: HttpRequest, desk: Desk, form: MarkingForm, *, status: int = 200) -> HttpResponse:
    state = form.state
    submission = state.submission
    context = {
        "submission": submission,
        "state": state,
        "shown": form.shown,
        "marking": form,
        "has_errors": form.has_errors,
        "saved_at": desk.saved_at,
        "review": reads.latest_review(state.version),
        "holds": desk.holds,
        "passage_form": PassageForm(lines=state.to_assess),
        **_reading(form.shown),
    }
    return render(request, "assessments/mark.html", context, status=status)


def _save(request: HttpRequest, submission: Submission, form: MarkingForm) -> Marks:
    return services.save_judgement(
        submission_id=submission.pk, by=user_of(request), ticks=form.ticked(), criteria=form.weighed()
    )


def _here(submission: Submission, evidence: str = "") -> str:
    address = reverse("assessments:mark", args=[submission.public_id])
    return f"{address}?evidence={evidence}" if evidence else address


def _post_mark(request: HttpRequest, desk: Desk, shown: VersionEvidence | None) -> HttpResponse:
    submission = desk.state.submission
    form = MarkingForm(desk.state, shown, request.POST)
    if not form.is_valid():
        return _render_mark(request, desk, form, status=422)
    try:
        marks = _save(request, submission, form)
    except Refused as refused:
        say(request, refused)
        return redirect(_here(submission))
    fresh = weighing(Submission.objects.select_related("unit").get(pk=submission.pk))
    what, _colon, which = request.POST.get("do", "save").partition(":")
    if marks.conflicts or marks.refused or (what == "check" and fresh.missing):
        return _mend(request, desk, fresh, form, marks)
    if what == "check":
        return redirect("assessments:mark_check", submission.public_id)
    if what != "open":
        messages.success(request, _("Saved."))
    return redirect(_here(submission, which or (shown.public_id if shown else "")))


def _mend(request: HttpRequest, desk: Desk, fresh: Weighing, form: MarkingForm, marks: Marks) -> HttpResponse:
    """The page once more with what was written, both texts where they differ, and what is missing."""
    again = MarkingForm(fresh, _shown(request, fresh), request.POST)
    again.is_valid()
    for row in again.lines:
        public_id = row.line.criterion.public_id
        if public_id in marks.conflicts:
            row.stored = row.line.judgement
            row.add_error(
                "comment",
                _("%(code)s was changed elsewhere. Both texts are below. Keep one")
                % {"code": row.line.criterion.code},
            )
        if public_id in marks.refused:
            row.add_error("outcome", f"{row.line.criterion.code}: {marks.refused[public_id]}")
    if form.ticks is not None and form.ticks.piece.public_id in marks.conflicts and again.ticks is not None:
        again.ticks.add_error(None, _("The four ticks were changed elsewhere. Look at them again, then save"))
    if request.POST.get("do") == "check" and not marks.refused and not marks.conflicts:
        again.show(fresh.missing)
    return _render_mark(request, desk, again, status=422)


@require_POST
@assessor_only
def autosave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save as they tick and type."""
    submission = scoped(permissions.marked_by(user_of(request)), public_id)
    state = weighing(submission)
    form = MarkingForm(state, _shown(request, state), request.POST)
    if not form.is_valid():
        return JsonResponse({"message": _("Not saved yet: use the button to see why.")}, status=422)
    try:
        marks = _save(request, submission, form)
    except Refused as refused:
        return JsonResponse({"message": refused.messages[0]}, status=409)
    if marks.conflicts:
        text = _("This was changed elsewhere. Use the button to save: then you see both texts.")
        return JsonResponse({"message": text}, status=409)
    version = ",".join(f"{key}:{number}" for key, number in marks.revisions.items())
    return JsonResponse({"saved_at": timezone.localtime(clock.now()).strftime("%H:%M"), "version": version})


@require_http_methods(["GET", "HEAD", "POST"])
@assessor_only
def mark_check(request: HttpRequest, public_id: str) -> HttpResponse:
    """All judgements on one page; then decide."""
    submission = _seen_by_assessor(request, public_id)
    if request.method == "POST":
        return _decide(request, submission)
    if submission.state != State.IN_ASSESSMENT:
        return redirect("assessments:mark", public_id)
    state = weighing(submission)
    return render(request, "assessments/mark_check.html", {"submission": submission, "state": state})


def _decide(request: HttpRequest, submission: Submission) -> HttpResponse:
    try:
        services.decide(submission_id=submission.pk, by=user_of(request))
    except Refused as refused:
        say(request, refused)
        return redirect("assessments:mark_check", submission.public_id)
    messages.success(request, _("%(piece)s is decided.") % {"piece": submission.reference})
    return redirect("assessments:to_mark")


@require_POST
@assessor_only
def passage(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark some words for a criterion, or take a mark away."""
    submission = scoped(permissions.marked_by(user_of(request)), public_id)
    evidence = request.POST.get("evidence", "")
    try:
        _change_passage(request, submission, evidence)
    except Refused as refused:
        say(request, refused)
    return redirect(_here(submission, evidence))


def _change_passage(request: HttpRequest, submission: Submission, evidence: str) -> None:
    user = user_of(request)
    if request.POST.get("remove"):
        services.unmark_passage(submission_id=submission.pk, by=user, passage_id=request.POST["remove"])
        return
    state = weighing(submission)
    if evidence not in {piece.public_id for piece in state.pieces}:
        raise Http404
    form = PassageForm(request.POST, lines=state.to_assess)
    if not form.is_valid():
        raise Refused(_("Select some words of the text, and the criterion they speak for."))
    services.mark_passage(
        submission_id=submission.pk,
        by=user,
        evidence_id=evidence,
        criterion_id=form.cleaned_data["criterion"],
        words=form.cleaned_data["words"],
        start=form.cleaned_data["start"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@assessor_only
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a piece back to the pool."""
    submission = scoped(permissions.marked_by(user_of(request)), public_id)
    form = GiveBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_back(
                submission_id=submission.pk, by=user_of(request), reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            say_in(form, refused, "reason")
        else:
            messages.success(request, _("It is back in the pool."))
            return redirect("assessments:to_mark")
    return render(request, "assessments/give_back.html", {"submission": submission, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@assessor_only
def tie(request: HttpRequest, public_id: str) -> HttpResponse:
    """Declare a tie; the piece goes to somebody else."""
    submission = scoped(permissions.marked_by(user_of(request)), public_id)
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.declare_tie(
                submission_id=submission.pk, by=user_of(request), kind=form.cleaned_data["kind"]
            )
        except Refused as refused:
            say_in(form, refused)
        else:
            messages.success(request, _("Written down. The piece goes to somebody else."))
            return redirect("assessments:to_mark")
    return render(request, "assessments/tie.html", {"submission": submission, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(RoleName.ASSESSOR, *permissions.REVIEWING)
def worry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell the safeguarding leads that somebody may be in danger."""
    readable = permissions.readable(user_of(request)).exclude(
        pk__in=permissions.own(request.user).values("pk")
    )  # type: ignore[arg-type]
    submission = scoped(readable, public_id)
    form = WorryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.raise_worry(submission_id=submission.pk, by=user_of(request), **form.cleaned_data)
        messages.success(request, _("The safeguarding leads have been told. You can go on, or stop here."))
        return redirect(
            (request.POST.get("back") == "review" and "assessments:to_review") or _here(submission)
        )
    return render(request, "assessments/worry.html", {"submission": submission, "form": form})
