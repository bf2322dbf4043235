"""A submission, what happened to it, and what its trainee is writing."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from assessments.states import ON_ITS_WAY, WRITABLE, Event, State
from courses.models import Criterion, Enrolment, EvidenceKind, Unit
from foundation import clock
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel


class Submission(PublicIdModel):
    """A trainee's work for one unit of one enrolment, through all its versions.

    Purpose: to assess a unit. Lawful basis: contract and public task. Retention:
    three years after certification, two after the last activity without it.
    `trainee` repeats the enrolment's person, so that the pool can be searched and
    independence be checked without joins; it is set once.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    trainee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=24, choices=State, default=State.DRAFT)
    attempt = models.PositiveSmallIntegerField(default=1)
    event_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    saved_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_by = models.DateField(null=True, blank=True)
    resubmit_by = models.DateField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["unit__number", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "sent_at"], name="submission_waiting")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "unit"], name="submission_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="submission_state_known"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | Q(state__in=[State.DRAFT, State.WITHDRAWN]),
                name="submission_sent_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What people call it aloud: S-2041. Never part of an address."""
        return f"S-{2000 + self.pk}"

    @property
    def is_writable(self) -> bool:
        """Whether the trainee may write and attach now."""
        return self.state in WRITABLE

    @property
    def is_on_its_way(self) -> bool:
        """Whether it was sent and nothing is released yet."""
        return self.state in ON_ITS_WAY

    @property
    def is_resubmission(self) -> bool:
        """Whether this is the second attempt or a later one."""
        return self.attempt > 1


class SubmissionEvent(AppendOnlyModel):
    """One event in the life of a submission; `number` counts from 1 without gaps."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=24, choices=Event)
    from_state = models.CharField(max_length=24, choices=State)
    to_state = models.CharField(max_length=24, choices=State)
    version_number = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["submission_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "number"], name="submission_event_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.event}"


class Evidence(PublicIdModel):
    """A piece of evidence that the trainee is working on: words, files, or both.

    `sent_in` names the version that froze a copy of it; without one it belongs to
    the draft. `revision` tells two tabs apart.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=24, choices=EvidenceKind)
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True)
    witness_name = models.CharField(_("name of the witness"), max_length=120, blank=True)
    witness_role = models.CharField(_("their role"), max_length=120, blank=True)
    witness_relationship = models.CharField(_("how they know your work"), max_length=160, blank=True)
    criteria = models.ManyToManyField(Criterion, related_name="+", blank=True)
    sent_in = models.ForeignKey(
        "assessments.SubmissionVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="drafts",
    )
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The title that the trainee gave, else the kind."""
        return self.title or str(self.get_kind_display())


class EvidenceFile(PublicIdModel):
    """A file in the evidence storage, under a random name, cleaned of hidden details.

    `name` is the name it had with the trainee: data for people, never a path.
    `remarks` are the comments and tracked changes found in it, shown to the sender.
    """

    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField(max_length=160)
    storage_name = models.CharField(max_length=80, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    cleaned = models.JSONField(default=list, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    remarks_removed = models.PositiveSmallIntegerField(default=0)
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class DeclarationCode(models.TextChoices):
    """What is confirmed before sending. Source: domain reference, section 4."""

    OWN_WORK = "own_work", _("This is my own work")
    AI = "ai", _("No AI wrote or changed my argument, or I have said where")
    NOBODY_KNOWN = "nobody_known", _("Nobody’s client can be identified")
    AGREED = (
        "agreed",
        _(
            "The person I write about agreed to this use, or I write of my own practice alone; "
            "and my employer allows this file"
        ),
    )


class Declaration(models.Model):
    """A confirmation in the draft; sending copies it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="declarations")
    code = models.CharField(max_length=16, choices=DeclarationCode)
    words = models.TextField(blank=True, help_text="Where AI wrote or changed something")
    confirmed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "code"], name="declaration_once")
        ]

    def __str__(self) -> str:
        return self.code
