"""Addresses of the register for the public, for advocates and for registrars."""

from django.urls import URLPattern, URLResolver, path

from register.views import check

urls_public: list[URLPattern | URLResolver] = [
    path("check/", check.check, name="check"),
    path("check/<str:code>/", check.check_code, name="check_code"),
    path("register/", check.register_search, name="register"),
    path("register/<str:number>/", check.register_entry, name="entry"),
]
