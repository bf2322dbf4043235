"""Who comes in: signed in, and the right person; everybody else finds nothing here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.models import User
from cms import permissions

View = Callable[..., HttpResponse]


def only(allowed: Callable[[User], bool]) -> Callable[[View], View]:
    """Signed out: the sign-in page. Signed in and not `allowed`: the 404 of a page that is not there."""

    def decorate(view: View) -> View:
        @wraps(view)
        @never_cache
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(request.user):  # type: ignore[arg-type]
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


consultants_only = only(permissions.is_consultant)
lead_only = only(permissions.can_lead_co_production)
editors_only = only(permissions.can_edit_content)
