"""The trainee's screens: units, one unit, check, sent, result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.mixins import signed_in
from accounts.models import User
from assessments import permissions, services
from assessments.forms.draft import DraftForm
from assessments.forms.trainee import AddPieceForm
from assessments.inspection import FileRefused
from assessments.models import Submission
from assessments.selectors import trainee as reads
from assessments.selectors.outcomes import trainee_units
from assessments.selectors.sending import draft_pieces, met_before, problems
from assessments.services.sending import Incomplete, may_take_back
from casework import working_days
from casework.selectors import policy
from foundation.exceptions import Refused


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _page(request: HttpRequest, public_id: str) -> reads.UnitPage:
    """The page of one of the reader's own units; for everybody else it does not exist."""
    enrolment = reads.enrolment_for(permissions.person_of(_user(request)), public_id)
    page = reads.unit_page(enrolment, public_id) if enrolment else None
    if page is None:
        raise Http404
    return page


def _begun(page: reads.UnitPage) -> Submission:
    if page.submission is None:
        raise Http404
    return page.submission


@require_GET
@signed_in
def units(request: HttpRequest) -> HttpResponse:
    """Every unit with what is next for it."""
    someone = permissions.person_of(_user(request))
    enrolment = reads.enrolment_for(someone)
    lines = trainee_units(enrolment) if enrolment else []
    return render(request, "assessments/units.html", {"enrolment": enrolment, "lines": lines})


def _render_unit(
    request: HttpRequest, page: reads.UnitPage, draft: DraftForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "page": page,
        "draft": draft,
        "has_errors": draft.has_errors,
        "add": AddPieceForm(kinds=page.unit.evidence_kinds),
    }
    return render(request, "assessments/unit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def unit(request: HttpRequest, public_id: str) -> HttpResponse:
    """One unit: the form while it may be written, else where it stands."""
    page = _page(request, public_id)
    if request.method == "POST":
        return _post_unit(request, page)
    if page.is_writable:
        return _render_unit(request, page, DraftForm(page))
    if page.submission is not None and page.submission.is_on_its_way and not page.unopened:
        return _render_sent(request, page)
    return redirect("assessments:result", public_id)


def _post_unit(request: HttpRequest, page: reads.UnitPage) -> HttpResponse:
    if not page.is_writable:
        return _too_late(request, page)
    if not page.pieces:
        services.start(enrolment=page.enrolment, unit=page.unit, by=_user(request))
        page = _page(request, page.unit.public_id)
    draft = DraftForm(page, request.POST, request.FILES)
    if not draft.is_valid():
        return _render_unit(request, page, draft, status=422)
    try:
        conflicts = _save(request, page, draft)
    except Refused as refused:
        if getattr(refused, "code", "") == "sent":
            return _too_late(request, page)
        draft.pieces[0].add_error(None, refused.messages)
        return _render_unit(request, page, draft, status=422)
    refusals = _attach(request, page, draft)
    checking = request.POST.get("do") == "check"
    if checking and not conflicts:
        submission = _begun(page)
        draft.show(problems(submission, draft_pieces(submission), page.criteria, met_before(submission)))
    if conflicts or refusals or draft.has_errors:
        return _again(request, page, draft)
    return _after_saving(request, page)


def _again(request: HttpRequest, page: reads.UnitPage, draft: DraftForm) -> HttpResponse:
    """The form once more, on the rows as they stand now, with what was typed and what is wrong."""
    fresh = _page(request, page.unit.public_id)
    draft.refresh(fresh)
    return _render_unit(request, fresh, draft, status=422)


def _save(request: HttpRequest, page: reads.UnitPage, draft: DraftForm) -> list[Any]:
    """Save what was typed; returns the pieces that changed elsewhere, with both texts."""
    saved = services.save_draft(
        submission_id=_begun(page).pk,
        by=_user(request),
        pieces=draft.typed(),
        declarations=draft.declarations.confirmed(),
    )
    stored = {piece.public_id: piece for piece in [*saved.pieces, *saved.conflicts]}
    for form in draft.pieces:
        if form.piece is None or form.piece.public_id not in stored:
            continue
        form.piece.revision = stored[form.piece.public_id].revision
        if stored[form.piece.public_id] in saved.conflicts:
            form.stored = stored[form.piece.public_id]
            form.add_error(
                "text",
                _("This was changed in another tab or on another device. Both texts are below. Keep one"),
            )
    return saved.conflicts


def _attach(request: HttpRequest, page: reads.UnitPage, draft: DraftForm) -> bool:
    """Attach every chosen file; True when one was refused. The others are kept."""
    refused = False
    for form in draft.pieces:
        for upload in form.cleaned_data.get("files", []) if form.is_bound and form.piece else []:
            try:
                services.attach(
                    submission_id=_begun(page).pk,
                    public_id=form.piece.public_id,
                    by=_user(request),
                    name=upload.name,
                    stream=upload,
                )
            except FileRefused as error:
                form.add_error("files", error.messages)
                refused = True
    return refused


def _after_saving(request: HttpRequest, page: reads.UnitPage) -> HttpResponse:
    """Do what the button said: check, pause, add, remove, or stay."""
    here = reverse("assessments:unit", args=[page.unit.public_id])
    submission, user = _begun(page), _user(request)
    what, _colon, which = request.POST.get("do", "save").partition(":")
    if what == "check":
        return redirect("assessments:check", page.unit.public_id)
    if what == "add":
        piece = services.add_piece(submission_id=submission.pk, by=user, kind=request.POST.get("kind", ""))
        return redirect(f"{here}#piece-{piece.public_id}")
    if what == "remove-piece":
        services.remove_piece(submission_id=submission.pk, public_id=which, by=user)
        messages.success(request, _("The piece was removed. Everything else is saved."))
    elif what == "remove-file":
        services.detach(submission_id=submission.pk, file_id=which, by=user)
        messages.success(request, _("The file was removed. Everything else is saved."))
    elif what == "pause":
        messages.success(request, _("Saved. It is here whenever you come back."))
        return redirect("assessments:units")
    else:
        messages.success(request, _("Saved."))
    return redirect(here)


def _too_late(request: HttpRequest, page: reads.UnitPage) -> HttpResponse:
    """It was sent meanwhile: what was typed is shown, so that nothing is lost."""
    kept = [value for name, value in request.POST.items() if name.endswith("-text") and value.strip()]
    return _render_sent(request, page, kept=kept, status=409)


@require_POST
@signed_in
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save as they type: the same fields as the page, without files."""
    page = _page(request, public_id)
    if not page.is_writable:
        return JsonResponse({"message": _("This was sent, so it stays as it is.")}, status=409)
    if not page.pieces:
        services.start(enrolment=page.enrolment, unit=page.unit, by=_user(request))
        page = _page(request, public_id)
    typed = DraftForm(page, request.POST)
    if not typed.is_valid():
        return JsonResponse({"message": _("Not saved yet: use the button to see why.")}, status=422)
    try:
        conflicts = _save(request, page, typed)
    except Refused as refused:
        return JsonResponse({"message": refused.messages[0]}, status=409)
    if conflicts:
        text = _("This was changed in another tab. Use the button to save: then you see both texts.")
        return JsonResponse({"message": text}, status=409)
    now = timezone.localtime(Submission.objects.only("saved_at").get(pk=_begun(page).pk).saved_at)
    return JsonResponse({"saved_at": now.strftime("%H:%M"), "version": typed.version})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything once more on one page; then send."""
    page = _page(request, public_id)
    submission = _begun(page)
    if request.method == "POST":
        return _send(request, page, submission)
    if not page.is_writable:
        return redirect("assessments:unit", public_id)
    missing = problems(submission, page.pieces, page.criteria, met_before(submission))
    return render(request, "assessments/check.html", {"page": page, "missing": missing})


def _send(request: HttpRequest, page: reads.UnitPage, submission: Submission) -> HttpResponse:
    number = request.POST.get("number", "")
    try:
        services.submit(
            submission_id=submission.pk, by=_user(request), number=int(number) if number.isdigit() else 0
        )
    except Incomplete as error:
        context = {"page": page, "missing": error.problems, "has_errors": True}
        return render(request, "assessments/check.html", context, status=422)
    except Refused as refused:
        messages.error(request, refused.messages[0])
        return redirect("assessments:unit", page.unit.public_id)
    return redirect("assessments:sent", page.unit.public_id)


def _render_sent(
    request: HttpRequest, page: reads.UnitPage, *, kept: list[str] | None = None, status: int = 200
) -> HttpResponse:
    submission = _begun(page)
    chosen_by = (
        working_days.add(timezone.localdate(submission.sent_at), 3, submission.trainee.nation)
        if submission.sent_at
        else None
    )
    context = {
        "page": page,
        "submission": submission,
        "may_take_back": may_take_back(submission),
        "is_with_somebody": page.status == "being_read",
        "chosen_by": chosen_by,
        "days": policy("marking.working_days"),
        "kept": kept or [],
    }
    return render(request, "assessments/sent.html", context, status=status)


@require_GET
@signed_in
def sent(request: HttpRequest, public_id: str) -> HttpResponse:
    """The receipt, what happens next, and the way to take it back."""
    page = _page(request, public_id)
    if not _begun(page).is_on_its_way:
        return redirect("assessments:unit", public_id)
    return _render_sent(request, page)


@require_GET
@signed_in
def receipt(request: HttpRequest, public_id: str) -> HttpResponse:
    """A receipt to keep: what was sent and when, with the digests of the files."""
    page = _page(request, public_id)
    if page.latest is None:
        raise Http404
    text = render_to_string(
        "assessments/receipt.txt", {"page": page, "pieces": reads.frozen_pieces([page.latest])}
    )
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipt-{_begun(page).reference}.txt"'
    return response


@require_POST
@signed_in
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a sent version back while nobody reads it."""
    page = _page(request, public_id)
    try:
        services.take_back(submission_id=_begun(page).pk, by=_user(request))
    except Refused as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("You have it back. Nothing was used up. Send it again when you like."))
    return redirect("assessments:unit", public_id)


@require_POST
@signed_in
def longer(request: HttpRequest, public_id: str) -> HttpResponse:
    """More time for a resubmission: the first extension is one's own to take."""
    page = _page(request, public_id)
    try:
        services.extend(submission_id=_begun(page).pk, by=_user(request))
    except Refused as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("You have more time. The new date is above."))
    return redirect("assessments:unit", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """A released result: opened by the trainee's own act, then shown."""
    page = _page(request, public_id)
    submission = _begun(page)
    if request.method == "POST":
        services.open_result(submission_id=submission.pk, by=_user(request))
        return redirect("assessments:result", public_id)
    if page.release is None and submission.state != "withdrawn":
        return redirect("assessments:unit", public_id)
    context = {"page": page, "submission": submission, "appeal_by": None}
    if page.release is not None:
        day = timezone.localdate(page.release.at)
        context["appeal_by"] = working_days.add(day, policy("appeal.working_days"), submission.trainee.nation)
    return render(request, "assessments/result.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remarks(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Comments and tracked changes in a file, before anybody else sees them."""
    page = _page(request, public_id)
    submission = _begun(page)
    if request.method == "POST":
        services.take_out_remarks(submission_id=submission.pk, file_id=file_id, by=_user(request))
        messages.success(request, _("They are taken out. The file is otherwise as you sent it."))
        return redirect("assessments:unit", public_id)
    file = next(
        (file for piece in page.pieces for file in piece.files.all() if file.public_id == file_id), None
    )
    if file is None:
        raise Http404
    return render(request, "assessments/remarks.html", {"page": page, "file": file})
