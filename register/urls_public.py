"""Addresses of the register for the public, for advocates and for registrars."""

from django.urls import URLPattern, URLResolver

urls_public: list[URLPattern | URLResolver] = []
