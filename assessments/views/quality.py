"""Quality assurance: to review, a verdict, sampling, release, one resubmission."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.mixins import role_required
from accounts.roles import RoleName
from assessments import permissions, services
from assessments.forms.quality import PeriodForm, ReviewForm
from assessments.models import SamplingPeriod, Submission
from assessments.selectors import quality as reads
from assessments.selectors.marking import paragraphs, passages_of
from assessments.selectors.weighing import weighing
from assessments.states import State
from assessments.views.scoped import say, say_in, scoped, user_of
from foundation.exceptions import Refused, TransitionRefused

PER_PAGE = 50
reviewers_only = role_required(*permissions.REVIEWING)


@require_GET
@reviewers_only
def to_review(request: HttpRequest) -> HttpResponse:
    """What was chosen for review, and what is ready to release."""
    user = user_of(request)
    page = Paginator(reads.to_review(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "ready": reads.to_release(user)[:PER_PAGE],
        "reopenable": permissions.reopenable(user).select_related("unit").order_by("sent_at")[:PER_PAGE],
    }
    return render(request, "assessments/to_review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reviewers_only
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """A verdict per criterion, then agreed or returned."""
    user = user_of(request)
    submission = scoped(permissions.independent_for(user, *permissions.REVIEWING), public_id)
    if submission.state == State.DRAFT or not submission.versions.filter(acts__isnull=False).exists():
        return redirect("assessments:to_review")
    act = reads.standing_act(submission)
    form = ReviewForm(request.POST or None, act=act)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _give_verdict(request, submission, form)
        except Refused as refused:
            say_in(form, refused)
            status = 409 if isinstance(refused, TransitionRefused) else 422
    context = {**_review_context(submission, act), "form": form}
    return render(request, "assessments/review.html", context, status=status)


def _give_verdict(request: HttpRequest, submission: Submission, form: ReviewForm) -> HttpResponse:
    returning = request.POST.get("do") == "return"
    act = services.return_to_assessment if returning else services.agree
    act(
        submission_id=submission.pk,
        by=user_of(request),
        verdicts=form.said(),
        reasons=form.cleaned_data["reasons"],
    )
    words = {"piece": submission.reference}
    if returning:
        messages.success(request, _("%(piece)s is back with its assessor, with your notes.") % words)
        return redirect("assessments:to_review")
    messages.success(request, _("%(piece)s is agreed and can be released.") % words)
    return redirect("assessments:release", submission.public_id)


def _review_context(submission: Submission, act: Any) -> dict[str, Any]:
    state = weighing(submission)
    ticks = {row.evidence_id: row for row in act.ticks.all()}
    ticked = sum(row.valid and row.authentic and row.current and row.reliable for row in ticks.values())
    drawn = next((draw for draw in act.draws.all() if draw.sampled), None)
    decisions = list(act.decisions.all())
    return {
        "submission": submission,
        "act": act,
        "state": state,
        "reason": drawn.get_reason_display() if drawn else "",
        "is_open": submission.state == State.IN_QUALITY_ASSURANCE,
        "ticked": ticked,
        "pieces": len(ticks),
        "enough": [row.criterion.code for row in decisions if row.enough],
        "not_enough": [row.criterion.code for row in decisions if not row.enough],
    }


@require_GET
@role_required(*permissions.READING)
def evidence(request: HttpRequest, public_id: str, evidence_id: str) -> HttpResponse:
    """One piece of evidence as it was sent, for those who review or read it from outside."""
    submission = scoped(permissions.independent_for(user_of(request), *permissions.READING), public_id)
    if permissions.is_quarantined(submission):
        return render(request, "assessments/held.html", {"submission": submission})
    state = weighing(submission)
    shown = next((piece for piece in state.pieces if piece.public_id == evidence_id), None)
    if shown is None:
        return redirect("assessments:to_review")
    passages = passages_of(shown)
    context = {
        "submission": submission,
        "state": state,
        "shown": shown,
        "paragraphs": paragraphs(shown.words.text, passages),
    }
    return render(request, "assessments/evidence.html", context)


@require_GET
@role_required(*permissions.READING)
def sampling(request: HttpRequest) -> HttpResponse:
    """The period: looked at, of decided; how pieces are drawn; the seed or its hash."""
    user = user_of(request)
    period = reads.current_period()
    context = {
        "period": period,
        "matrix": reads.matrix(user, period) if period else None,
        "chosen": reads.to_review(user)[:PER_PAGE],
        "is_lead": permissions.is_lead(user),
        "form": PeriodForm(),
        "closed": SamplingPeriod.objects.filter(closed_at__isnull=False)[:12],
    }
    return render(request, "assessments/sampling.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reviewers_only
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a decided piece that was not drawn."""
    user = user_of(request)
    if request.method == "POST":
        submission = scoped(reads.to_choose(user), request.POST.get("submission", ""))
        try:
            services.choose(submission_id=submission.pk, by=user)
        except Refused as refused:
            say(request, refused)
            return redirect("assessments:choose")
        return redirect("assessments:review", submission.public_id)
    page = Paginator(reads.to_choose(user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/choose.html", {"page": page})


@require_POST
@role_required(RoleName.LEAD_QUALITY_ASSURER)
def open_period(request: HttpRequest) -> HttpResponse:
    """Open a sampling period with a new sealed seed."""
    form = PeriodForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the period a name, and its last day."))
        return redirect("assessments:sampling")
    try:
        services.open_period(by=user_of(request), **form.cleaned_data)
    except Refused as refused:
        say(request, refused)
    return redirect("assessments:sampling")


@require_POST
@role_required(RoleName.LEAD_QUALITY_ASSURER)
def close_period(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close a period and publish its seed."""
    period = get_object_or_404(SamplingPeriod, public_id=public_id)
    services.close_period(period_id=period.pk, by=user_of(request))
    messages.success(request, _("The period is closed and its seed is published."))
    return redirect("assessments:sampling")


@require_GET
@role_required(*permissions.RELEASING)
def to_release(request: HttpRequest) -> HttpResponse:
    """What is cleared and can be released."""
    page = Paginator(reads.to_release(user_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/to_release.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*permissions.RELEASING)
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """What will be released, on one page; then release it."""
    submission = scoped(permissions.releases(request.user).filter(sent_at__isnull=False), public_id)  # type: ignore[arg-type]
    if request.method == "POST":
        try:
            services.release(submission_id=submission.pk, by=user_of(request))
        except Refused as refused:
            say(request, refused)
        else:
            words = {"piece": submission.reference}
            messages.success(
                request, _("%(piece)s is released. The trainee hears that there is an update.") % words
            )
        return redirect("assessments:to_release")
    if not permissions.can_release(user_of(request), submission):
        messages.info(request, _("%(piece)s cannot be released now.") % {"piece": submission.reference})
        return redirect("assessments:to_release")
    act = reads.standing_act(submission)
    return render(request, "assessments/release.html", {"submission": submission, "act": act})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(RoleName.LEAD_QUALITY_ASSURER)
def resubmission(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open one resubmission of what is not yet met."""
    user = user_of(request)
    submission = scoped(permissions.independent_for(user, RoleName.LEAD_QUALITY_ASSURER), public_id)
    if request.method == "POST":
        try:
            services.open_resubmission(submission_id=submission.pk, by=user)
        except Refused as refused:
            say(request, refused)
        else:
            messages.success(request, _("It is open. The trainee hears that there is an update."))
        return redirect("assessments:to_review")
    if submission.state != State.NOT_YET_MET:
        messages.info(
            request, _("No resubmission can be opened for %(piece)s.") % {"piece": submission.reference}
        )
        return redirect("assessments:to_review")
    act = reads.standing_act(submission)
    return render(request, "assessments/resubmission.html", {"submission": submission, "act": act})
