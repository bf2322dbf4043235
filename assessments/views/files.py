"""The one address of a file of evidence: to its trainee, and to those who may read the work."""

from __future__ import annotations

import re

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.mixins import signed_in
from assessments import permissions
from assessments.models import EvidenceFile, Submission

#: Kinds that a browser shows without running anything; all others are only saved.
SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png", "audio/mp4"})
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def _may_read(request: HttpRequest, file: EvidenceFile) -> bool:
    """Its trainee always; others only once it was sent, if they may read the work now."""
    drafts = Submission.objects.filter(evidence__files=file)
    sent = Submission.objects.filter(versions__evidence__files__file=file)
    submission = sent.first() or drafts.first()
    if submission is None:
        return False
    if permissions.can_write(request.user, submission):  # type: ignore[arg-type]
        return True
    return file.sent.exists() and permissions.can_read_now(request.user, submission)  # type: ignore[arg-type]


def _asked_range(request: HttpRequest, size: int) -> tuple[int, int] | None:
    """The part of the file that is asked for, as players do; None for all of it."""
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    return (start, end) if start <= end else None


@require_GET
@signed_in
def evidence_file(request: HttpRequest, file_id: str) -> HttpResponse:
    """Serve a file: as an attachment unless it is of a kind that can be shown and `show` asks for it.

    Twenty megabytes are the most (`inspection.MOST_BYTES`), so the bytes are read at once.
    """
    file = get_object_or_404(EvidenceFile, public_id=file_id)
    if not _may_read(request, file):
        raise Http404
    part = _asked_range(request, file.size)
    try:
        with storages["evidence"].open(file.storage_name) as stream:
            stream.seek(part[0] if part else 0)
            data = stream.read(part[1] - part[0] + 1 if part else file.size)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type=file.media_type, status=206 if part else 200)
    if part:
        response["Content-Range"] = f"bytes {part[0]}-{part[1]}/{file.size}"
    shown = "show" in request.GET and file.media_type in SHOWN
    response["Content-Disposition"] = content_disposition_header(not shown, file.name)
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    return response
