"""Who holds which role: giving one, confirming a colleague's, ending one, and what was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors
from accounts.forms import EndRoleForm, FindForm, GiveRoleForm, NewPersonForm
from accounts.mixins import role_required
from accounts.models import User
from accounts.permissions import grantable
from accounts.roles import TWO_GRANTERS, RoleName, Scope
from accounts.services import (
    add_person,
    answer_request,
    ask_for_role,
    end_role,
    grant_role,
    send_first_link,
)
from accounts.states import RequestEvent
from accounts.views.pages import page_of
from foundation.exceptions import Refused

#: Whoever gives roles; everybody else finds nothing here.
givers = role_required(RoleName.ADMINISTRATOR, RoleName.CO_PRODUCTION_LEAD)


def told(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Say on the person's page why an act was refused, instead of an error page."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect(request.path if request.method == "GET" else "accounts:people")

    return wrapped


@givers
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role that one gives, what waits, and the way to somebody else."""
    form = FindForm(request.GET if "address" in request.GET else None)
    if form.is_valid():
        found = selectors.find_by_address(form.cleaned_data["address"])
        if found is not None:
            return redirect("accounts:person_roles", public_id=found.public_id)
        form.add_error("address", _("Nobody has an account with this address. You can add them."))
    return render(
        request,
        "accounts/people.html",
        {
            "form": form,
            "page": page_of(request, selectors.colleagues(request.user)),
            "waiting": selectors.waiting_requests(request.user),
        },
    )


@givers
@require_http_methods(["GET", "HEAD", "POST"])
def person_roles(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody's roles, and giving one more: at once, or after a second administrator agreed."""
    someone = get_object_or_404(User.objects.select_related("person"), public_id=public_id)
    form = GiveRoleForm(request.POST or None, choices=grantable(request.user))
    if request.method == "POST" and form.is_valid() and _give(request, someone, form):
        return redirect("accounts:person_roles", public_id=public_id)
    roles = selectors.roles_of(someone, seen_by=request.user)
    return render(
        request,
        "accounts/person_roles.html",
        {
            "someone": someone,
            "form": form,
            "is_me": someone == request.user,
            "held": [role for role in roles if role.until is None and role.ended_at is None],
            "past": [role for role in roles if role.until is not None or role.ended_at is not None],
            "waiting": selectors.waiting_requests(request.user).filter(user=someone),
            "two_granters": [name.label for name in grantable(request.user) if name in TWO_GRANTERS],
        },
    )


def _give(request: HttpRequest, someone: User, form: Form) -> bool:
    """Give or ask for the role in `form`; what stands against it is said in the form."""
    name = RoleName(form.cleaned_data["name"])
    organisation = form.cleaned_data["organisation"]
    facts: dict[str, Any] = {
        "user": someone,
        "name": name,
        "by": request.user,
        "scope": Scope.ORGANISATION if organisation else Scope.WHOLE,
        "organisation": organisation,
    }
    try:
        if name in TWO_GRANTERS:
            ask_for_role(**facts, reason=form.cleaned_data["reason"])
            messages.success(request, _("Asked for. A second administrator confirms it."))
        else:
            grant_role(**facts, reason=form.cleaned_data["reason"])
            messages.success(request, _("The role is given from now on."))
    except (Refused, PermissionDenied) as refused:
        form.add_error("name", " ".join(refused.messages) if isinstance(refused, Refused) else str(refused))
        return False
    return True


@givers
@require_POST
@told
def role_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End one of somebody's roles now."""
    someone = get_object_or_404(User, public_id=public_id)
    roles = selectors.roles_of(someone, seen_by=request.user).filter(ended_at__isnull=True)
    form = EndRoleForm(request.POST, roles=roles)
    if "role" not in form.data or "role" in form.errors:
        raise Http404
    if form.is_valid():
        end_role(role=form.cleaned_data["role"], by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The role has ended."))
    else:
        messages.error(request, _("Say why, in a few words."))
    return redirect("accounts:person_roles", public_id=public_id)


@givers
@require_POST
@told
def role_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm or decline a colleague's request, or take back one's own."""
    asked = get_object_or_404(selectors.waiting_requests(request.user), public_id=public_id)
    event = request.POST.get("event", "")
    if event not in RequestEvent.values:
        raise Http404
    answer_request(request_id=asked.pk, event=RequestEvent(event), by=request.user)
    messages.success(request, _("Noted."))
    return redirect("accounts:person_roles", public_id=asked.user.public_id)


@givers
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Make an account for a colleague; the roles follow on their page."""
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            someone = add_person(**form.cleaned_data, by=request.user, request=request)
        except Refused as refused:
            form.add_error("email", refused)
        else:
            messages.success(request, _("Their account is made, and a link is on its way to them."))
            return redirect("accounts:person_roles", public_id=someone.public_id)
    return render(request, "accounts/person_new.html", {"form": form})


@givers
@require_POST
@told
def person_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the first link again."""
    someone = get_object_or_404(User, public_id=public_id)
    send_first_link(user=someone, by=request.user, request=request)
    messages.success(request, _("A new link is on its way."))
    return redirect("accounts:person_roles", public_id=public_id)


@givers
@require_safe
def role_log(request: HttpRequest) -> HttpResponse:
    """What was done about roles, by whom, and why."""
    page = page_of(request, selectors.role_events(request.user))
    subjects = User.objects.filter(public_id__in=[event.subject_id for event in page])
    names = {
        public_id: full or short
        for public_id, full, short in subjects.values_list("public_id", "person__practising_name", "known_as")
    }
    rows = [(event, names.get(event.subject_id, "")) for event in page]
    return render(request, "accounts/role_log.html", {"page": page, "rows": rows})
