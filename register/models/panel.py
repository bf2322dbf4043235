"""Sittings, seats, facts, views and decisions of the panel."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework.models import Reason
from foundation import clock
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel
from register.models.case_words import CaseWords
from register.models.cases import AccreditationCase
from register.panel_rules import PanelOutcome, PanelStep


class Sitting(PublicIdModel):
    """A day on which the panel deals with cases; members have a seat per case."""

    class Way(models.TextChoices):
        ONLINE = "online", _("Each member here, in their own time")
        VIDEO = "video", _("By video")
        ROOM = "room", _("In a room")

    held_on = models.DateField()
    way = models.CharField(max_length=8, choices=Way, default=Way.ONLINE)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["held_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["held_on", "way"], name="one_sitting_a_day_and_way")
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.way}"


class PanelMember(PublicIdModel):
    """One member's seat on one case; somebody who stands aside keeps the row and the reason."""

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="seats")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="panel_seats")
    is_chair = models.BooleanField(default=False)
    seated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seated_at = models.DateTimeField(default=clock.now, editable=False)
    stood_aside_at = models.DateTimeField(null=True, blank=True)
    stood_aside_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["case", "-is_chair", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person"], name="one_seat_on_a_case"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(is_chair=True, stood_aside_at__isnull=True),
                name="one_sitting_chair_of_a_case",
            ),
            models.CheckConstraint(
                condition=Q(stood_aside_at__isnull=True) | ~Q(stood_aside_reason=""),
                name="stood_aside_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.case_id}"

    @property
    def sits(self) -> bool:
        """Whether the member has not stood aside."""
        return self.stood_aside_at is None


class CaseFact(models.Model):
    """One statement that the panel finds, or does not find, more likely than not.

    The facts of a round: what the checklist said when the case was put before the
    panel, or the reasons of the notice that the person could answer.
    """

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="facts")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    statement = models.CharField(max_length=400)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["case", "round", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "round", "number"], name="case_fact_once")
        ]

    def __str__(self) -> str:
        return self.statement


class ViewDraft(models.Model):
    """A view that a member is still writing; nobody else reads it."""

    seat = models.OneToOneField(PanelMember, on_delete=models.CASCADE, related_name="draft")
    round = models.PositiveSmallIntegerField()
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"draft of {self.seat_id}"


class PanelView(PublicIdModel, AppendOnlyModel):
    """One member's recorded view in one round; a changed mind is the next `number`."""

    seat = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="views")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    practice_affected = models.BooleanField()
    step = models.CharField(max_length=8, choices=PanelStep)
    at = models.DateTimeField(default=clock.now, editable=False)
    words_digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["seat", "round", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seat", "round", "number"], name="panel_view_number_once")
        ]

    def __str__(self) -> str:
        return f"view {self.number} of {self.seat_id}"


class PanelViewWords(CaseWords):
    """The reasons of a view: for the facts, for practice, for the step."""

    WORDS = ("facts", "practice", "step")

    view = models.OneToOneField(PanelView, on_delete=models.PROTECT, related_name="words")
    facts = models.TextField(blank=True)
    practice = models.TextField(blank=True)
    step = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of {self.view_id}"


class PanelFinding(AppendOnlyModel):
    """That one member found a fact more likely than not, or did not."""

    view = models.ForeignKey(PanelView, on_delete=models.PROTECT, related_name="findings")
    fact = models.ForeignKey(CaseFact, on_delete=models.PROTECT, related_name="findings")
    found = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["view", "fact__number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["view", "fact"], name="panel_finding_once")]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.found}"


class PanelDecision(PublicIdModel, AppendOnlyModel):
    """What the panel came to in one round of a case, closed by its chair."""

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=PanelOutcome)
    votes_for = models.PositiveSmallIntegerField()
    votes = models.PositiveSmallIntegerField()
    stood_aside = models.PositiveSmallIntegerField(default=0)
    reason = models.ForeignKey(Reason, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    words_digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["case", "round"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "round"], name="one_decision_in_a_round"),
            models.CheckConstraint(condition=Q(votes__gte=1), name="decision_has_votes"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.case_id}"


class PanelDecisionWords(CaseWords):
    """The reasons of a decision."""

    decision = models.OneToOneField(PanelDecision, on_delete=models.PROTECT, related_name="words")
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of {self.decision_id}"
