"""Here as one of one's roles."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.mixins import home_address, signed_in
from accounts.permissions import role_names
from accounts.services import act_as as choose_role


@signed_in
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose the role that picks navigation and home; a role one does not hold is not there."""
    role = request.POST.get("role", "")
    if role not in role_names(request.user):
        raise Http404
    choose_role(user=request.user, role=role)
    return redirect(home_address(request))
