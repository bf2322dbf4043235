"""Who reads what: for managers and lead quality assurers."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.mixins import role_required
from assessments import permissions, services
from assessments.forms.quality import AllocateForm
from assessments.selectors import marking as reads
from assessments.selectors.allocation import choices
from assessments.states import State
from assessments.views.scoped import say, scoped, user_of
from foundation.exceptions import Refused

PER_PAGE = 50


@require_GET
@role_required(*permissions.ALLOCATING)
def allocation(request: HttpRequest) -> HttpResponse:
    """What waits for a reader, and what is with whom."""
    user = user_of(request)
    page = Paginator(reads.waiting_in(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "held": reads.with_assessors(user)[:PER_PAGE]}
    return render(request, "assessments/allocation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*permissions.ALLOCATING)
def allocate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give one piece to an assessor: who can, then who cannot and why."""
    submission = scoped(permissions.allocates(request.user).select_related("trainee"), public_id)  # type: ignore[arg-type]
    if submission.state != State.SUBMITTED:
        messages.info(request, _("%(piece)s waits for nobody now.") % {"piece": submission.reference})
        return redirect("assessments:allocation")
    found = choices(submission)
    first = found.can[0].person.public_id if found.can else None
    form = AllocateForm(request.POST or None, choices=found, initial={"assessor": first})
    if request.method == "POST" and form.is_valid():
        chosen = next(
            choice.person for choice in found.can if choice.person.public_id == form.cleaned_data["assessor"]
        )
        try:
            services.allocate(submission_id=submission.pk, assessor=chosen, by=user_of(request))
        except Refused as refused:
            say(request, refused)
            return redirect("assessments:allocate", public_id)
        words = {"piece": submission.reference, "name": chosen.practising_name}
        messages.success(request, _("%(piece)s is with %(name)s now.") % words)
        return redirect("assessments:allocation")
    context = {"submission": submission, "found": found, "form": form}
    return render(request, "assessments/allocate.html", context, status=422 if form.errors else 200)
