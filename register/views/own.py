"""The advocate's own entry: what the public reads, who finds it, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.mixins import signed_in
from accounts.permissions import has_role
from accounts.roles import RoleName
from foundation.exceptions import Refused
from register import services
from register.forms.own import LeaveForm, VisibilityForm
from register.models import Entry
from register.selectors import case_own, own
from register.states import Visibility

View = Callable[..., HttpResponse]


def with_own_entry(view: View) -> View:
    """Hand over the entry of whoever asks; for somebody without one the page is not there."""

    @signed_in
    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        entry = own.own_entry(request.user)
        if entry is None:
            raise Http404
        return view(request, entry, **kwargs)

    return inner


@signed_in
@require_GET
def my_entry(request: HttpRequest) -> HttpResponse:
    """My entry: what the public reads now, my certificate, what I can decide."""
    mine = own.own(request.user)
    if mine is None and not has_role(request.user, RoleName.ADVOCATE):
        raise Http404
    asks = case_own.asks_something(case_own.case_to_see(request.user))
    template = "register/own/entry.html" if mine else "register/own/none.html"
    return render(request, template, {"own": mine, "asks": asks})


@with_own_entry
@require_http_methods(["GET", "POST"])
def visibility(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Who can find my entry: more protection at once, less by my own act."""
    form = VisibilityForm(request.POST or None, entry=entry)
    if form.is_valid():
        try:
            services.change_visibility(
                entry_id=entry.pk, by=request.user, to=Visibility(form.cleaned_data["to"]), **form.seen
            )
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("It holds from now on, in every search and on every page."))
            return redirect("register:my_entry")
    return render(request, "register/own/visibility.html", {"entry": entry, "form": form})


@with_own_entry
@require_POST
def employer(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Show where I work, or no longer."""
    try:
        services.show_employer(entry_id=entry.pk, by=request.user, show=request.POST.get("show") == "yes")
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("register:my_entry")


@with_own_entry
@require_POST
def new_number(request: HttpRequest, entry: Entry) -> HttpResponse:
    """A new number and new papers, for somebody whose entry is not public any more."""
    try:
        prepared = services.prepare_new_papers(entry=entry)
        services.new_number_for_safety(
            entry_id=entry.pk, by=request.user, prepared=prepared, key=request.POST.get("key", "")[:40]
        )
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(
            request, _("You have a new number and a new certificate. The old ones lead nowhere.")
        )
    return redirect("register:my_entry")


@with_own_entry
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Leave the register by my own choice."""
    form = LeaveForm(request.POST or None, entry=entry)
    if form.is_valid():
        try:
            services.leave(
                entry_id=entry.pk, by=request.user, concern_open=own.something_is_open(entry), **form.seen
            )
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("You have left the register. You can apply again whenever you like."))
            return redirect("register:my_entry")
    return render(request, "register/own/leave.html", {"entry": entry, "form": form})
