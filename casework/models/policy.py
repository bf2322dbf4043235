"""Numbers with the day from which they hold, and reasons as data."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation import clock


class PolicyNumber(models.Model):
    """A value of one of the programme's numbers from a day on; cases keep those they began with."""

    code = models.CharField(max_length=48)
    value = models.PositiveIntegerField()
    effective_from = models.DateField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["code", "-effective_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "effective_from"], name="one_value_of_a_policy_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value} from {self.effective_from}"


class Reason(models.Model):
    """A reason that can be given for a step: what it says, and what may follow from it."""

    class For(models.TextChoices):
        CASE = "case", _("A decision on an accreditation case")
        SUSPENSION = "suspension", _("A suspension")
        SAMPLING = "sampling", _("Choosing work for quality assurance")
        RETURN = "return", _("Returning work to an assessor")
        CONFLICT = "conflict", _("Not being able to judge")
        CERTIFICATE = "certificate", _("Ending a certificate")

    code = models.CharField(max_length=48, unique=True)
    applies_to = models.CharField(max_length=16, choices=For)
    text = models.CharField(max_length=300)
    text_cy = models.CharField(max_length=300, blank=True)
    text_cy_checked_on = models.DateField(null=True, blank=True)
    may_ask_for_more = models.BooleanField(default=False)
    may_propose_refusal = models.BooleanField(default=False)
    needs_note = models.BooleanField(default=False)
    apply_again_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["applies_to", "code"]

    def __str__(self) -> str:
        return self.text
