"""Sign-in's edges: what a refused form token is answered with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The session ended while a form was open; nothing was lost by our doing."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
