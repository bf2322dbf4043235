"""Who was invited, and the lists that invitations come from."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import localdate

from accounts.models import Organisation
from courses.models.cohorts import Cohort
from courses.states import BatchState, Verdict, Why
from courses.verdicts import explain, without_employer
from foundation import clock
from foundation.models import OutboxMessage
from foundation.public_ids import PublicIdModel


class InvitationQuerySet(models.QuerySet):
    """Invitations by what can still be done with them."""

    def usable(self) -> "InvitationQuerySet":
        """Neither used nor taken back, and not past its time."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now())


class Invitation(PublicIdModel):
    """An invitation to a cohort: one address, one link, once.

    The link's token is kept as a digest. Retention: 90 days when it was not used.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(
        OutboxMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "cohort",
                Lower("email"),
                condition=Q(revoked_at__isnull=True),
                name="invited_once_to_a_cohort",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.public_id}"

    @property
    def is_usable(self) -> bool:
        """Whether the link still opens."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > clock.now()

    @property
    def last_day(self) -> dt.date:
        """The last London day on which the link opens."""
        return localdate(self.expires_at - dt.timedelta(microseconds=1))


class InvitationBatch(PublicIdModel):
    """A list of people to invite, as it was typed or uploaded, and what would happen.

    Purpose: to see before anything is sent. Lawful basis: contract. Retention: seven
    days when nothing was sent, else as the invitations that came from it.
    """

    State = BatchState

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="invitation_batches")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    file_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.READY)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        verbose_name_plural = "invitation batches"

    def __str__(self) -> str:
        return f"list {self.public_id}"


class InvitationLine(models.Model):
    """One line of a list: what it said, what will happen, and why."""

    batch = models.ForeignKey(InvitationBatch, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    email = models.CharField(max_length=320, blank=True)
    name = models.CharField(max_length=200, blank=True)
    organisation_text = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    verdict = models.CharField(max_length=8, choices=Verdict)
    why = models.CharField(max_length=16, choices=[(item.value, item.name) for item in Why], blank=True)
    details = models.JSONField(default=dict, blank=True)
    decided = models.BooleanField(
        null=True, blank=True, help_text="What a manager chose where it was theirs to choose"
    )
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="lines"
    )

    class Meta:
        ordering: ClassVar = ["batch", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="line_once_in_a_list")
        ]

    def __str__(self) -> str:
        return f"line {self.number} of {self.batch_id}"

    @property
    def reason(self) -> str:
        """Why this line has its verdict, in words; empty where nothing needs saying."""
        if self.why == Why.ORGANISATION and self.decided:
            return without_employer(self.details)
        return explain(self.why, self.details)
