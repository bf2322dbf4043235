"""A hold stands beside a thing and blocks every event but its own lifting."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.public_ids import PublicIdModel


class Hold(PublicIdModel):
    """One hold on one thing; the thing keeps its state, so nothing loses its place.

    Purpose: a clock or a decision must wait for a stated reason. Retention: as the
    thing it stands beside.
    """

    class Kind(models.TextChoices):
        INTEGRITY = "integrity", _("Integrity question")
        QUARANTINE = "quarantine", _("Somebody could be identified")
        LEGAL = "legal", _("Legal hold")
        PAUSE = "pause", _("Pause")

    subject_kind = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.TextField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=clock.now, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-placed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind"],
                condition=Q(lifted_at__isnull=True),
                name="one_live_hold_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.subject_kind} {self.subject_id}"
