"""What this app adds to Wagtail's admin, and what it answers with words instead of an error."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms import selectors, services
from cms.choosers import contribution_chooser, media_chooser
from cms.models import HelpLine, Media
from foundation.exceptions import Refused

ASK = "action-ask-sign-off"


class HelpLineViewSet(SnippetViewSet):
    """Help lines; the list says which numbers nobody checked for a long time."""

    model = HelpLine
    icon = "mobile-alt"
    menu_label = gettext_lazy("Help lines")
    menu_order = 250
    add_to_admin_menu = True
    list_display = (
        "name",
        "phone",
        "hours",
        "last_checked",
        BooleanColumn("fresh", label=gettext_lazy("Checked")),
    )
    panels = (
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("phone"), FieldPanel("tel")], heading=gettext_lazy("Line")
        ),
        MultiFieldPanel(
            [FieldPanel("hours"), FieldPanel("nations"), FieldPanel("free"), FieldPanel("note")],
            heading=gettext_lazy("When and for whom"),
            help_text=gettext_lazy(
                "Leave empty what you could not confirm: it is shown as nothing, never as no."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("text"),
                FieldPanel("web_chat"),
                FieldPanel("sign_language"),
                FieldPanel("relay"),
                FieldPanel("interpreter"),
            ],
            heading=gettext_lazy("Other ways to reach it"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("name_cy"),
                FieldPanel("hours_cy"),
                FieldPanel("note_cy"),
                FieldPanel("cy_checked_on"),
            ],
            heading=gettext_lazy("Welsh"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("last_checked"),
                FieldPanel("order"),
                FieldPanel("emergency"),
                FieldPanel("in_brief"),
                FieldPanel("in_footer"),
                FieldPanel("key"),
            ],
            heading=gettext_lazy("Where it stands"),
        ),
    )


class MediaViewSet(SnippetViewSet):
    """Recordings and films of the programme's own."""

    model = Media
    icon = "media"
    menu_label = gettext_lazy("Recordings")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ("title", "kind", "seconds", "added_at")
    panels = (
        FieldPanel("title"),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("file"),
                FieldPanel("seconds"),
                FieldPanel("sound_only"),
                FieldPanel("captions"),
                FieldPanel("transcript"),
            ],
            heading=gettext_lazy("Written once"),
            help_text=gettext_lazy(
                "What a page points to must not change after sign-off. A correction is a new one."
            ),
        ),
    )


register_snippet(HelpLineViewSet)
register_snippet(MediaViewSet)


@hooks.register("register_admin_viewset")
def choosers() -> list[object]:
    """Choosers for contributions and media."""
    return [contribution_chooser, media_chooser]


@hooks.register("insert_global_admin_css")
def house_colours() -> str:
    """The house's colours and mark."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


#: Menu items that nobody needs: they follow from roles and `establish`, or show names.
NOT_SHOWN = frozenset({"help", "reports", "snippets"})
SETTINGS_NOT_SHOWN = frozenset({"users", "groups", "sites", "locales", "workflows", "workflow-tasks"})


@hooks.register("construct_main_menu")
def what_a_role_needs(request: HttpRequest, menu_items: list[Any]) -> None:
    """Pages, pictures, documents, recordings, help lines; settings for administrators."""
    menu_items[:] = [item for item in menu_items if item.name not in NOT_SHOWN]


@hooks.register("construct_settings_menu")
def settings_that_are_edited_here(request: HttpRequest, menu_items: list[Any]) -> None:
    """Ways to reach the team, collections, redirects."""
    menu_items[:] = [item for item in menu_items if item.name not in SETTINGS_NOT_SHOWN]


class TasksPanel(Component):
    """The editors' tasks on the admin's first page."""

    name = "editor_tasks"
    template_name = "cms/admin/tasks.html"
    order = 1

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The open tasks, newest first."""
        request = parent_context["request"]
        return {"tasks": selectors.editor_tasks(request.user), "csrf_token": parent_context.get("csrf_token")}


@hooks.register("construct_homepage_panels")
def tasks_first(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for the editors comes before everything else."""
    panels.insert(0, TasksPanel())


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
