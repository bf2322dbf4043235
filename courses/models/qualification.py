"""Qualification, version, unit, learning outcome, criterion: what is assessed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.public_ids import PublicIdModel


class EvidenceKind(models.TextChoices):
    """How a criterion can be shown. Source: domain reference, section 4."""

    REFLECTIVE_ACCOUNT = "reflective_account", _("Reflective account")
    CASE_STUDY = "case_study", _("Case study")
    OBSERVATION = "observation", _("Observation record")
    PROFESSIONAL_DISCUSSION = "professional_discussion", _("Professional discussion")
    WITNESS_TESTIMONY = "witness_testimony", _("Witness testimony")
    WORK_PRODUCT = "work_product", _("Work product")
    LEGISLATION_ACCOUNT = "legislation_account", _("Legislation account")
    KNOWLEDGE_CHECK = "knowledge_check", _("Knowledge check")
    PRIOR_LEARNING = "prior_learning", _("Recognition of prior learning")


class Qualification(PublicIdModel):
    """What the university awards. It is not accreditation and not an organisation's approval."""

    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=200)
    title_cy = models.CharField(max_length=200, blank=True)
    cy_checked_on = models.DateField(null=True, blank=True)
    awarding_body = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.title


class QualificationVersion(PublicIdModel):
    """The criteria as they stood; a trainee stays on the version they enrolled on."""

    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="versions")
    number = models.CharField(max_length=16)
    since = models.DateField()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["qualification", "number"], name="qualification_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.qualification} {self.number}"


class Unit(PublicIdModel):
    """A part of the qualification that is assessed as a whole."""

    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=16)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    evidence_kinds = models.JSONField(default=list, help_text="Codes of EvidenceKind that suit this unit")
    module_numbers = models.JSONField(default=list, help_text="Numbers of the modules that prepare for it")

    class Meta:
        ordering: ClassVar = ["version", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="unit_code_once"),
            models.UniqueConstraint(fields=["version", "number"], name="unit_number_once"),
        ]

    def __str__(self) -> str:
        return f"Unit {self.number}: {self.title}"


class LearningOutcome(models.Model):
    """What somebody will know or be able to do."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="outcomes")
    code = models.CharField(max_length=16)
    title = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["unit", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "code"], name="outcome_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Criterion(PublicIdModel):
    """One assessment criterion, met or not yet met."""

    outcome = models.ForeignKey(LearningOutcome, on_delete=models.PROTECT, related_name="criteria")
    code = models.CharField(max_length=16)
    text = models.CharField(max_length=400)

    class Meta:
        ordering: ClassVar = ["outcome", "code"]
        verbose_name_plural = "criteria"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outcome", "code"], name="criterion_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
