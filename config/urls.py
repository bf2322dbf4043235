"""The addresses of the site. Order matters: sign-in doors before Wagtail's own."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

account_login = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    # Wagtail's own login pages know no second factor (architecture, trap 2).
    path("admin/login/", account_login),
    path("_util/login/", account_login),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("accounts.urls_plain")),
    path("", include("register.urls_plain")),
    path("", include("cms.urls_plain")),
]

urlpatterns += i18n_patterns(
    path("", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("", include("portal.urls")),
    path("", include("register.urls")),
    path("", include("certificates.urls")),
    path("", include("assessments.urls")),
    path("", include("courses.urls")),
    path("", include("cms.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
