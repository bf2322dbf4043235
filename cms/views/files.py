"""The one view that hands out files: who may, is the consent live, which part.

It is the same in development and production; nothing under the media folder has an
address of its own. Permission is asked at every request, so browsers keep a copy only
after asking whether they still may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from cms.models import Contribution
from cms.selectors.files import Found, find_file, may_open

CHUNK = 64 * 1024
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


@require_safe
def serve(request: HttpRequest, public_id: str, name: str) -> HttpResponseBase:
    """The file or a part of it; the 404 of an unknown address for everybody who may not."""
    found = find_file(public_id, name)
    if (
        found is None
        or not may_open(request.user, found.thing)
        or not found.file.storage.exists(found.file.name)
    ):
        raise Http404
    size = found.file.size
    etag = quote_etag(f"{found.file.name.rpartition('/')[2]}-{size}")
    if request.headers.get("If-None-Match", "") in {etag, "*"}:
        return _finish(HttpResponse(status=304), found, etag)
    try:
        part = _part(request, size, etag)
    except ValueError:
        return _finish(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), found, etag)
    start, end = part or (0, size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=found.content_type)
    else:
        response = StreamingHttpResponse(_chunks(found, start, end), content_type=found.content_type)
    response["Content-Length"] = str(end - start + 1)
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return _finish(response, found, etag)


def _finish(response: HttpResponseBase, found: Found, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # Words of somebody are never kept by a browser; what is ours may be, if it asks first.
    keep = "no-store" if isinstance(found.thing, Contribution) else "private, no-cache"
    response["Cache-Control"] = keep
    response["Content-Disposition"] = "inline"
    response["X-Robots-Tag"] = "noindex"
    return response


def _part(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte of the one range that was asked for; None for the whole file.

    Raises ValueError for a range that lies outside the file.
    """
    match = _RANGE.match(request.headers.get("Range", ""))
    if match is None or request.headers.get("If-Range", etag) != etag or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last or size - 1), size - 1)
    if start > end or start >= size:
        raise ValueError(match.group(0))
    return start, end


def _chunks(found: Found, start: int, end: int) -> Iterator[bytes]:
    # Opened here, so that an answer that nobody reads leaves no file open.
    with found.file.storage.open(found.file.name, "rb") as file:
        file.seek(start)
        left = end - start + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
