"""A programme manager's cohorts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from courses import permissions
from courses.forms import CohortForm
from courses.selectors import cohorts as selectors
from courses.selectors.invitations import invitations_for
from courses.services import cohorts as services
from courses.views.pagination import page_of
from foundation.exceptions import Refused


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The cohorts that the person manages."""
    permissions.require_any_cohort(request.user)
    return render(
        request,
        "courses/cohorts.html",
        {
            "cohorts": page_of(request, selectors.cohorts_for(request.user)),
            "may_begin": permissions.versions_to_begin(request.user).exists(),
        },
    )


@login_required
def new_cohort(request: HttpRequest) -> HttpResponse:
    """Begin a cohort; the next thing is to invite people to it."""
    permissions.require_any_cohort(request.user)
    versions = permissions.versions_to_begin(request.user)
    if not versions.exists():
        raise Http404
    form = CohortForm(request.POST or None, versions=versions)
    if request.method == "POST" and form.is_valid():
        try:
            cohort = services.begin_cohort(**form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            return redirect("courses:invite", cohort.public_id)
    return render(request, "courses/cohort_new.html", {"form": form})


@login_required
@require_GET
def cohort(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is where, by first name, and what a manager does not see."""
    found = get_object_or_404(selectors.cohorts_for(request.user), public_id=public_id)
    page = page_of(request, selectors.enrolments_in(found))
    return render(
        request,
        "courses/cohort.html",
        {
            "cohort": found,
            "page": page,
            "rows": selectors.rows(page.object_list),
            "groups": selectors.groups(found),
            "smallest": selectors.SMALLEST_GROUP,
            "waiting": invitations_for(request.user).filter(cohort=found).count(),
        },
    )
