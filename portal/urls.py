"""The signed-in home, and what more than one role reads from it."""

from django.urls import URLPattern, URLResolver, path

from portal import views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("home/", views.home, name="home"),
    path("home/standards/", views.standards, name="standards"),
    path("home/tables/", views.tables, name="tables"),
]
