"""Addresses of `certificates`, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from certificates import views

app_name = "certificates"
urlpatterns: list[URLPattern | URLResolver] = [
    path("certificates/<str:code>.pdf", views.document, name="document"),
    path("certificates/<str:code>/", views.certificate, name="certificate"),
]
