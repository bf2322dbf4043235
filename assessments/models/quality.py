"""Sampling that can be recomputed, reviews, and releases."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from assessments.models.marking import Decision, DecisionAct
from assessments.models.submissions import Submission
from assessments.models.versions import FrozenWords, SubmissionVersion
from assessments.states import Outcome
from courses.models import Unit
from foundation import clock
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel


class SamplingPeriod(PublicIdModel):
    """A period of sampling with a seed that nobody can foresee and everybody can check.

    The seed (128 bits) is sealed; its hash is published when the period opens, itself
    when it closes. Source: domain reference, section 4.
    """

    PLACE = "assessments.sampling_seed"

    title = models.CharField(max_length=80)
    opens_on = models.DateField(default=clock.today)
    closes_on = models.DateField()
    sealed_seed = models.TextField()
    seed_sha256 = models.CharField(max_length=64)
    seed = models.CharField(max_length=32, blank=True)
    random_percent = models.PositiveSmallIntegerField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opens_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(closed_at__isnull=True), name="sampling_one_open_period"
            ),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="sampling_period_ends"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, seed="") | (Q(closed_at__isnull=False) & ~Q(seed="")),
                name="sampling_seed_published_on_close",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def printed_hash(self) -> str:
        """The seed's hash in groups of four, to compare by eye."""
        return " ".join(self.seed_sha256[at : at + 4] for at in range(0, 64, 4))


class DrawReason(models.TextChoices):
    """Why a piece was chosen, or that it was not."""

    NEW_ASSESSOR = "new_assessor", _("One of a new assessor’s first five")
    FIRST_IN_UNIT = "first_in_unit", _("First piece of this assessor in this unit in twelve months")
    RESUBMISSION = "resubmission", _("Resubmission")
    PRIOR_LEARNING = "prior_learning", _("Prior learning")
    RETURNED = "returned", _("Decided again after a return")
    RANDOM = "random", _("At random")
    CHOSEN = "chosen", _("Chosen by a quality assurer")
    NOT_DRAWN = "not_drawn", _("Not drawn")


class SamplingDraw(AppendOnlyModel):
    """What the draw said about one act of deciding. Made in the deciding transaction."""

    act = models.ForeignKey(DecisionAct, on_delete=models.PROTECT, related_name="draws")
    period = models.ForeignKey(SamplingPeriod, on_delete=models.PROTECT, related_name="draws")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="draws")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16, choices=DrawReason)
    number = models.CharField(max_length=16, help_text="First 64 bits of the keyed hash, hexadecimal")
    percent = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["act"], condition=~Q(reason=DrawReason.CHOSEN), name="draw_once_for_an_act"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["period", "assessor", "unit"], name="draw_matrix")]

    def __str__(self) -> str:
        return f"{self.reason} for act {self.act_id}"

    @property
    def sampled(self) -> bool:
        """Whether the piece was chosen."""
        return self.reason != DrawReason.NOT_DRAWN


class QualityReview(PublicIdModel, AppendOnlyModel):
    """A quality assurer's verdict on an act of deciding. Words: `QualityReviewWords`."""

    class Result(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        RETURNED = "returned", _("Returned to the assessor")

    act = models.OneToOneField(DecisionAct, on_delete=models.PROTECT, related_name="review")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    trainee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=12, choices=Result)
    at = models.DateTimeField(default=clock.now, editable=False)
    words_digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reviewer=F("assessor")), name="review_not_by_assessor"),
            models.CheckConstraint(condition=~Q(reviewer=F("trainee")), name="review_not_by_trainee"),
        ]

    def __str__(self) -> str:
        return f"{self.result} by {self.reviewer_id}"


class QualityReviewWords(FrozenWords):
    """The reasons of a review; the assessor reads them, the trainee may ask for them."""

    WORDS = ("reasons",)

    review = models.OneToOneField(QualityReview, on_delete=models.PROTECT, related_name="words")
    reasons = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of review {self.review_id}"


class Verdict(AppendOnlyModel):
    """What the quality assurer says of one decision."""

    class Answer(models.TextChoices):
        AGREE = "agree", _("I agree")
        AGREE_WITH_NOTE = "agree_with_note", _("Agree, with a note")
        RETURN = "return", _("Return this one")

    review = models.ForeignKey(QualityReview, on_delete=models.PROTECT, related_name="verdicts")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="verdict")
    answer = models.CharField(max_length=16, choices=Answer)
    words_digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.answer} on {self.decision_id}"


class VerdictWords(FrozenWords):
    """The note beside a verdict, for the assessor."""

    WORDS = ("note",)

    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="words")
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of verdict {self.verdict_id}"


class Release(PublicIdModel, AppendOnlyModel):
    """That an outcome was released to the trainee."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="releases")
    version = models.OneToOneField(SubmissionVersion, on_delete=models.PROTECT, related_name="release")
    act = models.OneToOneField(DecisionAct, on_delete=models.PROTECT, related_name="release")
    outcome = models.CharField(max_length=12, choices=Outcome)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.outcome}"


class ReleaseOpened(AppendOnlyModel):
    """That the trainee opened a result, by their own act."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="opened")
    at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return f"release {self.release_id} opened"
