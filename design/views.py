"""The living style guide. Development settings alone give it an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from design.styleguide import examples


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Each component with an example. Nothing in it is anybody's record."""
    return render(request, "design/styleguide.html", examples())
