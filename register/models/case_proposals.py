"""The notice of proposal, how it reached the person, and what the person answers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Reason
from foundation import clock
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel
from register.models.case_words import CaseWords
from register.models.cases import AccreditationCase


class Proposal(PublicIdModel):
    """A notice that a refusal is proposed: nothing is decided, and the person can answer.

    `answer_until` is a London day, the last one included; it moves with service on a
    second channel, with more time, and with a hold. `closed_at` is when an answer came
    or the time was over; `spent_at` is when the panel asked for something new, so that
    this notice can no longer carry a refusal. Retention: six years.
    """

    class Closed(models.TextChoices):
        ANSWER = "answer", _("An answer came in")
        TIME_OVER = "time_over", _("The time to answer was over")
        WITHDRAWN = "withdrawn", _("The case was withdrawn")

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    proposed = models.TextField()
    why_not_less = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    answer_until = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=12, choices=Closed, blank=True)
    spent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["case", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="proposal_number_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(closed_at__isnull=True),
                name="one_proposal_waits_for_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="proposal_says_how_it_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.number} in {self.case_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether the person can still send the first answer."""
        return self.closed_at is None

    @property
    def is_ripe(self) -> bool:
        """Whether a refusal could rest on this notice."""
        return (
            self.closed_at is not None and self.closed_by != self.Closed.WITHDRAWN and self.spent_at is None
        )


class ProposalReason(models.Model):
    """One reason of a notice, with where the evidence for it is."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="reasons")
    number = models.PositiveSmallIntegerField()
    statement = models.CharField(max_length=400)
    evidence = models.CharField(max_length=300)
    reason = models.ForeignKey(Reason, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["proposal", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_reason_once")
        ]

    def __str__(self) -> str:
        return self.statement


class ProposalService(models.Model):
    """That a notice went to the person by one channel, reached them, and was opened."""

    class Channel(models.TextChoices):
        SITE = "site", _("Here, with an email that there is an update")
        LETTER = "letter", _("A letter")
        PHONE = "phone", _("A telephone call")
        HAND = "hand", _("By hand")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="services")
    channel = models.CharField(max_length=8, choices=Channel)
    sent_at = models.DateTimeField(default=clock.now)
    served_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["proposal", "sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "channel"], name="served_once_by_a_channel")
        ]

    def __str__(self) -> str:
        return f"{self.channel} for {self.proposal_id}"


class ProposalAnswer(PublicIdModel, AppendOnlyModel):
    """What the person says to a notice. Every answer stays, in the order it came."""

    class Kind(models.TextChoices):
        WRITING = "writing", _("An answer in writing")
        SPEAK = "speak", _("Asks to speak to the panel")
        MORE_TIME = "more_time", _("Asks for more time")
        AGREE = "agree", _("Agrees")
        NEEDS = "needs", _("Says what they need so that they can take part")

    #: What ends the waiting; the panel can go on.
    ANSWERS: ClassVar = frozenset({Kind.WRITING, Kind.SPEAK, Kind.AGREE})

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    words_digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["proposal", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} to {self.proposal_id}"


class ProposalAnswerWords(CaseWords):
    """The words of an answer, and what the person needs so that they can take part."""

    WORDS = ("text", "needs")

    answer = models.OneToOneField(ProposalAnswer, on_delete=models.PROTECT, related_name="words")
    text = models.TextField(blank=True)
    needs = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of {self.answer_id}"


class ProposalHearing(models.Model):
    """When and how somebody who asked to speak is heard; the panel waits until it was."""

    answer = models.OneToOneField(ProposalAnswer, on_delete=models.PROTECT, related_name="hearing")
    held_on = models.DateField()
    how = models.CharField(max_length=200)
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField(default=clock.now, editable=False)
    heard_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"hearing of {self.answer_id}"


class ProposalExtension(AppendOnlyModel):
    """More time, given or not given. The first is given when it is asked for."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="extensions")
    answer = models.OneToOneField(ProposalAnswer, on_delete=models.PROTECT, related_name="extension")
    days = models.PositiveSmallIntegerField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["proposal", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.days} days for {self.proposal_id}"
