"""Addresses that never carry a language: the health of the site."""

from django.urls import URLPattern, URLResolver, path

from accounts.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
]
