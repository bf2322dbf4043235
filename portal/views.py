"""The signed-in home: one address, a page for each role."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts import privacy
from accounts.mixins import role_required, signed_in
from accounts.models import User
from accounts.permissions import active_role
from accounts.roles import STAFF, RoleName
from portal import homes, selectors

#: Roles whose home is the list that they work from.
LISTS: dict[str, str] = {
    RoleName.ADVOCATE: "register:my_entry",
    RoleName.CONSULTANT: "cms:words",
    RoleName.CO_PRODUCTION_LEAD: "cms:readers",
    RoleName.ASSESSOR: "assessments:to_mark",
    RoleName.QUALITY_ASSURER: "assessments:to_review",
    RoleName.LEAD_QUALITY_ASSURER: "assessments:to_review",
    RoleName.PANEL_MEMBER: "register:cases",
    RoleName.PROGRAMME_MANAGER: "courses:cohorts",
}

Home = Callable[[User], homes.Home]
HOMES: dict[str, Home] = {
    RoleName.REGISTRAR: homes.registrar,
    RoleName.EDITOR: homes.editor,
    RoleName.EXTERNAL_QUALITY_ASSURER: homes.external_quality_assurer,
    RoleName.EMPLOYER_VERIFIER: homes.employer_verifier,
    RoleName.SAFEGUARDING_LEAD: homes.safeguarding_lead,
    RoleName.DATA_PROTECTION_OFFICER: homes.data_protection_officer,
    RoleName.ADMINISTRATOR: homes.administrator,
}


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is next for the role that somebody is here as; a first visit begins with a welcome."""
    user = request.user
    if user.welcomed_at is None:
        return redirect("accounts:welcome")
    role = active_role(user)
    if role in LISTS:
        return redirect(LISTS[role])
    if role == RoleName.TRAINEE and (trainee := selectors.trainee_home(user)) is not None:
        return render(request, "portal/trainee.html", {"home": trainee})
    return render(request, "portal/home.html", {"home": HOMES.get(role, homes.nothing)(user)})


@role_required(*STAFF, RoleName.TRAINEE, RoleName.ADVOCATE)
@require_GET
def standards(request: HttpRequest) -> HttpResponse:
    """The units, outcomes and criteria of the current version, as everybody who works with them reads them."""
    return render(request, "portal/standards.html", {"version": selectors.current_standards()})


@role_required(RoleName.DATA_PROTECTION_OFFICER)
@require_GET
def tables(request: HttpRequest) -> HttpResponse:
    """Every table with its purpose, lawful basis and time, as the code itself states them."""
    return render(request, "portal/tables.html", {"tables": privacy.tables()})
