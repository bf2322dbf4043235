"""The site's addresses, and a view that does nothing but one query: what the server can do at most."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls_development import urlpatterns as site
from register.models import EntryNumber


def bare(request: HttpRequest, number: str) -> HttpResponse:
    return HttpResponse(str(EntryNumber.objects.filter(number=number).values_list("pk").first()))


urlpatterns = [path("bare/<str:number>/", bare), *site]
