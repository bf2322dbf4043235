"""The development site's addresses: the site's own and the demonstration's."""

from django.urls import include, path

from config.urls import urlpatterns as site

urlpatterns = [path("", include("demonstration.urls")), *site]
