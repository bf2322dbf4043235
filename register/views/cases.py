"""What registrars and panel members see of cases: lists, one case, its papers."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Organisation
from accounts.roles import RoleName
from accounts.selectors import has_role
from casework.models import Hold, Request
from foundation.exceptions import Refused
from register import case_permissions
from register.forms.cases import (
    ApprovalForm,
    CheckForm,
    EmployerForm,
    HoldForm,
    ReasonForm,
    ReferenceForm,
    VerifyForm,
)
from register.models import AccreditationCase
from register.models.cases import SUBJECT_KIND
from register.selectors import cases as selectors, panel as panel_selectors
from register.selectors.case_dossier import approval_of, dossier
from register.selectors.case_papers import papers, people_for_a_case
from register.services import case_proposals, case_requirements, cases as services
from register.views.case_doors import SignedIn, for_case_workers, for_registrars, handling, tried, with_case
from register.views.case_pages import FormPage, strip

PER_PAGE = 25


@require_GET
@for_case_workers
def case_list(request: SignedIn) -> HttpResponse:
    """The cases that somebody works with, those at the panel first."""
    page = Paginator(selectors.open_cases(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "register/cases/list.html",
        {
            "page": page,
            "lines": selectors.lines(page.object_list, request.user),
            "may_open": has_role(request.user, RoleName.REGISTRAR),
        },
    )


@require_GET
@for_case_workers
def decided(request: SignedIn) -> HttpResponse:
    """The cases that are over."""
    page = Paginator(selectors.decided_cases(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "register/cases/decided.html", {"page": page, "cases": page.object_list})


@require_GET
@for_case_workers
def sittings(request: SignedIn) -> HttpResponse:
    """The sittings from today on."""
    return render(
        request,
        "register/cases/sittings.html",
        {"sittings": panel_selectors.sitting_lines(request.user)},
    )


@for_registrars
def open_one(request: SignedIn) -> HttpResponse:
    """Look for somebody by name, and open their case."""
    if request.method == "POST":
        enrolment = get_object_or_404(
            people_for_a_case(request.user), public_id=request.POST.get("enrolment")
        )
        try:
            case = services.open_case(
                person=enrolment.person, qualification_version=enrolment.version, by=request.user
            )
        except Refused as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("register:case_open")
        return redirect("register:case", public_id=case.public_id)
    name = request.GET.get("name", "").strip()
    found = (
        people_for_a_case(request.user).filter(person__practising_name__icontains=name)[:20] if name else []
    )
    return render(request, "register/cases/open.html", {"name": name, "found": found})


@require_GET
@with_case
def case_page(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """One case: stage, what it waits for, whose move; the checklist; what can follow."""
    if case_proposals.settle_clock(case_id=case.pk):
        case.refresh_from_db()
    file = dossier(case)
    items = selectors.checklist(file)
    seat = case_permissions.seat_of(request.user, case)
    stands = selectors.standing_of(file, request.user, items)
    return render(
        request,
        "register/cases/case.html",
        {
            "case": case,
            "file": file,
            "items": items,
            "ready": sum(item.ready for item in items),
            "first_stale": min((item.stale_after for item in items if item.stale_after), default=None),
            "strip": strip(stands),
            "standing": stands,
            "seat": seat,
            "against": panel_selectors.conflicts_of(case, seat.person) if seat else (),
            "handles": case_permissions.is_handler(request.user, case),
            "can_put": not selectors.blocking(items) and case.state == "open" and not file.holds,
            "may_propose": selectors.may_propose(file),
            "may_close": selectors.may_close(file, request.user),
            "quorum": selectors.quorum_of(case),
            "working_days": selectors.working_days_so_far(case),
            "wants_notice": selectors.wants_notice(file),
        },
    )


@require_GET
@with_case
def case_papers(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Everything the panel weighs, in one place, and what happened."""
    handles = case_permissions.is_handler(request.user, case)
    return render(
        request,
        "register/cases/papers.html",
        {"case": case, "handles": handles, **papers(case, handles=handles)},
    )


@handling
def check(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Record a criminal-record check."""
    page = FormPage(
        title=_("Record a check"),
        button=_("Record the check"),
        back=reverse("register:case", args=[case.public_id]),
        case=case,
        lead=_("Write down the number and the dates. What a check says is never kept here."),
        beside_title=_("What nobody records"),
        beside=[
            _("Nothing in a check bars by itself. People have convictions for what they were made to do."),
            _(
                "Where there is something to decide, two trained people hear the person. The panel learns “suitable”."
            ),
        ],
    )
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: case_requirements.record_check(case_id=case.pk, by=request.user, **form.cleaned_data),
        )
        if done:
            messages.success(request, _("The check is recorded."))
            return redirect(page.back)
    return page.render(request, form)


@handling
def employer(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """For whom somebody will practise."""
    page = FormPage(
        title=_("Where they will practise"),
        button=_("Record the employer"),
        back=reverse("register:case", args=[case.public_id]),
        case=case,
        lead=_("Only organisations where the person works today can be chosen."),
    )
    form = EmployerForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["organisation"]
        if tried(form, lambda: services.name_employer(case_id=case.pk, organisation=chosen, by=request.user)):
            return redirect(page.back)
    return page.render(request, form)


@for_registrars
def approval(request: SignedIn, public_id: str) -> HttpResponse:
    """Record that an organisation is an approved employer."""
    organisation = get_object_or_404(Organisation, public_id=public_id, kind=Organisation.Kind.EMPLOYER)
    form = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: case_requirements.approve_organisation(
                organisation=organisation, by=request.user, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, _("The approval is recorded."))
            return redirect("register:cases")
    row = approval_of(organisation)
    return render(
        request,
        "register/cases/approval.html",
        {"organisation": organisation, "form": form, "row": row, "rows": organisation.approvals.all()},
    )


@require_POST
@for_registrars
def approval_end(request: SignedIn, public_id: str) -> HttpResponse:
    """Record that an organisation is no approved employer any more."""
    from foundation import clock

    organisation = get_object_or_404(Organisation, public_id=public_id, kind=Organisation.Kind.EMPLOYER)
    form = ReasonForm(request.POST)
    if form.is_valid() and tried(
        form,
        lambda: case_requirements.withdraw_approval(
            organisation=organisation,
            since=clock.today(),
            by=request.user,
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(request, _("The approval has ended today."))
    else:
        messages.error(request, _("Say why the approval ends."))
    return redirect("register:organisation_approval", public_id=organisation.public_id)


@handling
def reference_ask(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Ask somebody for a reference."""
    page = FormPage(
        title=_("Ask for a reference"),
        button=_("Send the link"),
        back=reverse("register:case", args=[case.public_id]),
        case=case,
        lead=_("They get a link that works once and needs no account."),
    )
    form = ReferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: case_requirements.ask_reference(case_id=case.pk, by=request.user, **form.cleaned_data),
        )
        if done:
            messages.success(request, _("The link is on its way."))
            return redirect(page.back)
    return page.render(request, form)


def _reference(case: AccreditationCase, request_id: str) -> Request:
    ids = [case.public_id, *([case.review_of.public_id] if case.review_of else [])]
    found = (
        Request.objects.filter(
            subject_kind=SUBJECT_KIND, subject_id__in=ids, kind=Request.Kind.REFERENCE, public_id=request_id
        )
        .prefetch_related("items")
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_GET
@with_case
def reference(request: SignedIn, case: AccreditationCase, request_id: str) -> HttpResponse:
    """A reference; a registrar verifies and reads it here."""
    return render(
        request,
        "register/cases/reference.html",
        {
            "case": case,
            "asked": _reference(case, request_id),
            "form": VerifyForm(),
            "handles": case_permissions.is_handler(request.user, case),
        },
    )


@require_POST
@handling
def reference_verify(request: SignedIn, case: AccreditationCase, request_id: str) -> HttpResponse:
    """Record how it is known who answered."""
    asked = _reference(case, request_id)
    form = VerifyForm(request.POST)
    if form.is_valid() and tried(
        form,
        lambda: case_requirements.verify_reference(
            request_id=asked.pk, by=request.user, how=form.cleaned_data["how"]
        ),
    ):
        return redirect("register:case_reference", public_id=case.public_id, request_id=request_id)
    return render(
        request,
        "register/cases/reference.html",
        {"case": case, "asked": asked, "form": form, "handles": True},
    )


@require_POST
@handling
def reference_review(request: SignedIn, case: AccreditationCase, request_id: str) -> HttpResponse:
    """Record that the answers were read."""
    asked = _reference(case, request_id)
    try:
        case_requirements.review_reference(request_id=asked.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("register:case_reference", public_id=case.public_id, request_id=request_id)
    messages.success(request, _("The reference counts now."))
    return redirect("register:case", public_id=case.public_id)


@handling
def hold(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Put a case on hold."""
    page = FormPage(
        title=_("Put this case on hold"),
        button=_("Put it on hold"),
        back=reverse("register:case", args=[case.public_id]),
        case=case,
        lead=_("Nothing but lifting the hold can happen to the case until then, and no time runs out."),
    )
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if tried(
            form,
            lambda: services.hold(
                case_id=case.pk, kind=Hold.Kind(data["kind"]), reason=data["reason"], by=request.user
            ),
        ):
            return redirect(page.back)
    return page.render(request, form)


@handling
def lift(request: SignedIn, case: AccreditationCase, hold_id: str) -> HttpResponse:
    """Lift a hold."""
    placed = get_object_or_404(Hold, public_id=hold_id, subject_kind=SUBJECT_KIND, subject_id=case.public_id)
    page = FormPage(
        title=_("Lift the hold"),
        button=_("Lift it"),
        back=reverse("register:case", args=[case.public_id]),
        case=case,
        lead=placed.reason,
    )
    form = ReasonForm(request.POST or None, label=_("Why it can go on"))
    if request.method == "POST" and form.is_valid():
        services_done = tried(
            form,
            lambda: (
                services.lift(
                    case_id=case.pk, hold_id=placed.pk, reason=form.cleaned_data["reason"], by=request.user
                )
                or True
            ),
        )
        if services_done:
            return redirect(page.back)
    return page.render(request, form)


@handling
def go_on(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Go on although the applicant's answer did not come."""
    page = FormPage(
        title=_("Go on without the answer"),
        button=_("Open the case again"),
        back=reverse("register:case", args=[case.public_id]),
        case=case,
        lead=_("The panel then decides on what it has. Ring the applicant first, if you can."),
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(
            form,
            lambda: services.go_on_without_information(case_id=case.pk, by=request.user, reason=reason),
        ):
            return redirect(page.back)
    return page.render(request, form)
