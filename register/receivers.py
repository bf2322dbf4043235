"""News from the floors below, and what the register does with it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from assessments.models import Release
from assessments.selectors import all_units_met
from assessments.signals import outcome_released
from assessments.states import Outcome
from register.services.cases import open_when_all_units_are_met


@receiver(outcome_released, dispatch_uid="register.open_case")
def open_case_after_release(*, release: Release, **_kwargs: Any) -> None:
    """The last unit was released as met: the accreditation case opens in the same transaction."""
    person, version = release.submission.trainee, release.submission.enrolment.version
    if release.outcome == Outcome.MET and all_units_met(person, version):
        open_when_all_units_are_met(person=person, qualification_version=version)
