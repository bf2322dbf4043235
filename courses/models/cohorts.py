"""Who learns together, who was invited, who is enrolled."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from courses.models.qualification import QualificationVersion
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


class Invitation(PublicIdModel):
    """An invitation to a cohort: one address, one link, once.

    The link's token is kept as a digest. Retention: 90 days when it was not used.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "cohort",
                Lower("email"),
                condition=Q(revoked_at__isnull=True),
                name="invited_once_to_a_cohort",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.public_id}"


class Enrolment(PublicIdModel):
    """One person in one cohort, on the version that they enrolled on."""

    class State(models.TextChoices):
        LIVE = "live", _("Learning")
        PAUSED = "paused", _("Paused")
        COMPLETED = "completed", _("Completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=12, choices=State, default=State.LIVE)
    enrolled_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["enrolled_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "cohort"], name="enrolled_once_in_a_cohort")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cohort_id}"
