"""The panel's own pages: who sits, a member's view, standing aside, closing."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET

from certificates.services import warm_up
from foundation import clock
from foundation.exceptions import Refused
from register import case_permissions
from register.forms.cases import ReasonForm
from register.forms.panel import CloseForm, SeatsForm, ViewForm
from register.models import AccreditationCase, PanelMember, Sitting, ViewDraft
from register.panel_rules import PanelOutcome, lawful_steps
from register.selectors import cases as selectors, panel as panel_selectors
from register.selectors.case_checklist import blocking, checklist
from register.selectors.case_dossier import Dossier, dossier
from register.services import case_proposals, panel as services, panel_decision
from register.views.case_doors import SignedIn, handling, sitting, tried, with_case
from register.views.case_pages import Answered, FormPage, check_page, strip


@handling
def seats(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Put a case before the panel, or seat further members."""
    file = dossier(case)
    people = panel_selectors.candidates(case)
    # A case that has its day keeps it, unless somebody types another.
    sitting_day = file.sitting[0].sitting if file.sitting else None
    form = SeatsForm(
        request.POST or None,
        able=[one.person for one in people if one.can_sit],
        seated=[seat.person for seat in file.sitting],
        initial={
            "version": case.version,
            "held_on": max(sitting_day.held_on, clock.today()) if sitting_day else clock.today(),
            "way": sitting_day.way if sitting_day else Sitting.Way.ONLINE,
            "chair": file.chair.person.public_id if file.chair else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        act = services.put_before_panel if case.state == "open" else services.seat_members
        data = form.cleaned_data
        if tried(
            form,
            partial(
                act,
                case_id=case.pk,
                version=data["version"],
                by=request.user,
                members=form.chosen_members,
                chair=form.chosen_chair,
                held_on=data["held_on"],
                way=data["way"],
            ),
        ):
            messages.success(request, _("The members are told."))
            return redirect("register:case", public_id=case.public_id)
    return render(
        request,
        "register/cases/seats.html",
        {
            "case": case,
            "file": file,
            "form": form,
            "unable": [one for one in people if not one.can_sit],
            "missing": blocking(checklist(file)) if case.state == "open" else [],
            "quorum": selectors.quorum_of(case),
        },
    )


@sitting
def view(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """A member's view in three steps: write, save and pause, check, record."""
    if case_proposals.settle_clock(case_id=case.pk):
        case.refresh_from_db()
    file = dossier(case)
    seat = case_permissions.require_seat(request.user, case)
    form = _view_form(request, file, seat)
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "save":
            services.save_draft(case_id=case.pk, by=request.user, data=_typed(request))
            messages.success(
                request, _("Your view is saved for you alone. Come back to it when it suits you.")
            )
            return redirect("register:case", public_id=case.public_id)
        if do != "change" and form.is_valid():
            if do != "record":
                return check_page(
                    request,
                    form,
                    case=case,
                    rows=_view_rows(form),
                    title=_("Check before you record"),
                    lead=_(
                        "Your view stays in the record. If your mind changes before the chair closes, record it again."
                    ),
                    button=_("Record my view"),
                    do="record",
                )
            data = form.cleaned_data
            recorded = tried(
                form,
                lambda: services.record_view(
                    case_id=case.pk, by=request.user, material=data["material"], view=form.view
                ),
            )
            if recorded:
                messages.success(request, _("Your view is recorded."))
                return redirect("register:case", public_id=case.public_id)
    stands = selectors.standing_of(file, request.user)
    return render(
        request,
        "register/cases/view.html",
        {
            "case": case,
            "file": file,
            "form": form,
            "strip": strip(stands),
            "seat": seat,
            "against": panel_selectors.conflicts_of(case, seat.person),
            "recorded": file.current_views().get(seat.pk),
        },
    )


def _view_form(request: SignedIn, file: Dossier, seat: PanelMember) -> ViewForm:
    make = partial(ViewForm, facts=panel_selectors.facts(file.case), steps=lawful_steps(file.place))
    material = services.material_of(file)
    if request.method == "POST":
        form = make(request.POST)
        if request.POST.get("do") == "change":
            # Back from the check page: what was typed, without calling it wrong.
            form = make(initial=_typed(request) | {"material": request.POST.get("material", "")})
        return form
    draft = ViewDraft.objects.filter(seat=seat, round=file.case.round).first()
    return make(initial={**(draft.data if draft else {}), "material": material})


def _typed(request: SignedIn) -> dict[str, str]:
    return {
        name: str(value)
        for name, value in request.POST.items()
        if name not in {"csrfmiddlewaretoken", "do", "material"}
    }


def _view_rows(form: ViewForm) -> list[Answered]:
    data = form.cleaned_data
    words = {"yes": _("More likely than not"), "no": _("Not found")}
    return [
        *[
            Answered(str(field.label), words[data[field.html_name]], fact.evidence)
            for fact, field in form.fact_fields
        ],
        Answered(_("Why, for each fact"), data["why_facts"]),
        Answered(
            _("Is practice affected?"),
            _("Yes") if data["practice"] == "yes" else _("No"),
            data["why_practice"],
        ),
        Answered(_("The least step that protects"), str(form.view.step.label), data["why_step"]),
    ]


@with_case
def stand_aside(request: SignedIn, case: AccreditationCase, seat_id: str) -> HttpResponse:
    """Leave a seat; a registrar may record it for a member."""
    seat = get_object_or_404(
        case.seats.select_related("person"), public_id=seat_id, stood_aside_at__isnull=True
    )
    own = seat.person.user_id == request.user.pk
    if not own:
        case_permissions.require_handler(request.user, case)
    page = FormPage(
        title=_("Stand aside")
        if own
        else _("Record that %(name)s stands aside") % {"name": seat.person.practising_name},
        button=_("Stand aside") if own else _("Record it"),
        back=reverse("register:case", args=[case.public_id]),
        case=case,
        lead=_("You no longer see this case after that. Nobody thinks less of it: the field is small."),
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: services.stand_aside(
                seat_id=seat.pk, by=request.user, reason=form.cleaned_data["reason"]
            ),
        )
        if done:
            messages.success(request, _("That is recorded."))
            return redirect("register:cases" if own else page.back)
    return page.render(request, form)


@sitting
def close(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """The chair closes: every view, the count, the reasons; check; done."""
    case_permissions.require_chair(request.user, case)
    file = dossier(case)
    if request.method == "POST" and request.POST.get("do") == "close":
        return _closed(request, case, file)
    try:
        panel_decision.refuse_unready(file)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("register:case", public_id=case.public_id)
    outcome = panel_decision.result_of(file)
    if outcome == PanelOutcome.GRANT:
        warm_up()
    form = CloseForm(request.POST or None, outcome=outcome, initial={"version": case.version})
    if request.method == "POST" and request.POST.get("do") == "change":
        form = CloseForm(initial=request.POST.dict() | {"version": case.version}, outcome=outcome)
    elif request.method == "POST" and form.is_valid():
        return check_page(
            request,
            form,
            case=case,
            rows=_close_rows(file, form, outcome),
            title=_("Check before you close"),
            lead=WHAT_FOLLOWS[outcome](),
            button=_("Close the case") if outcome in FINAL else _("Close this round"),
            do="close",
        )
    return _close_page(request, case, file, form)


def _close_page(request: SignedIn, case: AccreditationCase, file: Dossier, form: CloseForm) -> HttpResponse:
    current = {view.pk for view in file.current_views().values()}
    return render(
        request,
        "register/cases/close.html",
        {
            "case": case,
            "file": file,
            "form": form,
            "outcome": panel_decision.result_of(file),
            "votes": panel_decision.votes_of(file),
            "views": [one for one in panel_selectors.views(case, case.round) if one.pk in current],
            "aside": [seat for seat in file.seats if not seat.sits],
            "follows": WHAT_FOLLOWS[panel_decision.result_of(file)](),
        },
    )


#: Outcomes after which nothing more happens in the case.
FINAL = frozenset({PanelOutcome.GRANT, PanelOutcome.REFUSE})
WHAT_FOLLOWS = {
    PanelOutcome.GRANT: lambda: _(
        "Closing grants accreditation. The register number and the certificate come into being at once, and "
        "anybody can check them from then on."
    ),
    PanelOutcome.ASK: lambda: _(
        "Closing asks the applicant for this. The case is open again once it is here."
    ),
    PanelOutcome.PROPOSE: lambda: _(
        "Closing asks a registrar to write the notice of proposal. Nothing is decided before the person could answer."
    ),
    PanelOutcome.REFUSE: lambda: _(
        "Closing refuses accreditation. The person reads the reasons and can ask for a review by others."
    ),
    PanelOutcome.NO_MAJORITY: lambda: _(
        "There is no majority, so things stay as they were. A new round begins, and a registrar can seat others."
    ),
}


def _close_rows(file: Dossier, form: CloseForm, outcome: PanelOutcome) -> list[Answered]:
    votes = panel_decision.votes_of(file)
    count = ", ".join(f"{step.label}: {number}" for step, number in votes.by_step)
    rows = [
        Answered(_("Applicant"), file.case.person.practising_name),
        Answered(_("What the panel came to"), str(outcome.label), count),
        Answered(_("The panel’s reasons"), form.cleaned_data["reasons"]),
    ]
    if form.asked:
        rows.append(Answered(_("What the applicant is asked for"), "\n".join(form.asked)))
    aside = len(file.seats) - len(file.sitting)
    if aside:
        rows.append(
            Answered(
                _("Stood aside"),
                ngettext("%(n)d member", "%(n)d members", aside) % {"n": aside},
            )
        )
    return rows


def _closed(request: SignedIn, case: AccreditationCase, file: Dossier) -> HttpResponse:
    """The click that closes. A second click leads to the same page."""
    outcome = panel_decision.result_of(file)
    form = CloseForm(request.POST, outcome=outcome)
    if form.is_valid():
        data = form.cleaned_data
        decision = tried(
            form,
            lambda: panel_decision.close(
                case_id=case.pk,
                version=data.get("version", 0),
                by=request.user,
                reasons=data.get("reasons", ""),
                reason_code=data.get("reason_code", ""),
                questions=form.asked,
            ),
        )
        if decision:
            return redirect("register:case_closed", public_id=case.public_id)
    if case.is_open:
        return _close_page(request, case, dossier(case), form)
    return redirect("register:case", public_id=case.public_id)


@require_GET
@with_case
def closed(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """What was decided, and what happens next."""
    decision = panel_selectors.decisions(case).last()
    if decision is None:
        raise Http404
    return render(request, "register/cases/closed.html", {"case": case, "decision": decision})
