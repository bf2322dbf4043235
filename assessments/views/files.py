"""The one address of a file of evidence: to its trainee, and to those who may read the work."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.mixins import signed_in
from assessments import permissions
from assessments.models import EvidenceFile, Submission

#: Kinds that a browser shows without running anything; all others are only saved.
SHOWN = {"application/pdf", "image/jpeg", "image/png", "audio/mp4"}


def _may_read(request: HttpRequest, file: EvidenceFile) -> bool:
    submissions = Submission.objects.filter(evidence__files=file) | Submission.objects.filter(
        versions__evidence__files__file=file
    )
    submission = submissions.distinct().first()
    if submission is None:
        return False
    if permissions.can_write(request.user, submission):  # type: ignore[arg-type]
        return True
    return file.sent.exists() and permissions.can_read_now(request.user, submission)  # type: ignore[arg-type]


@require_GET
@signed_in
def evidence_file(request: HttpRequest, file_id: str) -> HttpResponse:
    """Serve a file: as an attachment unless it is of a kind that can be shown and `show` asks for it."""
    file = get_object_or_404(EvidenceFile, public_id=file_id)
    if not _may_read(request, file):
        raise Http404
    try:
        stream = storages["evidence"].open(file.storage_name)
    except FileNotFoundError as error:
        raise Http404 from error
    shown = "show" in request.GET and file.media_type in SHOWN
    response = FileResponse(stream, as_attachment=not shown, filename=file.name, content_type=file.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    response["Content-Length"] = str(file.size)
    return response
