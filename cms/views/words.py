"""The consultant's words: where they are, taking them out, bringing them back, consent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms import permissions, selectors, services
from cms.forms import ConsentForm, GiveForm
from cms.models import Consent, Contribution
from cms.services.contributions import longest_until
from cms.states import ContributionState
from cms.views.doors import consultants_only
from foundation import clock
from foundation.exceptions import Refused


def _own(request: HttpRequest, public_id: str) -> Contribution:
    """A contribution of the person who asks; somebody else's is not there."""
    return get_object_or_404(permissions.contributions_of_user(request.user), public_id=public_id)  # type: ignore[arg-type]


def _errors(form: ConsentForm, refused: Refused) -> None:
    """The service's words, beside the fields they are about."""
    if hasattr(refused, "error_dict"):
        for name, errors in refused.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, refused.messages)


@require_GET
@consultants_only
def words(request: HttpRequest) -> HttpResponse:
    """What of mine is where."""
    waiting = selectors.to_read(request.user)  # type: ignore[arg-type]
    pieces = selectors.pieces(request.user)  # type: ignore[arg-type]
    summary = selectors.summary_of(pieces)
    return render(request, "cms/words.html", {"pieces": pieces, "waiting": waiting, "summary": summary})


@require_http_methods(["GET", "HEAD", "POST"])
@consultants_only
def give(request: HttpRequest) -> HttpResponse:
    """New words and the consent for them, on one page."""
    instead = request.GET.get("instead", "")
    old = _own(request, instead) if instead else None
    form = GiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            contribution = services.give_with_consent(
                consultant=request.user,  # type: ignore[arg-type]
                by=request.user,  # type: ignore[arg-type]
                words=data["words"],
                words_cy=data["words_cy"],
                kind=data["kind"],
                about=data["about"],
                seconds=data["seconds"] or 0,
                file=data["file"],
                instead_of=old,
                terms=form.terms(),
            )
        except Refused as refused:
            _errors(form, refused)
        else:
            messages.success(request, _("Kept. Here is your receipt."))
            return redirect("cms:receipt", contribution.consents.get().public_id)
    longest = longest_until(clock.today())
    return render(request, "cms/give.html", {"form": form, "old": old, "longest": longest})


@require_http_methods(["GET", "HEAD", "POST"])
@consultants_only
def consent(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a consent: the change is a new one, with a receipt of its own."""
    contribution = _own(request, public_id)
    if contribution.state != ContributionState.HELD:
        return redirect("cms:withdrawn", public_id)
    last = contribution.consents.first()
    form = ConsentForm(request.POST or None, consent=last)
    if request.method == "POST" and form.is_valid():
        try:
            given = services.give_consent(contribution=contribution, by=request.user, terms=form.terms())  # type: ignore[arg-type]
        except Refused as refused:
            _errors(form, refused)
        else:
            messages.success(request, _("Changed from now on. Here is your receipt."))
            return redirect("cms:receipt", given.public_id)
    return render(request, "cms/consent.html", {"form": form, "piece": selectors.piece(contribution)})


@require_POST
@consultants_only
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """One click, no reason."""
    services.withdraw(contribution=_own(request, public_id), by=request.user)  # type: ignore[arg-type]
    return redirect("cms:withdrawn", public_id)


@require_GET
@consultants_only
def withdrawn(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happened, what stands there now, and the two ways from here."""
    contribution = _own(request, public_id)
    if contribution.state == ContributionState.HELD:
        return redirect("cms:words")
    return render(request, "cms/withdrawn.html", {"piece": selectors.piece(contribution)})


@require_POST
@consultants_only
def bring_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """It was a slip."""
    contribution = _own(request, public_id)
    try:
        services.bring_back(contribution=contribution, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, refused.messages[0])
        return redirect("cms:withdrawn", public_id)
    messages.success(request, _("Your words are back where they were, on the same terms."))
    return redirect("cms:words")


@require_POST
@consultants_only
def destroy(request: HttpRequest, public_id: str) -> HttpResponse:
    """Now, without waiting for the last day."""
    try:
        services.destroy(contribution=_own(request, public_id), by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, refused.messages[0])
    return redirect("cms:withdrawn", public_id)


@require_GET
@consultants_only
def receipt(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was agreed to, and what was not; made to be printed."""
    row = get_object_or_404(
        Consent.objects.select_related("contribution").filter(contribution__consultant=request.user),
        public_id=public_id,
    )
    return render(
        request,
        "cms/receipt.html",
        {
            "consent": row,
            "piece": selectors.piece(row.contribution),
            "channels": row.channels(),
            "refused": row.channels_refused(),
        },
    )


@require_GET
@consultants_only
def payments(request: HttpRequest) -> HttpResponse:
    """What was offered, agreed and paid."""
    return render(request, "cms/payments.html", {"payments": selectors.payments_of(request.user)})  # type: ignore[arg-type]
