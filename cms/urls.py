"""Addresses of `cms`, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from cms.views import files

app_name = "cms"
urlpatterns: list[URLPattern | URLResolver] = [
    path("files/<str:public_id>/<str:name>", files.serve, name="file"),
]
