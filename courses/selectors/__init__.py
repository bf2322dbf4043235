"""Reads of `courses`. The names here are what other folders use."""

from courses.selectors.progress import (
    Gap,
    LearnerHome,
    ModuleStep,
    NextStep,
    current_enrolment,
    learner_home,
    may_extend,
    next_step,
    people_of,
    unit_gaps,
    way_through,
)

__all__ = [
    "Gap",
    "LearnerHome",
    "ModuleStep",
    "NextStep",
    "current_enrolment",
    "learner_home",
    "may_extend",
    "next_step",
    "people_of",
    "unit_gaps",
    "way_through",
]
