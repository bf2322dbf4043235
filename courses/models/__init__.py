"""Qualification, cohorts and progress; the pages come last."""

from courses.models.cohorts import Cohort, Enrolment
from courses.models.invitations import Invitation, InvitationBatch, InvitationLine
from courses.models.progress import (
    ModuleCompletion,
    NotesLock,
    Place,
    Reflection,
    ReflectionKey,
    SectionCompletion,
)
from courses.models.qualification import (
    Criterion,
    EvidenceKind,
    LearningOutcome,
    Qualification,
    QualificationVersion,
    Unit,
)

from courses.pages import ModulePage, ProgrammePage, SectionPage  # isort: skip

__all__ = [
    "Cohort",
    "Criterion",
    "Enrolment",
    "EvidenceKind",
    "Invitation",
    "InvitationBatch",
    "InvitationLine",
    "LearningOutcome",
    "ModuleCompletion",
    "ModulePage",
    "NotesLock",
    "Place",
    "ProgrammePage",
    "Qualification",
    "QualificationVersion",
    "Reflection",
    "ReflectionKey",
    "SectionCompletion",
    "SectionPage",
    "Unit",
]
