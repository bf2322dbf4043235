"""What search engines may read: public pages, and nothing about a person."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms import selectors

CLOSED = ("/admin/", "/account/", "/home/", "/register/", "/check/", "/c/", "/certificates/", "/files/")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: closed paths in both languages, and where the site map is."""
    prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    lines = ["User-agent: *", *(f"Disallow: {prefix}{path}" for path in CLOSED for prefix in prefixes)]
    lines.append(f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemap.xml: live pages that anybody may read, as they are served. No entry of the register."""
    nobody = AnonymousUser()
    addresses = []
    for page in selectors.served_many(Page.objects.live().public().filter(depth__gt=1).specific()):
        if page is not None and (not hasattr(page, "may_read") or page.may_read(nobody)):
            address = page.get_url()
            if address:
                addresses.append((f"{settings.PUBLIC_URL}{address}", page.last_published_at))
    return render(request, "cms/sitemap.xml", {"addresses": addresses}, content_type="application/xml")
