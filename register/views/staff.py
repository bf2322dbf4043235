"""The registrar's screens: the register from inside, one entry, what is due.

A hidden entry asks why before it opens, and the answer is kept. What a registrar may
do alone goes through a check page and a fresh second factor (design guide, screen 9).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import audit
from accounts.mixins import role_required
from accounts.roles import RoleName
from foundation import clock
from foundation.exceptions import Refused
from register import services, wording
from register.forms.staff import InterimForm, LiftForm, SafetyForm, WhyForm
from register.models import AccreditationCase, Entry
from register.permissions import is_own
from register.selectors import staff
from register.states import Visibility

View = Callable[..., HttpResponse]
OPENED = "register.opened"
#: After so many seconds a hidden entry asks again; a form that was opened may still be sent.
OPEN_FOR = 15 * 60
SEND_FOR = 4 * 60 * 60

registrars = role_required(RoleName.REGISTRAR)


def with_entry(view: View) -> View:
    """Hand the entry over; a hidden one only after its reader said why."""

    @registrars
    @wraps(view)
    def inner(request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponse:
        entry = staff.find(request.user, public_id)
        if entry is None:
            raise Http404
        if entry.is_hidden and not is_own(request.user, entry) and not _opened(request, entry):
            return redirect("register:staff_why", public_id=public_id)
        return view(request, entry, **kwargs)

    return inner


@registrars
@require_GET
def register_list(request: HttpRequest) -> HttpResponse:
    """The register from inside, with a search that knows previous names too."""
    query = request.GET.get("q", "").strip()[:200]
    page = staff.page_of(request.user, query, request.GET.get("page", 1))
    return render(request, "register/staff/list.html", {"page": page, "query": query})


@registrars
@require_http_methods(["GET", "POST"])
def why(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask why a hidden entry is opened, and write it down."""
    entry = staff.find(request.user, public_id)
    if entry is None or not entry.is_hidden:
        raise Http404
    form = WhyForm(request.POST or None)
    if form.is_valid():
        audit.record(
            action="entry.read_hidden",
            by=request.user,
            as_role=RoleName.REGISTRAR,
            subject_kind="entry",
            subject_id=entry.public_id,
            reason=form.cleaned_data["reason"],
        )
        request.session[OPENED] = {**request.session.get(OPENED, {}), public_id: clock.now().timestamp()}
        return redirect("register:staff_entry", public_id=public_id)
    return render(request, "register/staff/why.html", {"entry": entry, "form": form})


@with_entry
@require_GET
def entry_page(request: HttpRequest, entry: Entry) -> HttpResponse:
    """One entry: its status, its story, and what a registrar alone may do."""
    return _entry_page(request, entry)


@with_entry
@require_http_methods(["POST"])
def suspend(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Interim suspension: the form, the check page, then the act with a fresh second factor."""
    form = InterimForm(request.POST, entry=entry)
    if "change" in request.POST:
        return _entry_page(request, entry, interim=InterimForm(initial=_typed(request), entry=entry))
    if not form.is_valid():
        return _entry_page(request, entry, interim=form)
    if "record" not in request.POST:
        return render(request, "register/staff/check.html", _check(entry, form, public=_public_words(entry)))
    if not _factor_is_fresh(request):
        return _ask_for_factor(request)
    reasons = {name: form.cleaned_data[name] for name in ("risk", "why_now", "why_not_less")}
    try:
        services.suspend_interim(entry_id=entry.pk, by=request.user, **reasons, **form.seen)
    except Refused as refused:
        form.add_error(None, refused)
        return _entry_page(request, Entry.objects.select_related("person").get(pk=entry.pk), interim=form)
    messages.success(request, _("Recorded. The next check says so."))
    return redirect("register:staff_entry", public_id=entry.public_id)


@with_entry
@require_http_methods(["POST"])
def lift(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Lift an interim suspension, by the same steps."""
    form = LiftForm(request.POST, entry=entry)
    if "change" in request.POST:
        return _entry_page(request, entry, lifting=LiftForm(initial=_typed(request), entry=entry))
    if not form.is_valid():
        return _entry_page(request, entry, lifting=form)
    if "record" not in request.POST:
        return render(request, "register/staff/check.html", _check(entry, form, public=""))
    if not _factor_is_fresh(request):
        return _ask_for_factor(request)
    try:
        services.lift_interim(
            entry_id=entry.pk, by=request.user, reason=form.cleaned_data["reason"], **form.seen
        )
    except Refused as refused:
        form.add_error(None, refused)
        return _entry_page(request, Entry.objects.select_related("person").get(pk=entry.pk), lifting=form)
    messages.success(request, _("Recorded. The next check says so."))
    return redirect("register:staff_entry", public_id=entry.public_id)


@with_entry
@require_http_methods(["GET", "POST"])
def safety(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Take down a safety request: it takes effect at once, and can only add protection."""
    if entry.visibility == Visibility.PROTECTED:
        return redirect("register:staff_entry", public_id=entry.public_id)
    form = SafetyForm(request.POST or None, entry=entry)
    if form.is_valid():
        services.change_visibility(
            entry_id=entry.pk,
            by=request.user,
            to=Visibility(form.cleaned_data["to"]),
            reason=form.cleaned_data["reason"],
            **form.seen,
        )
        request.session[OPENED] = {
            **request.session.get(OPENED, {}),
            entry.public_id: clock.now().timestamp(),
        }
        messages.success(request, _("It holds from now on, in every search and on every page."))
        return redirect("register:staff_entry", public_id=entry.public_id)
    return render(request, "register/staff/safety.html", {"entry": entry, "form": form})


@registrars
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """What comes due: restrictions, renewals, yearly looks at hidden entries."""
    return render(request, "register/staff/reviews.html", {"reviews": staff.reviews(request.user)})


def _entry_page(
    request: HttpRequest, entry: Entry, *, interim: InterimForm | None = None, lifting: LiftForm | None = None
) -> HttpResponse:
    told = staff.dossier(entry)
    own = is_own(request.user, entry)
    if told.may_suspend and not own:
        interim = interim or InterimForm(entry=entry)
    if told.may_lift and not own:
        lifting = lifting or LiftForm(entry=entry)
    context = {
        "entry": entry,
        "told": told,
        "own": own,
        "interim": interim,
        "lifting": lifting,
        "today": clock.today(),
        "ends_on": services.interim_ends_on(entry),
        "public": _public_words(entry),
        "open_cases": AccreditationCase.objects.filter(person=entry.person, closed_at__isnull=True),
        "has_errors": bool((interim and interim.errors) or (lifting and lifting.errors)),
    }
    return render(request, "register/staff/entry.html", context)


def _public_words(entry: Entry) -> str:
    return wording.SUSPENDED.heading % {"name": entry.person.practising_name}


def _check(entry: Entry, form: InterimForm | LiftForm, *, public: str) -> dict[str, Any]:
    return {
        "entry": entry,
        "form": form,
        "answers": [(field.label, field.value()) for field in form.visible_fields()],
        "public": public,
        "lifts": isinstance(form, LiftForm),
        "today": clock.today(),
        "ends_on": services.interim_ends_on(entry),
    }


def _typed(request: HttpRequest) -> dict[str, str]:
    return {
        name: value for name, value in request.POST.items() if name not in {"version", "csrfmiddlewaretoken"}
    }


def _opened(request: HttpRequest, entry: Entry) -> bool:
    at = request.session.get(OPENED, {}).get(entry.public_id, 0)
    return clock.now().timestamp() - at < (SEND_FOR if request.method == "POST" else OPEN_FOR)


def _factor_is_fresh(request: HttpRequest) -> bool:
    """Whether a passkey or a code was given within the last minutes (allauth's own time)."""
    since = clock.now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(
        record.get("method") == "mfa" and record.get("at", 0) >= since
        for record in get_authentication_records(request, request.user)
    )


def _ask_for_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor; what was sent waits, and goes on by itself afterwards."""
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    step = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    return suspend_request(request, reverse(step))
