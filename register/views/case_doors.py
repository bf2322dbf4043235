"""Doors of the case pages: who gets in, and how a refusal comes back to the form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import RoleName
from accounts.selectors import has_role
from foundation.exceptions import NotAllowed, Refused
from register import case_permissions
from register.models import AccreditationCase
from register.selectors.cases import own_case, visible_case

View = Callable[..., HttpResponse]


class SignedIn(HttpRequest):
    """A request of somebody who signed in: the doors below let nobody else through."""

    user: User


#: Who works with cases at all.
WORKS_WITH_CASES = (RoleName.REGISTRAR, RoleName.PANEL_MEMBER)


def for_case_workers(view: View) -> View:
    """Registrars and panel members; for everybody else the page is not there."""

    @login_required
    @wraps(view)
    def inner(request: SignedIn, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, *WORKS_WITH_CASES):
            raise Http404
        return view(request, **kwargs)

    return inner


def for_registrars(view: View) -> View:
    """Registrars alone; for everybody else the page is not there."""

    @login_required
    @wraps(view)
    def inner(request: SignedIn, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, RoleName.REGISTRAR):
            raise Http404
        return view(request, **kwargs)

    return inner


def with_case(view: View) -> View:
    """Hand the case over to those who may see it; 404 for everybody else."""

    @login_required
    @wraps(view)
    def inner(request: SignedIn, public_id: str, **kwargs: Any) -> HttpResponse:
        case = visible_case(request.user, public_id)
        if case is None:
            raise Http404
        return view(request, case, **kwargs)

    return inner


def handling(view: View) -> View:
    """As `with_case`, and only for whoever prepares it: 403 for members who may see it."""

    @with_case
    @wraps(view)
    def inner(request: SignedIn, case: AccreditationCase, **kwargs: Any) -> HttpResponse:
        case_permissions.require_handler(request.user, case)
        return view(request, case, **kwargs)

    return inner


def sitting(view: View) -> View:
    """As `with_case`, and only for a member with a seat: 403 for a registrar without one."""

    @with_case
    @wraps(view)
    def inner(request: SignedIn, case: AccreditationCase, **kwargs: Any) -> HttpResponse:
        case_permissions.require_seat(request.user, case)
        return view(request, case, **kwargs)

    return inner


def with_own_case(view: View) -> View:
    """Hand the case over to the person it is about; 404 for everybody else."""

    @login_required
    @wraps(view)
    def inner(request: SignedIn, public_id: str, **kwargs: Any) -> HttpResponse:
        case = own_case(request.user, public_id)
        if case is None:
            raise Http404
        return view(request, case, **kwargs)

    return inner


def tried(form: BaseForm, act: Callable[[], object]) -> bool:
    """Do it, or say on the form why it could not be done; what was typed stays."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, list(refusal.messages))
    except NotAllowed as refusal:
        form.add_error(None, str(refusal) or _("Your role does not allow this."))
    else:
        return True
    return False
