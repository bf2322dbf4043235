"""What a case waits for beside units and references: checks, code of conduct, employer."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Nation, Organisation, Person
from foundation import clock, sealed
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel

CHECK_PLACE = "check.number"


class CheckRecord(PublicIdModel):
    """That a criminal-record check was seen: its kind, number and date, never its content.

    Source: domain reference, section 2. Nothing in a check bars by itself; where
    something was to be decided, two trained people heard the person, and all that is
    known here is that it was decided separately. The panel learns only "suitable".
    Retention: six months after it stopped being valid, then number and date go.
    """

    class Kind(models.TextChoices):
        DBS_ENHANCED = "dbs_enhanced", _("Enhanced check (Disclosure and Barring Service)")
        PVG = "pvg", _("Protecting Vulnerable Groups scheme (Disclosure Scotland)")
        ACCESS_NI = "access_ni", _("Enhanced check (AccessNI)")

    class Result(models.TextChoices):
        NOTHING_TO_DECIDE = "nothing_to_decide", _("Seen, nothing to decide")
        DECIDED_SEPARATELY = "decided_separately", _("Decided separately: suitable")

    KIND_OF_NATION: ClassVar = {
        Nation.ENGLAND: Kind.DBS_ENHANCED,
        Nation.WALES: Kind.DBS_ENHANCED,
        Nation.SCOTLAND: Kind.PVG,
        Nation.NORTHERN_IRELAND: Kind.ACCESS_NI,
    }

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="check_records")
    kind = models.CharField(max_length=16, choices=Kind)
    sealed_number = models.TextField(blank=True)
    dated_on = models.DateField()
    valid_until = models.DateField()
    result = models.CharField(max_length=20, choices=Result)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-dated_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("dated_on")), name="check_valid_after_its_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.dated_on}"

    @property
    def number(self) -> str:
        """The number on the certificate, for those who may see it; "" once it is blanked."""
        return sealed.open_sealed(self.sealed_number, place=CHECK_PLACE) if self.sealed_number else ""


class CodeOfConductSignature(AppendOnlyModel):
    """That a person signed one version of the code of conduct, and when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conduct_signatures")
    conduct_version = models.CharField(max_length=16)
    signed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-signed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "conduct_version"], name="conduct_signed_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} signed {self.conduct_version}"


class ApprovalQuerySet(models.QuerySet):
    """The rows that say how an organisation stands; the latest that has begun holds."""

    def begun(self, day: dt.date) -> Self:
        """The rows that have begun on `day`, the one that holds first."""
        return self.filter(since__lte=day).order_by("organisation_id", "-since", "-pk")


class OrganisationApproval(PublicIdModel):
    """An organisation as an IMSA employing organisation, as dated rows.

    Separate from a person's accreditation and from the qualification (domain
    reference, section 1). The latest row that has begun holds; an approval past its
    last day has lapsed, whether or not anybody recorded it.
    """

    class Status(models.TextChoices):
        APPROVED = "approved", _("Approved")
        LAPSED = "lapsed", _("Lapsed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="approvals")
    status = models.CharField(max_length=12, choices=Status, default=Status.APPROVED)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="approval_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(until__isnull=False), name="approval_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.status}"

    def status_on(self, day: dt.date) -> Status:
        """How this row stands on `day`: an approval whose last day is over has lapsed."""
        if self.status == self.Status.APPROVED and self.until is not None and self.until < day:
            return self.Status.LAPSED
        return self.Status(self.status)
