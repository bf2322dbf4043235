"""Qualification, cohorts and progress; the pages come last."""

from courses.models.cohorts import Cohort, Enrolment
from courses.models.invitations import Invitation, InvitationBatch, InvitationLine
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
    "InvitationBatch",
    "InvitationLine",
    "LearningOutcome",
    "Qualification",
    "QualificationVersion",
    "Unit",
]
