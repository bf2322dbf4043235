"""Writes to the register. Each service is one verb in one transaction."""

from register.services.awards import PreparedAward, award, prepare_award
from register.services.decisions import record_decision
from register.services.interim import interim_ends_on, lift_interim, suspend_interim
from register.services.own import (
    change_visibility,
    leave,
    new_number_for_safety,
    prepare_new_papers,
    show_employer,
)

__all__ = [
    "PreparedAward",
    "award",
    "change_visibility",
    "interim_ends_on",
    "leave",
    "lift_interim",
    "new_number_for_safety",
    "prepare_award",
    "prepare_new_papers",
    "record_decision",
    "show_employer",
    "suspend_interim",
]
