"""What was sent: copies that never change, and their words, which retention may blank."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models

from assessments.models.submissions import DeclarationCode, EvidenceFile, Submission
from courses.models import Criterion, EvidenceKind
from foundation import clock, sealed
from foundation.append_only import AppendOnlyModel
from foundation.exceptions import Refused
from foundation.public_ids import PublicIdModel

if TYPE_CHECKING:
    from assessments.models.marking import RuleTicks


def new_salt() -> str:
    """A salt of 16 bytes, kept and blanked together with the words that it protects."""
    return secrets.token_hex(16)


class FrozenWords(models.Model):
    """Words beside an append-only row: they stay, or they are blanked for good.

    The row beside them keeps a salted digest. When the words go, the salt goes, and
    the digest says nothing any more.
    """

    WORDS: ClassVar[tuple[str, ...]] = ()

    salt = models.CharField(max_length=32, default=new_salt)
    blanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the words. Raises Refused when they are there already."""
        if not self._state.adding:
            raise Refused(f"{self._meta.label}: these words stay as they are, or are blanked")
        super().save(*args, **kwargs)

    def digest(self) -> str:
        """The salted digest of the words as they stand."""
        words = json.dumps([getattr(self, name) for name in self.WORDS], ensure_ascii=False)
        return sealed.salted_digest(words, salt=bytes.fromhex(self.salt))

    def blank(self) -> None:
        """Forget the words and their salt; this cannot be undone."""
        type(self).objects.filter(pk=self.pk).update(
            **dict.fromkeys(self.WORDS, ""), salt="", blanked_at=clock.now()
        )


class SubmissionVersion(PublicIdModel, AppendOnlyModel):
    """One sending: number, time, and a copy of all that it consists of."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["submission_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}, version {self.number}"


class VersionCriterion(PublicIdModel, AppendOnlyModel):
    """A criterion as it read when the version was sent.

    `carried_from` is the decision by which it was met before: then it is not assessed again.
    """

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="criteria")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    text = models.CharField(max_length=400)
    outcome_code = models.CharField(max_length=16)
    outcome_title = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()
    carried_from = models.ForeignKey(
        "assessments.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["version_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "criterion"], name="version_criterion_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class VersionEvidence(PublicIdModel, AppendOnlyModel):
    """A piece of evidence as it was sent; its words lie in `VersionEvidenceWords`."""

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=24, choices=EvidenceKind)
    position = models.PositiveSmallIntegerField()
    word_count = models.PositiveIntegerField(default=0)
    words_digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["version_id", "position"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.public_id})"

    @property
    def name(self) -> str:
        """The title that the trainee gave, else the kind."""
        return self.words.title or str(self.get_kind_display())

    @property
    def rule_ticks(self) -> RuleTicks | None:
        """The assessor's ticks, if any were made."""
        return getattr(self, "ticks", None)

    @property
    def all_ticked(self) -> bool:
        """Whether all four rules of evidence are ticked."""
        return self.rule_ticks is not None and self.rule_ticks.complete


class VersionEvidenceWords(FrozenWords):
    """Title, text and witness of a piece of evidence. Retention: with the submission."""

    WORDS = ("title", "text", "witness_name", "witness_role", "witness_relationship")

    evidence = models.OneToOneField(VersionEvidence, on_delete=models.PROTECT, related_name="words")
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    witness_name = models.CharField(max_length=120, blank=True)
    witness_role = models.CharField(max_length=120, blank=True)
    witness_relationship = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"words of {self.evidence_id}"


class VersionCoverage(AppendOnlyModel):
    """That a piece of evidence was sent for a criterion."""

    evidence = models.ForeignKey(VersionEvidence, on_delete=models.PROTECT, related_name="coverage")
    criterion = models.ForeignKey(VersionCriterion, on_delete=models.PROTECT, related_name="coverage")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evidence", "criterion"], name="coverage_once")
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} for {self.criterion_id}"


class VersionFile(AppendOnlyModel):
    """A file as it was sent: digest, size and kind. Its bytes stay in the storage."""

    evidence = models.ForeignKey(VersionEvidence, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="sent")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["evidence_id", "pk"]

    def __str__(self) -> str:
        return f"file {self.file_id} of {self.evidence_id}"


class VersionDeclaration(AppendOnlyModel):
    """That something was confirmed when the version was sent."""

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="declarations")
    code = models.CharField(max_length=16, choices=DeclarationCode)
    confirmed_at = models.DateTimeField()
    with_words = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="version_declaration_once")
        ]

    def __str__(self) -> str:
        return self.code


class VersionWords(FrozenWords):
    """Where the trainee said that AI wrote or changed something."""

    WORDS = ("ai_use",)

    version = models.OneToOneField(SubmissionVersion, on_delete=models.PROTECT, related_name="words")
    ai_use = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of version {self.version_id}"
