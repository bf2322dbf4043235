"""Inviting people: the list, what would happen to each line, and the one act."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from casework.selectors import policy
from courses import permissions, verdicts
from courses.exports import example_csv, lines_csv
from courses.forms import ListForm
from courses.models import InvitationBatch
from courses.selectors import invitations as selectors
from courses.services import invitations as services
from courses.states import BatchState
from courses.views.pagination import page_of
from foundation import clock
from foundation.exceptions import Refused


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Cohorts to invite to, lists that wait, and invitations that nobody has used yet."""
    cohorts = permissions.cohorts_managed_by(request.user)
    permissions.require_any_cohort(request.user)
    waiting = selectors.batches_for(request.user).exclude(state=BatchState.SENT)[:10]
    return render(
        request,
        "courses/invitations.html",
        {
            "cohorts": cohorts,
            "waiting": waiting,
            "invitations": page_of(request, selectors.invitations_for(request.user)),
        },
    )


@login_required
def new_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Type addresses or choose a file; what would happen is shown before anything is sent."""
    cohort = get_object_or_404(permissions.cohorts_managed_by(request.user), public_id=public_id)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        batch = services.keep_list(
            cohort=cohort,
            rows=form.cleaned_data["rows"],
            by=request.user,
            file_name=upload.name if upload else "",
        )
        return redirect("courses:batch", batch.public_id)
    return render(request, "courses/invite.html", {"cohort": cohort, "form": form})


def _batch(request: HttpRequest, public_id: str) -> InvitationBatch:
    return get_object_or_404(selectors.batches_for(request.user), public_id=public_id)


@login_required
@require_GET
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Line by line, what would happen; once it is on its way, how far it is."""
    batch = _batch(request, public_id)
    counts = selectors.counts(batch)
    lines = batch.lines.select_related("organisation")
    if request.GET.get("only") in {"mend", "decide", "left_out", "invite"}:
        lines = lines.filter(verdict=request.GET["only"])
    left, messages_in_all = selectors.progress(batch)
    waits = batch.state == BatchState.READY
    others = verdicts.what_else(mend=counts.mend, decide=counts.decide, left_out=counts.left_out)
    return render(
        request,
        "courses/batch.html",
        {
            "batch": batch,
            "counts": counts,
            "lines": page_of(request, lines, 200),
            "only": request.GET.get("only", ""),
            "left": left,
            "messages_in_all": messages_in_all,
            "still_leaving": left < messages_in_all,
            "headline": (verdicts.would_be_invited if waits else verdicts.were_invited)(counts.invite),
            "rest": f"{_('Nothing has been sent.')} {others}" if waits else others,
            "act": verdicts.invite_them(counts.invite),
            "subject": services.subject(),
            "sender": services.sender_name(request.user),
            "last_day": clock.today() + dt.timedelta(days=policy("invitation.days")),
        },
    )


@login_required
@require_POST
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Invite everybody whose line says so, or nobody."""
    batch = _batch(request, public_id)
    try:
        outcome = services.invite(batch_id=batch.pk, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        if outcome.changed:
            messages.warning(
                request,
                ngettext(
                    "One line changed since you looked. Nothing has been sent. Look again, then invite.",
                    "%(count)d lines changed since you looked. Nothing has been sent. Look again, then invite.",
                    outcome.changed,
                )
                % {"count": outcome.changed},
            )
    return redirect("courses:batch", batch.public_id)


@login_required
@require_POST
def decide(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Say of one line whether it is invited."""
    batch = _batch(request, public_id)
    get_object_or_404(batch.lines, number=number)
    try:
        services.decide_line(
            batch_id=batch.pk, number=number, invite=request.POST.get("invite") == "yes", by=request.user
        )
    except Refused as refused:
        messages.error(request, refused.message)
    response = redirect("courses:batch", batch.public_id)
    query = request.POST.get("page", "")
    page = f"?page={query}" if query.isdigit() else ""
    response["Location"] += f"{page}#line-{number}"
    return response


@login_required
@require_GET
def export(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list as CSV, with what would happen and why, to mend and upload again."""
    batch = _batch(request, public_id)
    return _csv(lines_csv(batch.lines.all()), "list.csv")


@login_required
@require_GET
def example(request: HttpRequest) -> HttpResponse:
    """An example of a list, to fill in."""
    permissions.require_any_cohort(request.user)
    return _csv(example_csv(), "example.csv")


def _csv(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@login_required
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """End an invitation that nobody has used."""
    invitation = get_object_or_404(selectors.sent_to_cohorts_of(request.user), public_id=public_id)
    try:
        services.take_back(invitation_id=invitation.pk, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Taken back. The link no longer opens."))
    return redirect("courses:invitations")


@login_required
@require_POST
def send_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a new link; the old one stops."""
    invitation = get_object_or_404(selectors.sent_to_cohorts_of(request.user), public_id=public_id)
    try:
        services.send_again(invitation_id=invitation.pk, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("A new link is on its way. The old one no longer opens."))
    return redirect("courses:invitations")
