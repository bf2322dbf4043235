"""Addresses that never carry a language: what search engines ask for."""

from django.urls import URLPattern, URLResolver, path

from cms.views import robots

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
]
