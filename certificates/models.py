"""A document that can be checked: the certificate, its printed bytes, what happened to it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates import codes
from certificates.states import CertificateAct, CertificateState
from foundation import clock, sealed
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel

CODE_PLACE = "certificate.code"
CODE_PURPOSE = "certificate.code"


def code_digest(code: str) -> str:
    """The keyed digest under which a certificate is found."""
    return sealed.lookup_digest(code, purpose=CODE_PURPOSE)


class Certificate(PublicIdModel):
    """One issued paper. It says what was true on the day of issue, and nothing about today.

    Purpose: proof for the holder that others can check. Lawful basis: public task.
    Retention: the words (name, facts, documents) six years after the award ended.
    `award` is the public id of what it proves, known only to whoever asked for it.
    """

    class Kind(models.TextChoices):
        ACCREDITATION = "accreditation", _("Accreditation")
        QUALIFICATION = "qualification", _("Qualification")

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=16, choices=Kind)
    award = models.CharField(max_length=40)
    code_digest = models.CharField(max_length=64, unique=True)
    sealed_code = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=CertificateState, default=CertificateState.LIVE)
    issued_at = models.DateTimeField(default=clock.now, editable=False)
    #: Taken back for safety: its code is then like a code that does not exist.
    leads_nowhere = models.BooleanField(default=False)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    class Meta:
        ordering: ClassVar = ["-issued_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "award"], name="certificate_by_award")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "award"],
                condition=Q(state=CertificateState.LIVE),
                name="one_live_certificate_for_an_award",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="certificate_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CertificateState.values), name="certificate_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} certificate {self.pk}"

    @property
    def code(self) -> str:
        """The code as it was drawn; needs the site's key."""
        return sealed.open_sealed(self.sealed_code, place=CODE_PLACE)

    @property
    def printed_code(self) -> str:
        return codes.format_code(self.code)


class CertificateDocument(models.Model):
    """The printed bytes of a certificate in one language, as they were issued."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="documents")
    language = models.CharField(max_length=2, choices=[("en", "English"), ("cy", "Cymraeg")])
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "language"], name="certificate_once_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.language} document of {self.certificate_id}"


class CertificateEvent(AppendOnlyModel):
    """What happened to a certificate: codes, ids and a time."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=12, choices=CertificateAct)
    reason = models.CharField(max_length=48, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.act} of certificate {self.certificate_id}"
