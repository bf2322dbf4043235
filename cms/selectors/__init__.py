"""Reads. `served` is the one door through which a gated page is read."""

from cms.selectors.consultant import (
    Asked,
    Piece,
    open_payments,
    own_pieces_in,
    payments_of,
    piece,
    pieces,
    place_label,
    readers_without_names,
    summary_of,
    to_read,
)
from cms.selectors.editors import editor_tasks, gated_roots, gated_roots_with_readers, sign_off_of
from cms.selectors.gate import (
    cleared_revision,
    contributions_of,
    dead_contributions,
    gate_problems,
    gated_models,
    is_gated,
    readers_of,
)
from cms.selectors.serving import notices_of, served, served_many

__all__ = [
    "Asked",
    "Piece",
    "cleared_revision",
    "contributions_of",
    "dead_contributions",
    "editor_tasks",
    "gate_problems",
    "gated_models",
    "gated_roots",
    "gated_roots_with_readers",
    "is_gated",
    "notices_of",
    "open_payments",
    "own_pieces_in",
    "payments_of",
    "piece",
    "pieces",
    "place_label",
    "readers_of",
    "readers_without_names",
    "served",
    "served_many",
    "sign_off_of",
    "summary_of",
    "to_read",
]
