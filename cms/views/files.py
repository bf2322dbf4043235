"""The one view that hands out files: who may, is the consent live, which part."""

from django.http import Http404, HttpRequest, HttpResponse


def serve(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Nothing is handed out until permission and consent are asked here."""
    raise Http404
