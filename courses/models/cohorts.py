"""Who learns together and who is enrolled."""

from typing import ClassVar

from django.db import models

from accounts.models import Person
from courses.models.qualification import QualificationVersion
from courses.states import EnrolmentState
from foundation import clock
from foundation.public_ids import PublicIdModel


class Cohort(PublicIdModel):
    """People who learn a version of the qualification together."""

    title = models.CharField(max_length=120, unique=True)
    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="cohorts")
    manager = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="cohorts_managed")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-starts_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Enrolment(PublicIdModel):
    """One person in one cohort, on the version that they enrolled on.

    `due_on` is a date to plan by; nothing closes by itself when it passes.
    `exit_explained_at` is when the way out was shown, before the first section.
    Purpose: learning and assessment. Lawful basis: contract. Retention: two years
    after the last activity without certification, else three years after it.
    """

    State = EnrolmentState

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=12, choices=EnrolmentState, default=EnrolmentState.LIVE)
    enrolled_at = models.DateTimeField(default=clock.now)
    paused_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    exit_explained_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["enrolled_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "cohort"], name="enrolled_once_in_a_cohort")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cohort_id}"
