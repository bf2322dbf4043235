"""After signing in again: save what was typed before the session ended, or leave it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import held
from accounts.mixins import home_address, signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Show the form that waits, to its owner alone; POST throws it away."""
    form = held.in_session(request.session)
    if request.method == "POST" or form is None:
        held.forget(request.session)
        return redirect(home_address(request))
    if not form.belongs_to(request.user):
        held.forget(request.session)
        messages.info(request, _("Something typed here before was not saved: somebody else had written it."))
        return redirect(home_address(request))
    return render(request, "accounts/resume.html", {"late": form})
