"""A page for each kind of door, to try the doors on their own."""

from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts.mixins import RoleRequiredMixin, SignedInMixin, role_required, signed_in
from accounts.roles import RoleName
from config.urls_development import urlpatterns as site


class Open(SignedInMixin, View):
    def get(self, request):
        return HttpResponse(f"hello {request.user.pk}")

    def post(self, request):
        return HttpResponse("saved " + request.POST.get("text", ""))


class Assessors(RoleRequiredMixin, View):
    roles = (RoleName.ASSESSOR, RoleName.LEAD_QUALITY_ASSURER)

    def get(self, request):
        return HttpResponse("marking")


@signed_in
def page(request):
    return HttpResponse("hello")


@role_required(RoleName.ASSESSOR, RoleName.LEAD_QUALITY_ASSURER)
def marking(request):
    return HttpResponse("marking")


@method_decorator(csrf_exempt, name="dispatch")
class Anybody(View):
    def get(self, request):
        return HttpResponse("signed in" if request.user.is_authenticated else "nobody")


SAVED = []
FORM = Template(
    """{% load i18n %}<!doctype html><html lang="en"><title>Write</title><main>
    <form method="post" enctype="multipart/form-data">{% csrf_token %}
    <label>Account <textarea name="account"></textarea></label>
    <label>Tick <input type="checkbox" name="covers" value="1.1"></label>
    <label>Tock <input type="checkbox" name="covers" value="1.2"></label>
    <label>File <input type="file" name="file"></label>
    <input type="password" name="password" value="hunter2">
    <button name="act" value="save">Save</button></form></main></html>"""
)


@signed_in
def write(request):
    """A form like any of the site's."""
    if request.method == "POST":
        SAVED.append((request.user.pk, {name: request.POST.getlist(name) for name in request.POST}))
        return HttpResponse("<!doctype html><title>Saved</title><h1>Saved</h1>")
    return HttpResponse(FORM.render(RequestContext(request)))


def plain(request):
    return HttpResponse("the same for all")


urlpatterns = [
    path("try/write/", write, name="try_write"),
    path("try/plain/", plain, name="try_plain"),
    path("try/open/", Open.as_view(), name="try_open"),
    path("try/assessors/", Assessors.as_view(), name="try_assessors"),
    path("try/page/", page, name="try_page"),
    path("try/marking/", marking, name="try_marking"),
    path("try/anybody/", Anybody.as_view(), name="try_anybody"),
    *site,
]
