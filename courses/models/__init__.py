"""Qualification, cohorts and progress; the pages come last."""

from courses.models.cohorts import Cohort, Enrolment, Invitation
from courses.models.qualification import (
    Criterion,
    EvidenceKind,
    LearningOutcome,
    Qualification,
    QualificationVersion,
    Unit,
)

__all__ = [
    "Cohort",
    "Criterion",
    "Enrolment",
    "EvidenceKind",
    "Invitation",
    "LearningOutcome",
    "Qualification",
    "QualificationVersion",
    "Unit",
]
