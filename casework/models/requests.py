"""What is asked of somebody else: a reference, a check, a testimony, more information."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.states import RequestState
from foundation import clock
from foundation.public_ids import PublicIdModel


class Request(PublicIdModel):
    """One ask: of whom, about what, until when. A link of its own serves people without account.

    Retention: as the case it belongs to; the address is blanked 90 days after it ended.
    """

    class Kind(models.TextChoices):
        REFERENCE = "reference", _("Reference")
        CHECK = "check", _("Check")
        FURTHER_INFORMATION = "further_information", _("Further information")
        WITNESS_TESTIMONY = "witness_testimony", _("Witness testimony")
        SIGN_OFF = "sign_off", _("Sign-off")

    kind = models.CharField(max_length=24, choices=Kind)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.REQUESTED)
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="asks"
    )
    asked_name = models.CharField(max_length=120, blank=True)
    asked_email = models.EmailField(max_length=254, blank=True)
    asked_role = models.CharField(max_length=120, blank=True)
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="request_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class RequestItem(models.Model):
    """One thing that an ask asks for, and its answer."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300)
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["request", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "number"], name="request_item_once")
        ]

    def __str__(self) -> str:
        return self.question
