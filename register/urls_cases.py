"""Addresses of accreditation cases."""

from django.urls import URLPattern, URLResolver

urls_cases: list[URLPattern | URLResolver] = []
