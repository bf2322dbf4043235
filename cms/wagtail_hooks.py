"""What this app adds to Wagtail's admin, and what it answers with words instead of an error."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from cms import selectors, services
from cms.choosers import contribution_chooser, media_chooser
from foundation.exceptions import Refused

ASK = "action-ask-sign-off"


@hooks.register("register_admin_viewset")
def choosers() -> list[object]:
    """Choosers for contributions and media."""
    return [contribution_chooser, media_chooser]


@hooks.register("before_publish_page")
def refuse_with_words(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publishing from the edit view: what stands against it, in words. The draft is kept."""
    problems = selectors.gate_problems(page, page.latest_revision_id)
    if not problems:
        return None
    for problem in problems:
        messages.error(request, problem)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_bulk_with_words(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publishing many: none goes live while one of them, or one below them, may not."""
    if action_type != "publish" or not all(isinstance(thing, Page) for thing in objects):
        return None
    pages = list(objects)
    form = getattr(action, "cleaned_form", None)
    if form is not None and form.cleaned_data.get("include_descendants"):
        for page in objects:
            pages.extend(page.get_descendants().not_live())
    refused = False
    for page in pages:
        revision = page.get_latest_revision()
        candidate = revision.as_object() if revision else page.specific
        for problem in selectors.gate_problems(candidate, revision.pk if revision else None):
            messages.error(request, f"{candidate.title}: {problem}")
            refused = True
    return redirect(action.next_url or "wagtailadmin_explore_root") if refused else None


@hooks.register("before_delete_page")
def refuse_deletion_of_live_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A live gated page is taken down first: its record of sign-off stays either way."""
    live = [each for each in page.get_descendants(inclusive=True).live() if selectors.is_gated(each)]
    if not live:
        return None
    messages.error(request, _("Take the page down first, and those below it. Then it can be deleted."))
    return redirect("wagtailadmin_pages:edit", page.pk)


class AskForSignOff(ActionMenuItem):
    """Saves the draft, then asks the readers about it."""

    name = ASK
    label = gettext_lazy("Save and ask for sign-off")
    icon_name = "mail"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """On gated pages that the editor may change."""
        page = context.get("page")
        return (
            context["view"] == "edit"
            and not context.get("locked_for_user")
            and page is not None
            and selectors.is_gated(page)
        )


@hooks.register("register_page_action_menu_item")
def ask_for_sign_off_item() -> ActionMenuItem:
    """Right after "Save draft"."""
    return AskForSignOff(order=10)


@hooks.register("construct_page_action_menu")
def without_publishing(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Gated pages go live by their readers' last yes: no button promises anything else."""
    page = context.get("page")
    if page is not None and selectors.is_gated(page):
        menu_items[:] = [
            item
            for item in menu_items
            if item.name not in {"action-publish", "action-submit", "action-unpublish"}
        ]


@hooks.register("after_edit_page")
def ask_after_saving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor pressed "Save and ask for sign-off"."""
    if ASK not in request.POST:
        return None
    try:
        services.ask_for_sign_off(page=page, by=request.user, note=request.POST.get("sign_off_note", ""))
    except Refused as refused:
        for message in refused.messages:
            messages.error(request, message)
    else:
        messages.success(
            request, _("The readers were asked. The page goes live by itself when all have said yes.")
        )
    return redirect("wagtailadmin_pages:edit", page.pk)
