"""Reads of the assessment: what the other apps ask, under one name."""

from assessments.selectors.outcomes import (
    all_units_met,
    opened_units,
    released_units,
    trainee_units,
    updates_waiting,
)

__all__ = ["all_units_met", "opened_units", "released_units", "trainee_units", "updates_waiting"]
