"""A certificate as a page and as a file: for its holder and for registrars.

For everybody else both addresses are the 404 of an unknown code, also for somebody
who is not signed in (architecture, People and visibility). The page says what was
issued and leads to the check, where alone the status stands.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from accounts import audit
from certificates import rendering, selectors, wording
from certificates.models import Certificate


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """`/certificates/<code>/`: the accessible certificate."""
    found = _opened(request, code, "certificate.read")
    if found is None:
        return _unknown(request)
    language = get_language() or "en"
    paper = wording.paper(
        kind=found.kind,
        code=found.code,
        name=found.name,
        facts=found.facts,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        language=language,
    )
    context = {
        "certificate": found,
        "paper": paper,
        "foot": paper.foot.partition(found.printed_code),
        "qr": mark_safe(rendering.qr_svg(found.code)),  # noqa: S308 - drawn here from our own address
    }
    return _private(render(request, "certificates/certificate.html", context))


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """`/certificates/<code>.pdf`: the bytes as they were issued, in the language of the address."""
    found = _opened(request, code, "certificate.download")
    page = found and selectors.document(found, get_language() or "en")
    if page is None:
        return _unknown(request)
    response = HttpResponse(bytes(page.content), content_type="application/pdf")
    # The name of the file gives nobody away in a folder of downloads.
    response["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
    return _private(response)


def _opened(request: HttpRequest, code: str, action: str) -> Certificate | None:
    found = selectors.open_by(request.user, code)
    if found and found.person.user_id != request.user.pk:
        audit.record(action=action, by=request.user, subject_kind="certificate", subject_id=found.public_id)
    return found


def _unknown(request: HttpRequest) -> HttpResponse:
    """The site's 404, kept out of the log: it would hold the codes that were tried."""
    response = page_not_found(request, Http404())
    response._has_been_logged = True  # noqa: SLF001 - the mark that Django's own logging looks for
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    # With `no-referrer` the forms of the page's frame (sign out, act as) would be refused.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
