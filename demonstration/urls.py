"""Addresses of `demonstration`, below the language prefix."""

from django.urls import URLPattern, URLResolver

app_name = "demonstration"
urlpatterns: list[URLPattern | URLResolver] = []
