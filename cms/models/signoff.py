"""Sign-off: who reads a page before it goes live, what they said, and what was cleared.

Sign-off is about a revision and its digest together. Page and revision are plain
values here: content ids are not evidence, and the words of a page may go while the
record of who signed what stays.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models.contributions import Contribution
from cms.states import Answer, RequestState
from foundation import clock
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel


class Reviewer(models.Model):
    """A consultant who reads a page, and all below it, before it goes live.

    Two at least (policy number `sign_off.readers`), one of them with no words in it.
    Named by the co-production lead; editors never see who it is.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    consultant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "consultant"], name="reviewer_once_for_a_page")
        ]

    def __str__(self) -> str:
        return f"reader of {self.page_id}"


class SignOffRequest(PublicIdModel):
    """The editors ask: may exactly this go live?

    Purpose: co-authorship that can be shown. Lawful basis: legitimate interests.
    Retention: as long as the page, then six years.
    """

    page_id = models.BigIntegerField(db_index=True)
    revision_id = models.BigIntegerField(db_index=True)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=8, default="en")
    translation_key = models.UUIDField()
    number = models.PositiveIntegerField(default=1, help_text=_("Revision number within the page."))
    minutes = models.PositiveSmallIntegerField(default=10)
    paid = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page_id"], condition=Q(state=RequestState.OPEN), name="sign_off_one_open_for_a_page"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, closed_at__isnull=True)
                | (~Q(state=RequestState.OPEN) & Q(closed_at__isnull=False)),
                name="sign_off_closed_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"sign-off {self.public_id}"


class SignOffReader(models.Model):
    """One of those who were asked, and whether words of theirs stand in it."""

    request = models.ForeignKey(SignOffRequest, on_delete=models.CASCADE, related_name="readers")
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs_asked"
    )
    has_words = models.BooleanField(default=False)
    draft_answer = models.CharField(max_length=8, choices=Answer, blank=True)
    draft_reasons = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "consultant"], name="sign_off_reader_once")
        ]

    def __str__(self) -> str:
        return f"reader {self.pk} of {self.request_id}"


class SignOff(AppendOnlyModel):
    """One reader's answer about one revision with one digest. Written once."""

    request = models.ForeignKey(SignOffRequest, on_delete=models.PROTECT, related_name="answers")
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs"
    )
    page_id = models.BigIntegerField()
    revision_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=8, choices=Answer)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "consultant"], name="sign_off_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer} to {self.request_id}"

    @property
    def words(self) -> str:
        """What this reader said, as something that is done."""
        return Answer(self.answer).given


class SignOffReasons(models.Model):
    """The words beside an answer; retention may blank them."""

    sign_off = models.OneToOneField(SignOff, on_delete=models.PROTECT, related_name="reasons")
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"reasons of {self.sign_off_id}"


class ClearedRevision(AppendOnlyModel):
    """A revision that every reader signed off: the only kind that a gated page may show live.

    The triggers on Wagtail's page table and the selector at reading ask this table.
    """

    request = models.OneToOneField(SignOffRequest, on_delete=models.PROTECT, related_name="cleared")
    page_id = models.BigIntegerField(db_index=True)
    revision_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return f"cleared revision {self.revision_id}"


class PageNotice(models.Model):
    """A dated notice from a fixed list that never waits for sign-off; readers are told at once."""

    class Kind(models.TextChoices):
        LAW_CHANGED = "law_changed", _("The law here changed. We are checking this page.")
        BEING_CHECKED = "being_checked", _("We are checking this page. Parts of it may be out of date.")
        CONTACT_CHANGED = (
            "contact_changed",
            _("A telephone number here changed. Use the numbers at the foot."),
        )

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    since = models.DateField(default=clock.today)
    ended_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} on {self.page_id}"


class TakenOut(models.Model):
    """One block of a page that was taken out for safety or law; it never waits for sign-off.

    The block's id is hidden at reading; the signed content stays as it was signed.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    block_id = models.CharField(max_length=36)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now, editable=False)
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "block_id"], name="taken_out_once")]

    def __str__(self) -> str:
        return f"block {self.block_id} of {self.page_id}"


class EditorTaskManager(models.Manager["EditorTask"]):
    """Opens tasks once."""

    def open(
        self,
        *,
        kind: str,
        page_id: int | None = None,
        contribution: Contribution | None = None,
        title: str = "",
    ) -> EditorTask:
        """A task of this kind about this thing; the open one if there is one already."""
        task, _created = self.get_or_create(
            kind=kind,
            page_id=page_id,
            contribution=contribution,
            done_at=None,
            defaults={"title": title[:255]},
        )
        return task


class EditorTask(PublicIdModel):
    """Something that editors have to look at. It names a contribution's code, never a person."""

    class Kind(models.TextChoices):
        WORDS_WITHDRAWN = "words_withdrawn", _("Words were taken out")
        NEW_WORDS = "new_words", _("Somebody gave new words instead of these")
        CONSENT_ENDED = "consent_ended", _("A consent has ended")
        CONSENT_ENDING = "consent_ending", _("A consent ends soon")
        CHANGES_ASKED = "changes_asked", _("A reader asked for changes")
        VETOED = "vetoed", _("A reader said no: talk with the co-production lead")
        SIGNED_OFF = "signed_off", _("Signed off and live")
        NOT_PUBLISHED = "not_published", _("It could not go live")
        SCHEDULE_REFUSED = "schedule_refused", _("The planned date was cleared: it could not go live")
        NUMBER_OLD = "number_old", _("A help line was not checked for 90 days")
        LAW_REVIEW = "law_review", _("Legal text is due for review")

    kind = models.CharField(max_length=20, choices=Kind)
    page_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    title = models.CharField(max_length=255, blank=True)
    words = models.TextField(blank=True, help_text=_("Reasons that a reader gave, for the editors."))
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EditorTaskManager()

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
