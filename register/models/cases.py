"""The accreditation case and the log of what happened to it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from accounts.roles import RoleName
from courses.models import QualificationVersion
from foundation import clock
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import PublicIdModel, new_public_id
from register.case_states import CLOSED_STATES, OPEN_STATES, CaseMove, CaseState
from register.models.case_words import CaseWords

#: Subject kind of a case in holds, requests and the audit log.
SUBJECT_KIND = "case"


class AccreditationCase(PublicIdModel):
    """One person's way to accreditation (or to renewal, or back), until it is decided.

    `version` counts every event: a page that was opened before the last one is told
    so. `policies` are the numbers as they were on the day it began; a case on its way
    keeps them. `round` counts the times that it came before the panel. `review_of` is
    the refused case that this one looks at again.

    Purpose: to decide about accreditation. Lawful basis: public task. Retention: six
    years after the entry left the register, or after the decision without one.
    """

    class Kind(models.TextChoices):
        ACCREDITATION = "accreditation", _("accreditation")
        RENEWAL = "renewal", _("renewal")
        RESTORATION = "restoration", _("restoration")

    reference = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.ACCREDITATION)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accreditation_cases")
    qualification_version = models.ForeignKey(
        QualificationVersion, on_delete=models.PROTECT, related_name="accreditation_cases"
    )
    employer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="accreditation_cases"
    )
    state = models.CharField(max_length=28, choices=CaseState, default=CaseState.OPEN)
    version = models.PositiveIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0)
    policies = models.JSONField(default=dict)
    review_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="review"
    )
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    state_since = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "opened_at"], name="case_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind", "qualification_version"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="one_open_case_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, state__in=sorted(OPEN_STATES))
                | Q(closed_at__isnull=False, state__in=sorted(CLOSED_STATES)),
                name="case_closed_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether something can still happen to it."""
        return self.state in OPEN_STATES

    @property
    def is_review(self) -> bool:
        """Whether it looks again at a refusal."""
        return self.review_of_id is not None


class CaseEvent(AppendOnlyModel):
    """One thing that happened to a case; `number` counts from 1 without gaps.

    A move changes the state; a record (a check seen, a view recorded) leaves it. Ids,
    codes and a salted digest only: the words lie in `CaseEventWords`.
    """

    class Record(models.TextChoices):
        OPENED = "opened", _("Opened")
        CHECK = "check", _("Check recorded")
        CONDUCT = "conduct", _("Code of conduct signed")
        EMPLOYER = "employer", _("Employer named")
        REFERENCE_ASKED = "reference_asked", _("Reference asked for")
        REFERENCE_RECEIVED = "reference_received", _("Reference received")
        REFERENCE_VERIFIED = "reference_verified", _("Reference verified")
        REFERENCE_REVIEWED = "reference_reviewed", _("Reference read")
        SEATED = "seated", _("Panel member seated")
        STOOD_ASIDE = "stood_aside", _("Panel member stood aside")
        VIEW = "view", _("View recorded")
        DECIDED = "decided", _("Panel decided")
        SERVED = "served", _("Notice served")
        OPENED_NOTICE = "opened_notice", _("Notice opened")
        MORE_TIME_ASKED = "more_time_asked", _("More time asked for")
        MORE_TIME = "more_time", _("More time given")
        NO_MORE_TIME = "no_more_time", _("No more time given")
        ANSWER_ADDED = "answer_added", _("Answer added to")
        NEEDS = "needs", _("Said what they need")
        HEARING = "hearing", _("Hearing arranged")
        HEARD = "heard", _("Heard by the panel")
        HELD = "held", _("Put on hold")
        LIFTED = "lifted", _("Hold lifted")
        REVIEW_ASKED = "review_asked", _("Review asked for")

    #: Acts of sitting members; whoever did another act on a case, prepared it.
    PANEL_ACTS: ClassVar = frozenset(
        {
            Record.STOOD_ASIDE,
            Record.VIEW,
            Record.DECIDED,
            Record.HEARD,
            CaseMove.ASK_FURTHER_INFORMATION,
            CaseMove.GRANT,
            CaseMove.REFUSE,
        }
    )
    KINDS: ClassVar = [*CaseMove.choices, *Record.choices]

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=28, choices=KINDS)
    from_state = models.CharField(max_length=28, choices=CaseState)
    to_state = models.CharField(max_length=28, choices=CaseState)
    subject_id = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    as_role = models.CharField(max_length=32, choices=RoleName, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    words_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["case", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="case_event_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.kind}"


class CaseEventWords(CaseWords):
    """The reason beside an event of a case."""

    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="words")
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of {self.event_id}"
