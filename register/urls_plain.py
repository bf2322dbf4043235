"""Addresses that never carry a language: the short one that a QR code prints for ever."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
