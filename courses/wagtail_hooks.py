"""What this app adds to Wagtail's admin: pages that people completed are not deleted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from courses.models import ModuleCompletion, SectionCompletion


def _is_completed(page: Page) -> bool:
    """Whether somebody completed this page or one below it."""
    keys = page.get_descendants(inclusive=True).values_list("translation_key", flat=True)
    return (
        SectionCompletion.objects.filter(section_key__in=list(keys)).exists()
        or ModuleCompletion.objects.filter(module_key__in=list(keys)).exists()
    )


@hooks.register("before_delete_page")
def keep_completed(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer with words instead of deleting what somebody completed."""
    if not _is_completed(page):
        return None
    messages.error(request, _("People have completed this. Unpublish it instead of deleting it."))
    return redirect("wagtailadmin_pages:unpublish", page.pk)


@hooks.register("before_bulk_action")
def keep_completed_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], _action: Any
) -> HttpResponse | None:
    """The same for several at once."""
    pages = [item for item in objects if isinstance(item, Page)]
    if action_type != "delete" or not any(_is_completed(page) for page in pages):
        return None
    messages.error(request, _("People have completed one of these. Unpublish it instead of deleting it."))
    return redirect("wagtailadmin_explore_root")
