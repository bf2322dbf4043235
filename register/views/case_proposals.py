"""The notice of proposal on the staff's side: write it, serve it, more time, being heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from register import case_permissions
from register.forms.cases import DaysForm, HeardForm, HearingForm, ServeForm
from register.forms.panel import REASONS, ProposeForm
from register.models import AccreditationCase, Proposal, ProposalAnswer
from register.selectors import cases as selectors
from register.selectors.case_dossier import dossier
from register.selectors.case_papers import notices
from register.services import case_proposals as services
from register.views.case_doors import SignedIn, handling, tried, with_case
from register.views.case_pages import Answered, FormPage, check_page


@handling
def propose(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Write the notice; check it as the person reads it; serve it."""
    do = request.POST.get("do", "")
    form = ProposeForm(request.POST or None, initial={"version": case.version})
    if do == "change":
        form = ProposeForm(initial=request.POST.dict() | {"version": case.version})
    elif request.method == "POST" and form.is_valid():
        if do != "send":
            return check_page(
                request,
                form,
                case=case,
                rows=_rows(form),
                title=_("Check before you serve the notice"),
                lead=_(
                    "The person gets it here at once and has 28 days to answer. Nothing is decided by it."
                ),
                button=_("Serve the notice"),
                do="send",
            )
        data = form.cleaned_data
        if tried(
            form,
            lambda: services.propose_refusal(
                case_id=case.pk,
                version=data["version"],
                by=request.user,
                proposed=data["proposed"],
                why_not_less=data["why_not_less"],
                reasons=form.whys,
            ),
        ):
            messages.success(request, _("The notice is served."))
            return redirect("register:case", public_id=case.public_id)
    return render(
        request,
        "register/cases/propose.html",
        {
            "case": case,
            "form": form,
            "may_propose": selectors.may_propose(dossier(case)),
            "reasons": _reasons(form),
        },
    )


def _reasons(form: ProposeForm) -> list[list[Any]]:
    return [
        [form[name] for name in (f"statement_{n}", f"evidence_{n}", f"code_{n}") if name in form.fields]
        for n in range(1, REASONS + 1)
    ]


def _rows(form: ProposeForm) -> list[Answered]:
    return [
        Answered(_("What is proposed"), form.cleaned_data["proposed"]),
        *[
            Answered(_("Reason %(number)d") % {"number": number}, why.statement, why.evidence)
            for number, why in enumerate(form.whys, start=1)
        ],
        Answered(_("Why less would not protect people"), form.cleaned_data["why_not_less"]),
    ]


@require_GET
@with_case
def notice(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """The notices of a case, how they reached the person, and what was answered."""
    found = notices(case)
    if not found:
        raise Http404
    return render(
        request,
        "register/cases/notice.html",
        {
            "case": case,
            "notices": found,
            "handles": case_permissions.is_handler(request.user, case),
            "second_channel": selectors.needs_second_channel(dossier(case)),
        },
    )


def _latest(case: AccreditationCase) -> Proposal:
    proposal = case.proposals.order_by("-number").first()
    if proposal is None:
        raise Http404
    return proposal


def _answer(case: AccreditationCase, answer_id: str, kind: str) -> ProposalAnswer:
    found = (
        ProposalAnswer.objects.filter(proposal__case=case, public_id=answer_id, kind=kind)
        .select_related("words", "hearing")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _act(
    request: SignedIn, page: FormPage, form: BaseForm, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Show a form, do what it says, and go back to the notice."""
    if request.method == "POST" and form.is_valid() and tried(form, lambda: act(form.cleaned_data)):
        return redirect(page.back)
    return page.render(request, form)


def _page(case: AccreditationCase, title: str, button: str, lead: str = "") -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=reverse("register:case_notice", args=[case.public_id]),
        case=case,
        lead=lead,
    )


@handling
def serve(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Record that the notice went another way as well."""
    proposal = _latest(case)
    page = _page(
        case,
        _("Serve the notice another way"),
        _("Record it"),
        _("If the notice was not opened before, the 28 days count from this day."),
    )
    return _act(
        request,
        page,
        ServeForm(request.POST or None),
        lambda data: services.serve(proposal_id=proposal.pk, by=request.user, **data),
    )


@handling
def more_time(request: SignedIn, case: AccreditationCase, answer_id: str) -> HttpResponse:
    """Say how much more time there is."""
    asked = _answer(case, answer_id, ProposalAnswer.Kind.MORE_TIME)
    page = _page(case, _("More time to answer"), _("Say so"), asked.words.text)
    return _act(
        request,
        page,
        DaysForm(request.POST or None),
        lambda data: services.decide_more_time(answer_id=asked.pk, days=data["days"], by=request.user),
    )


@handling
def hearing(request: SignedIn, case: AccreditationCase, answer_id: str) -> HttpResponse:
    """Say when and how somebody is heard."""
    asked = _answer(case, answer_id, ProposalAnswer.Kind.SPEAK)
    page = _page(case, _("When the applicant speaks to the panel"), _("Tell them"), asked.words.text)
    return _act(
        request,
        page,
        HearingForm(request.POST or None),
        lambda data: services.arrange_hearing(answer_id=asked.pk, by=request.user, **data),
    )


@with_case
def heard(request: SignedIn, case: AccreditationCase, answer_id: str) -> HttpResponse:
    """Record what was said when somebody was heard."""
    if not case_permissions.is_handler(request.user, case):
        case_permissions.require_chair(request.user, case)
    asked = _answer(case, answer_id, ProposalAnswer.Kind.SPEAK)
    page = _page(case, _("What was said"), _("Record it"))
    return _act(
        request,
        page,
        HeardForm(request.POST or None),
        lambda data: services.record_heard(answer_id=asked.pk, by=request.user, **data),
    )
