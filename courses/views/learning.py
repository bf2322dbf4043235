"""What a learner does: save a section, choose a way through a module, pause, take more time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from casework.selectors import policy
from cms.selectors import served
from courses import permissions
from courses.forms import ExitForm
from courses.models import Enrolment, Reflection
from courses.selectors.notes import notes_are_open, open_note
from courses.selectors.outline import module_page, section_page
from courses.selectors.progress import current_enrolment, extended_date, may_extend
from courses.services import learning, notes
from foundation.exceptions import Refused


def _section(request: HttpRequest, key: UUID) -> Page:
    page = section_page(key)
    page = served(page) if page is not None else None
    if page is None or not permissions.can_read_sections(request.user):
        raise Http404
    return page


def _enrolment(request: HttpRequest) -> Enrolment:
    enrolment = current_enrolment(request.user)
    if enrolment is None:
        raise Http404
    return enrolment


def _back_to(page: Page, request: HttpRequest, query: str = "", anchor: str = "") -> HttpResponse:
    url = page.get_url(request) or "/home/"
    return redirect(f"{url}{f'?{query}' if query else ''}{f'#{anchor}' if anchor else ''}")


@login_required
@never_cache
@require_POST
@sensitive_post_parameters()
def save_section(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep the notes that were typed, then do what the pressed button says."""
    section = _section(request, key)
    enrolment = current_enrolment(request.user)
    if enrolment is not None:
        try:
            _save_notes(request, section)
        except Refused as refused:
            return _conflict(request, section, refused)
    act, _colon, what = request.POST.get("do", "").partition(":")
    if act == "check":
        return _checked(request, section, what)
    if enrolment is None:
        return _back_to(section, request)
    if act == "note":
        messages.success(request, _("Your note is kept."))
        return _back_to(section, request, anchor=f"part-{what}" if _has_block(section, what) else "")
    return _finish(request, section, enrolment, act)


def _checked(request: HttpRequest, section: Page, block_id: str) -> HttpResponse:
    """Show what we think about the chosen answer; it stands in the address and is not kept."""
    if not _has_block(section, block_id):
        return _back_to(section, request)
    answer = request.POST.get(f"check-{block_id}", "")
    query = f"check={block_id}&answer={answer}" if answer.isdigit() and len(answer) < 3 else ""  # noqa: PLR2004 - a short list
    return _back_to(section, request, query, f"part-{block_id}")


def _finish(request: HttpRequest, section: Page, enrolment: Enrolment, act: str) -> HttpResponse:
    if act == "pause":
        learning.pause(enrolment_id=enrolment.pk, by=request.user)
        messages.success(request, _("Paused. Your place is kept, and nothing reminds you."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    if act == "undo":
        learning.undo_section(enrolment_id=enrolment.pk, section=section, by=request.user)
        messages.success(request, _("This section counts as open again."))
        return _back_to(section, request)
    if act != "continue":
        return _back_to(section, request)
    module_done = learning.complete_section(enrolment_id=enrolment.pk, section=section, by=request.user)
    following = section.get_next_siblings().live().specific().first()
    if following is not None and served(following) is not None:
        return _back_to(following, request)
    if module_done:
        messages.success(request, _("This module is complete."))
    return _back_to(section.get_parent().specific, request)


def _has_block(section: Page, block_id: str) -> bool:
    return any(str(child.id) == block_id for child in section.body)


def _save_notes(request: HttpRequest, section: Page) -> None:
    may_open = notes_are_open(request)
    for child in section.body:
        field = f"note-{child.id}"
        if child.block_type == "reflection" and field in request.POST:
            notes.save_note(
                by=request.user,
                section_key=section.translation_key,
                block_id=str(child.id),
                words=request.POST[field],
                seen=request.POST.get(f"seen-{child.id}", ""),
                may_open=may_open,
            )


def _conflict(request: HttpRequest, section: Page, refused: Refused) -> HttpResponse:
    """Nothing was written over: both texts stand side by side, and the person decides."""
    mine: list[dict[str, Any]] = []
    is_open = notes_are_open(request)
    stored = {
        note.block_id: note
        for note in Reflection.objects.filter(
            user=request.user, section_key=section.translation_key
        ).select_related("key")
    }
    for child in section.body:
        typed = request.POST.get(f"note-{child.id}")
        if child.block_type != "reflection" or typed is None:
            continue
        note = stored.get(str(child.id))
        mine.append(
            {
                "id": str(child.id),
                "prompt": child.value["prompt"],
                "typed": typed,
                "kept": open_note(note) if note and is_open else "",
                "seen": note.saved_at.isoformat() if note and is_open else "",
            }
        )
    return render(
        request,
        "courses/note_conflict.html",
        {"section": section, "notes": mine, "refused": refused.message},
        status=409,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def delete_note(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask once, then destroy a private note."""
    note = get_object_or_404(Reflection, user=request.user, public_id=public_id)
    section = section_page(note.section_key)
    back = section.get_url(request) if section else "/home/"
    if request.method == "POST":
        notes.delete_note(by=request.user, public_id=public_id)
        messages.success(request, _("Your note is gone."))
        return redirect(back)
    return render(request, "courses/note_delete.html", {"note": note, "section": section, "back": back})


@login_required
@require_POST
def keep_place(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep where in a section the reader is; `section.js` says so when the page is left."""
    section = _section(request, key)
    learning.keep_place(
        enrolment_id=_enrolment(request).pk,
        section=section,
        block_id=request.POST.get("block", "")[:36],
        by=request.user,
    )
    return HttpResponse(status=204)


def _module(request: HttpRequest, slug: str) -> Page:
    page = module_page(slug)
    page = served(page) if page is not None else None
    if page is None or not permissions.can_read_sections(request.user):
        raise Http404
    return page


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def other_way(request: HttpRequest, slug: str, way: str) -> HttpResponse:
    """The summary or the alternative of a module; doing it counts as the sections do."""
    module = _module(request, slug)
    text = module.summary if way == "summary" else module.alternative
    if not text:
        raise Http404
    enrolment = current_enrolment(request.user)
    if request.method == "POST":
        if enrolment is None:
            raise Http404
        return _done_by(request, module, enrolment, way)
    completion = (
        enrolment.module_completions.filter(module_key=module.translation_key, undone_at=None).first()
        if enrolment
        else None
    )
    return render(
        request,
        "courses/other_way.html",
        {"module": module, "way": way, "text": text, "enrolment": enrolment, "completion": completion},
    )


def _done_by(request: HttpRequest, module: Page, enrolment: Enrolment, way: str) -> HttpResponse:
    if request.POST.get("do") == "undo":
        learning.undo_module(enrolment_id=enrolment.pk, module=module, by=request.user)
        messages.success(request, _("This module counts as open again."))
    else:
        learning.complete_module(enrolment_id=enrolment.pk, module=module, way=way, by=request.user)
        messages.success(request, _("This module is complete."))
    return _back_to(module, request)


@login_required
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Pause; no reason, no penalty."""
    learning.pause(enrolment_id=_enrolment(request).pk, by=request.user)
    messages.success(request, _("Paused. Your place is kept, and nothing reminds you."))
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_required
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Go on after a pause."""
    learning.resume(enrolment_id=_enrolment(request).pk, by=request.user)
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest) -> HttpResponse:
    """The first extension: see the new date, take it."""
    enrolment = _enrolment(request)
    if request.method == "POST":
        try:
            learning.extend(enrolment_id=enrolment.pk, by=request.user)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The date has moved. Nobody asks why."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    days = policy("extension.days")
    return render(
        request,
        "courses/extend.html",
        {
            "enrolment": enrolment,
            "may_extend": may_extend(enrolment),
            "new_date": extended_date(enrolment, days),
            "days": days,
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def exit_first(request: HttpRequest) -> HttpResponse:
    """The way out, tried and explained before the first section."""
    enrolment = _enrolment(request)
    following = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(following, allowed_hosts=None):
        following = ""
    form = ExitForm(request.POST or None, initial={"by_shift": request.user.exit_by_shift})
    if request.method == "POST" and form.is_valid():
        learning.explain_exit(
            enrolment_id=enrolment.pk, by=request.user, by_shift=form.cleaned_data["by_shift"]
        )
        if form.cleaned_data["shared_device"]:
            share_device(request)
        return redirect(following or settings.LOGIN_REDIRECT_URL)
    return render(
        request,
        "courses/exit_first.html",
        {"form": form, "next": following, "practised": "practised" in request.GET},
    )


@require_GET
@login_required
def way_through(request: HttpRequest) -> HttpResponse:
    """Every module, and where the learner is in each."""
    from courses.selectors.progress import way_through as steps

    enrolment = _enrolment(request)
    return render(request, "courses/way_through.html", {"enrolment": enrolment, "steps": steps(enrolment)})


def share_device(request: HttpRequest) -> None:
    """Other people use this device: keep nothing here, and end after 20 minutes without use."""
    request.session["shared_device"] = True
    request.session.set_expiry(20 * 60)
