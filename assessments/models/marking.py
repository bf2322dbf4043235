"""Who assesses, what they are weighing, and what they decided."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.models.organisations import DatedQuerySet, dated_constraint
from assessments.models.submissions import Submission
from assessments.models.versions import FrozenWords, SubmissionVersion, VersionCriterion, VersionEvidence
from assessments.states import RULES, Outcome
from courses.models import Unit
from foundation import clock
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel


class Competence(models.Model):
    """That somebody is competent, from a day to a day, in one unit or (without one) in all.

    Source: domain reference, section 4: occupational and assessing competence; without
    both a decision needs a countersignature.
    """

    class Kind(models.TextChoices):
        OCCUPATIONAL = "occupational", _("Occupational")
        ASSESSING = "assessing", _("Assessing")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="competences")
    kind = models.CharField(max_length=16, choices=Kind)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [dated_constraint("competence")]
        indexes: ClassVar = [models.Index(fields=["person", "kind"], name="competence_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"


class Allocation(models.Model):
    """That an assessor holds a submission, from then until it ended; one live at a time."""

    class Ended(models.TextChoices):
        DECIDED = "decided", _("Released")
        GIVEN_BACK = "given_back", _("Given back")
        TIE = "tie", _("A tie was declared")
        TAKEN_BACK = "taken_back", _("Taken back by the trainee")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="allocations")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="allocations")
    trainee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=12, choices=Ended, blank=True)
    reason = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(ended_at__isnull=True), name="allocation_one_live"
            ),
            models.CheckConstraint(condition=~Q(assessor=F("trainee")), name="allocation_not_own_work"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended="") | (Q(ended_at__isnull=False) & ~Q(ended="")),
                name="allocation_says_how_it_ended",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["assessor", "ended_at"], name="allocation_by_assessor")]

    def __str__(self) -> str:
        return f"{self.submission_id} with {self.assessor_id}"


class RuleTicks(models.Model):
    """The four rules of evidence for one piece, ticked by the assessor one by one."""

    evidence = models.OneToOneField(VersionEvidence, on_delete=models.PROTECT, related_name="ticks")
    valid = models.BooleanField(_("valid"), default=False)
    authentic = models.BooleanField(_("authentic"), default=False)
    current = models.BooleanField(_("current"), default=False)
    reliable = models.BooleanField(_("reliable"), default=False)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.count} of {len(RULES)}"

    @property
    def count(self) -> int:
        """How many of the four are ticked."""
        return sum(getattr(self, rule) for rule in RULES)

    @property
    def complete(self) -> bool:
        """Whether all four are ticked."""
        return self.count == len(RULES)


class Judgement(models.Model):
    """An assessor's draft for one criterion; nobody else sees it, and it is not a decision."""

    criterion = models.OneToOneField(VersionCriterion, on_delete=models.PROTECT, related_name="judgement")
    enough = models.BooleanField(_("enough evidence"), default=False)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    comment = models.TextField(_("comment for the trainee"), blank=True)
    action = models.TextField(_("what to do next"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.MET) | Q(enough=True), name="judgement_met_needs_enough"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.outcome or 'open'}"


class DecisionAct(PublicIdModel, AppendOnlyModel):
    """One act of deciding a version; after a return there is another act, with the next number."""

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="acts")
    number = models.PositiveSmallIntegerField()
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decision_acts")
    outcome = models.CharField(max_length=12, choices=Outcome)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["version_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="decision_act_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["assessor", "at"], name="act_by_assessor")]

    def __str__(self) -> str:
        return f"act {self.number} on {self.version_id}"


class Decision(PublicIdModel, AppendOnlyModel):
    """Met or not yet met, for one criterion of one version. Words: `DecisionWords`.

    Retention of the row: with the submission; of the words: six years.
    """

    act = models.ForeignKey(DecisionAct, on_delete=models.PROTECT, related_name="decisions")
    criterion = models.ForeignKey(VersionCriterion, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=Outcome)
    enough = models.BooleanField()
    pieces = models.PositiveSmallIntegerField()
    words_digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["act_id", "criterion__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "criterion"], name="decision_once_in_an_act"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.MET) | Q(enough=True, pieces__gte=1),
                name="decision_met_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.outcome}"


class DecisionWords(FrozenWords):
    """The comment, and the action where it is not yet met."""

    WORDS = ("comment", "action")

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="words")
    comment = models.TextField(blank=True)
    action = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of decision {self.decision_id}"


class DecidedTicks(AppendOnlyModel):
    """The rules of evidence as they were ticked when it was decided."""

    act = models.ForeignKey(DecisionAct, on_delete=models.PROTECT, related_name="ticks")
    evidence = models.ForeignKey(VersionEvidence, on_delete=models.PROTECT, related_name="decided_ticks")
    valid = models.BooleanField()
    authentic = models.BooleanField()
    current = models.BooleanField()
    reliable = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "evidence"], name="decided_ticks_once")
        ]

    def __str__(self) -> str:
        return f"ticks of {self.evidence_id} in act {self.act_id}"


class Passage(PublicIdModel):
    """A passage of a text that the assessor marked for a criterion."""

    evidence = models.ForeignKey(VersionEvidence, on_delete=models.PROTECT, related_name="passages")
    criterion = models.ForeignKey(VersionCriterion, on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["evidence_id", "start", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.start} to {self.end} of {self.evidence_id}"


class Worry(PublicIdModel):
    """Somebody may be in danger: words from an assessor to the safeguarding leads, sealed.

    Purpose: to protect a person. Lawful basis: vital interests, substantial public
    interest. Retention: unfounded ones one year.
    """

    PLACE = "assessments.worry"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="worries")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=clock.now, editable=False)
    sealed_words = models.TextField()
    urgent = models.BooleanField(_("somebody is in danger now"), default=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-raised_at", "-pk"]
        verbose_name_plural = "worries"

    def __str__(self) -> str:
        return f"worry {self.public_id}"
