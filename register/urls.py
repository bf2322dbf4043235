"""Addresses of `register`, below the language prefix."""

from django.urls import URLPattern, URLResolver

from register.urls_cases import urls_cases
from register.urls_public import urls_public

app_name = "register"
urlpatterns: list[URLPattern | URLResolver] = [*urls_public, *urls_cases]
