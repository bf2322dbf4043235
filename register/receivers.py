"""News from the floors below, and what the register does with it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from assessments.models import Submission
from assessments.selectors import all_units_met
from assessments.signals import outcome_released
from register.services.cases import open_when_all_units_are_met


@receiver(outcome_released, dispatch_uid="register.open_case")
def open_case_after_release(*, submission_id: int, **_kwargs: Any) -> None:
    """The last unit was released as met: the accreditation case opens in the same transaction."""
    submission = Submission.objects.select_related("trainee", "enrolment__version").get(pk=submission_id)
    version = submission.enrolment.version
    if all_units_met(submission.trainee, version):
        open_when_all_units_are_met(person=submission.trainee, qualification_version=version)
