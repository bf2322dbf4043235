"""Addresses that never carry a language: the short one that a QR code prints for ever.

The code is printed in capitals throughout, so both cases lead on, with or without the
stroke at the end.
"""

from django.urls import URLPattern, URLResolver, path

from register.views.check import scanned

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<str:code>", scanned, name="scanned"),
    path("c/<str:code>/", scanned, name="scanned"),
    path("C/<str:code>", scanned, name="scanned"),
    path("C/<str:code>/", scanned, name="scanned"),
]
