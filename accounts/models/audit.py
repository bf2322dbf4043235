"""What was done, by whom, under which role; and what somebody is told here."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.roles import RoleName
from foundation import clock
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel


class AuditEvent(AppendOnlyModel):
    """One act: a code, ids and a time. Words, if any, lie in `AuditDetail`.

    Purpose: to answer who did what and why. Lawful basis: public task.
    Retention: six years; the detail may be blanked sooner.
    """

    action = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    as_role = models.CharField(max_length=32, choices=RoleName, blank=True)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["action", "at"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"


class AuditDetail(models.Model):
    """The words beside an audit event (a reason, what changed); retention may blank it."""

    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="detail")
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"detail of {self.event_id}"


class Notice(PublicIdModel):
    """Something a person is told on the site; the mail says only that there is an update."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=48)
    title = models.CharField(max_length=160)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    later_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["user", "opened_at"], name="notice_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
