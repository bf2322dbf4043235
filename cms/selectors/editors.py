"""What waits for the editors, and where a page's sign-off stands, without anybody's name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from cms.models.signoff import EditorTask, Reviewer, SignOff, SignOffRequest
from cms.permissions import can_edit_content
from cms.selectors.gate import gated_models

_ANSWERED = {EditorTask.Kind.CHANGES_ASKED, EditorTask.Kind.VETOED}


@dataclass
class Waiting:
    """One task with its address in the admin."""

    task: EditorTask
    url: str


def editor_tasks(user: User) -> list[Waiting]:
    """The open tasks of the editors, newest first; none for anybody else. Two queries."""
    if not can_edit_content(user):
        return []
    tasks = EditorTask.objects.filter(done_at__isnull=True).select_related("contribution")[:100]
    return [Waiting(task=task, url=_where(task)) for task in tasks]


def _where(task: EditorTask) -> str:
    """The page's edit view; where readers gave reasons, the panel that shows them."""
    if not task.page_id:
        return ""
    panel = "#tab-sign_off" if task.kind in _ANSWERED else ""
    return reverse("wagtailadmin_pages:edit", args=[task.page_id]) + panel


@dataclass
class Reading:
    """One reader of a request as editors see them: a number, an answer, reasons."""

    number: int
    has_words: bool
    answer: SignOff | None


def sign_off_of(page: Page) -> tuple[SignOffRequest | None, list[Reading]]:
    """The newest request about a page and what its readers said so far."""
    request = SignOffRequest.objects.filter(page_id=page.pk).order_by("-asked_at", "-pk").first()
    if request is None:
        return None, []
    answers = {row.consultant_id: row for row in request.answers.select_related("reasons")}
    return request, [
        Reading(number, row.has_words, answers.get(row.consultant_id))
        for number, row in enumerate(request.readers.all(), start=1)
    ]


def gated_roots() -> QuerySet[Page]:
    """The pages on which readers are named: gated pages whose parent is not gated."""
    gated = Page.objects.type(*gated_models()).order_by("path")
    paths = list(gated.values_list("path", flat=True))
    steplen = Page.steplen
    known = set(paths)
    return gated.filter(path__in=[path for path in paths if path[:-steplen] not in known])


@dataclass
class RootPage:
    """A page on which readers are named, and how many there are."""

    page: Page
    readers: int


def gated_roots_with_readers() -> list[RootPage]:
    """The pages that need readers, with their number of readers; a constant number of queries."""
    pages = list(gated_roots().select_related("locale"))
    counts = dict(
        Reviewer.objects.filter(page__in=pages)
        .values_list("page_id")
        .annotate(total=Count("pk"))
        .values_list("page_id", "total")
    )
    return [RootPage(page, counts.get(page.pk, 0)) for page in pages]
