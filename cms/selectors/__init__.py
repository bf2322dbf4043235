"""Reads. `served` is the one door through which a gated page is read."""

from cms.selectors.gate import (
    cleared_revision,
    contributions_of,
    dead_contributions,
    gate_problems,
    is_gated,
    readers_of,
)
from cms.selectors.serving import notices_of, served, served_many

__all__ = [
    "cleared_revision",
    "contributions_of",
    "dead_contributions",
    "gate_problems",
    "is_gated",
    "notices_of",
    "readers_of",
    "served",
    "served_many",
]
