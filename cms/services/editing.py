"""What editors may do without waiting: notices, taking words out, taking a page down.

Source: domain reference, section 5: putting words in always waits; taking words out for
safety or law, and a dated notice from a fixed list, never do. Readers are told at once.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _, override
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from accounts import audit
from accounts.models import User
from accounts.services import notify
from cms import permissions, selectors
from cms.models import EditorTask, PageNotice, TakenOut
from foundation import clock
from foundation.exceptions import Refused


def _tell_readers(page: Page) -> None:
    for reader in selectors.readers_of(page):
        with override(reader.consultant.language):
            notify(
                user=reader.consultant,
                kind="cms.changed",
                title=_("Something you read was changed for safety or law"),
                body=_("Words were taken out or a notice was put up. Nothing was added."),
                link="/home/words/to-read/",
            )


@transaction.atomic
def place_notice(*, page: Page, kind: PageNotice.Kind, by: User) -> PageNotice:
    """Put a dated notice from the fixed list on a page; placing it twice is one notice."""
    permissions.require(permissions.can_edit_content(by))
    notice, created = PageNotice.objects.get_or_create(
        page_id=page.pk,
        kind=PageNotice.Kind(kind),
        ended_at=None,
        defaults={"placed_by": by, "since": clock.today()},
    )
    if created:
        audit.record(
            action="page.notice",
            by=by,
            subject_kind="page",
            subject_id=str(page.translation_key),
            reason=kind,
        )
        _tell_readers(page)
    return notice


@transaction.atomic
def end_notice(*, notice: PageNotice, by: User) -> PageNotice:
    """Take a notice down."""
    permissions.require(permissions.can_edit_content(by))
    notice = PageNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.ended_at is None:
        notice.ended_at = clock.now()
        notice.save(update_fields=["ended_at"])
        key = str(notice.page.translation_key)
        audit.record(action="page.notice_end", by=by, subject_kind="page", subject_id=key)
    return notice


@transaction.atomic
def take_out(*, page: Page, block_id: str, reason: str, by: User) -> TakenOut:
    """Hide one block of a live page for safety or law. It is gone from the next reading."""
    permissions.require(permissions.can_edit_content(by))
    if not reason.strip():
        raise Refused({"reason": [_("Say in a few words why this has to go.")]})
    row, created = TakenOut.objects.get_or_create(
        page_id=page.pk,
        block_id=block_id,
        defaults={"reason": reason.strip()[:300], "taken_out_by": by},
    )
    if created:
        audit.record(
            action="page.take_out",
            by=by,
            subject_kind="page",
            subject_id=str(page.translation_key),
            reason=reason,
        )
        _tell_readers(page)
    return row


@transaction.atomic
def take_down(*, page: Page, reason: str, by: User) -> Page:
    """Take a whole page off the site for safety or law. Raises Refused without a reason."""
    permissions.require(permissions.can_edit_content(by))
    if not reason.strip():
        raise Refused({"reason": [_("Say in a few words why this has to go.")]})
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if page.live:
        audit.record(
            action="page.take_down",
            by=by,
            subject_kind="page",
            subject_id=str(page.translation_key),
            reason=reason,
        )
        # No role may unpublish in the admin; this service is the one way, with its reason.
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
        _tell_readers(page)
    return page


@transaction.atomic
def close_task(*, task: EditorTask, by: User) -> EditorTask:
    """Say that a task is done; twice changes nothing."""
    permissions.require(permissions.can_edit_content(by))
    task = EditorTask.objects.select_for_update().get(pk=task.pk)
    if task.done_at is None:
        task.done_at, task.done_by = clock.now(), by
        task.save(update_fields=["done_at", "done_by"])
    return task


def open_tasks_for_help_lines() -> int:
    """One task while any help line was not checked for the policy's days; returns how many lines."""
    stale = selectors.stale_help_lines()
    if stale:
        task = EditorTask.objects.open(kind=EditorTask.Kind.NUMBER_OLD)
        task.words = ", ".join(line.name for line in stale)
        task.save(update_fields=["words"])
    return len(stale)
