"""The development site's addresses: the site's own, the demonstration's, the style guide."""

from django.urls import include, path

from config.urls import urlpatterns as site
from design.views import styleguide

urlpatterns = [
    path("", include("demonstration.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    *site,
]
