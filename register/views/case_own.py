"""The applicant's own pages: "My accreditation", the notice and the four ways to answer."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import RoleName
from accounts.selectors import has_role
from register.case_conduct import CONDUCT, CONDUCT_VERSION
from register.case_states import CaseState
from register.forms.cases import (
    AgreeForm,
    AnswersForm,
    CertificateNameForm,
    ConductForm,
    MoreTimeForm,
    NeedsForm,
    ReasonForm,
    ReferenceForm,
    SpeakForm,
    WritingForm,
)
from register.models import AccreditationCase, Proposal, ProposalAnswer
from register.selectors.case_own import my_accreditation, notice_for_reading
from register.selectors.case_papers import papers, requests_to
from register.selectors.panel import decisions
from register.services import case_proposals, case_requirements, cases as services
from register.views.case_doors import SignedIn, tried, with_own_case
from register.views.case_pages import FormPage, strip


@require_GET
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """One's place on the register; or what is there, what is missing, and whose move it is."""
    own = my_accreditation(request.user)
    learns = has_role(request.user, RoleName.TRAINEE, RoleName.ADVOCATE)
    if own.case is None and own.entry is None and not learns:
        raise Http404
    return render(
        request,
        "register/cases/mine.html",
        {"own": own, "case": own.case, "strip": strip(own.standing) if own.standing else []},
    )


@with_own_case
def conduct(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Read the code of conduct and sign it."""
    form = ConductForm(request.POST or None, initial={"conduct_version": CONDUCT_VERSION})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["conduct_version"]
        if tried(
            form,
            lambda: case_requirements.sign_code_of_conduct(
                case_id=case.pk, by=request.user, conduct_version=version
            ),
        ):
            messages.success(request, _("You signed the code of conduct."))
            return redirect("register:my_accreditation")
    return render(
        request,
        "register/cases/conduct.html",
        {
            "case": case,
            "form": form,
            "conduct": CONDUCT,
            "signature": case.person.conduct_signatures.filter(conduct_version=CONDUCT_VERSION).first(),
        },
    )


@with_own_case
def my_name(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Say how the certificate shows one's name."""
    if case.state != CaseState.OPEN:
        raise Http404
    page = _page(
        case,
        _("The name on your certificate"),
        _("Use this name"),
        _("This is how your name is printed. The register shows the name that you practise under."),
    )
    form = CertificateNameForm(request.POST or None, initial={"name": case.person.name_on_papers})
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: case_requirements.give_certificate_name(
                case_id=case.pk, by=request.user, name=form.cleaned_data["name"]
            ),
        )
    ):
        messages.success(request, _("The certificate will show this name."))
        return redirect(page.back)
    return page.render(request, form)


@with_own_case
def my_reference(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Name somebody who can give a reference."""
    page = _page(
        case,
        _("Ask somebody for a reference"),
        _("Send them the link"),
        _(
            "Choose somebody who has seen your work. They get three short questions and a link that works once."
        ),
    )
    form = ReferenceForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: case_requirements.ask_reference(case_id=case.pk, by=request.user, **form.cleaned_data),
        )
    ):
        messages.success(request, _("The link is on its way."))
        return redirect(page.back)
    return page.render(request, form)


def _page(case: AccreditationCase, title: str, button: str, lead: str = "", back: str = "") -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=back or reverse("register:my_accreditation"),
        case=case,
        lead=lead,
        own=True,
        beside_title=_("You are not alone in this"),
        beside=[
            _("Bring a companion, a union, or a lawyer. We offer an interpreter, more time and adjustments.")
        ],
    )


@with_own_case
def my_information(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Answer what the panel asked."""
    waiting = requests_to(request.user, case)
    if not waiting:
        raise Http404
    asked = waiting[0]
    page = _page(case, _("What the panel asks you"), _("Send my answers"), _("A short answer is enough."))
    form = AnswersForm(request.POST or None, request_asked=asked)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: services.receive_information(request_id=asked.pk, answers=form.answers, by=request.user),
        )
    ):
        messages.success(request, _("Your answers are with us."))
        return redirect(page.back)
    return page.render(request, form)


def _latest(case: AccreditationCase) -> Proposal:
    proposal = case.proposals.order_by("-number").first()
    if proposal is None:
        raise Http404
    return proposal


@with_own_case
def proposal(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """The notice as the person reads it. Opening it is their own act."""
    latest = _latest(case)
    if request.method == "POST":
        case_proposals.open_notice(proposal_id=latest.pk, by=request.user)
        return redirect("register:my_proposal", public_id=case.public_id)
    reading = notice_for_reading(case, latest)
    if not reading.opened:
        return render(request, "register/cases/notice_closed.html", {"case": case, "notice": reading})
    return render(request, "register/cases/notice_own.html", {"case": case, "notice": reading})


@require_GET
@with_own_case
def my_papers(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Everything that the panel sees, once a refusal was proposed and the notice opened."""
    if not notice_for_reading(case, _latest(case)).opened:
        raise Http404
    return render(
        request, "register/cases/papers.html", {"case": case, "own": True, **papers(case, handles=False)}
    )


WAYS = {
    "writing": (ProposalAnswer.Kind.WRITING, WritingForm),
    "speak": (ProposalAnswer.Kind.SPEAK, SpeakForm),
    "time": (ProposalAnswer.Kind.MORE_TIME, MoreTimeForm),
    "agree": (ProposalAnswer.Kind.AGREE, AgreeForm),
    "needs": (ProposalAnswer.Kind.NEEDS, NeedsForm),
}


def _words(way: str, reading_first_time: bool) -> tuple[str, str, str]:  # noqa: FBT001 - one question
    return {
        "writing": (
            _("Answer in writing"),
            _("Send my answer"),
            _(
                "The panel reads it before it decides. You can add to it until the panel decides or your time is over."
            ),
        ),
        "speak": (
            _("Speak to the panel"),
            _("Ask to speak"),
            _("The panel does not decide before it has heard you. We tell you when and how."),
        ),
        "time": (
            _("Ask for more time"),
            _("Ask for more time"),
            _("You need no reason and no evidence. You get the extra days at once.")
            if reading_first_time
            else _("Tell us why. The time does not run out before you hear from us."),
        ),
        "agree": (
            _("Agree to it"),
            _("I agree"),
            _("The panel still decides, and it can decide for you."),
        ),
        "needs": (
            _("Tell us what you need"),
            _("Send"),
            _("This is not your answer, and no time runs out because of it."),
        ),
    }[way]


@with_own_case
def answer(request: SignedIn, case: AccreditationCase, way: str) -> HttpResponse:
    """One of the four ways to answer, or saying what one needs."""
    latest = _latest(case)
    kind, form_class = WAYS[way]
    first = not latest.answers.filter(kind=ProposalAnswer.Kind.MORE_TIME).exists()
    title, button, lead = _words(way, first)
    page = _page(case, title, button, lead, back=reverse("register:my_proposal", args=[case.public_id]))
    make = partial(form_class, first=first) if way == "time" else form_class
    form = make(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if tried(
            form,
            lambda: case_proposals.answer(
                proposal_id=latest.pk,
                kind=kind,
                by=request.user,
                text=data.get("text", ""),
                needs=data.get("needs", ""),
            ),
        ):
            messages.success(request, _("It is with us."))
            return redirect(page.back)
    return page.render(request, form)


@require_GET
@with_own_case
def decision(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """What the panel decided, with its reasons, and what is possible now."""
    found = decisions(case).last()
    if found is None:
        raise Http404
    return render(
        request,
        "register/cases/decision_own.html",
        {"case": case, "decision": found, "review": AccreditationCase.objects.filter(review_of=case).first()},
    )


@with_own_case
def withdraw(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Take one's own case back."""
    page = _page(
        case,
        _("Withdraw"),
        _("Withdraw my case"),
        _("Nothing is held against you. What you have learned and the units that you met stay yours."),
    )
    form = ReasonForm(
        request.POST if request.method == "POST" else None, label=_("Why, if you like"), required=False
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(form, lambda: services.withdraw(case_id=case.pk, by=request.user, reason=reason)):
            messages.success(request, _("Your case is withdrawn."))
            return redirect(page.back)
    return page.render(request, form)


@with_own_case
def review(request: SignedIn, case: AccreditationCase) -> HttpResponse:
    """Ask people who took no part to look at a refusal again."""
    if case.state != CaseState.REFUSED:
        raise Http404
    page = _page(
        case,
        _("Ask for a review"),
        _("Ask for a review"),
        _("People who took no part look at it again. They cannot decide anything harder."),
    )
    form = ReasonForm(request.POST or None, label=_("What should be looked at again"))
    if request.method == "POST" and form.is_valid():
        reasons = form.cleaned_data["reason"]
        if tried(form, lambda: services.ask_review(case_id=case.pk, reasons=reasons, by=request.user)):
            messages.success(request, _("The review is asked for."))
            return redirect(page.back)
    return page.render(request, form)
