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
from cms.selectors.helplines import all_help_lines, forget_help_lines, stale_help_lines
from cms.selectors.serving import (
    has_live_twin,
    last_cleared,
    live_blocks,
    notices_of,
    served,
    served_many,
)

__all__ = [
    "Asked",
    "Piece",
    "all_help_lines",
    "cleared_revision",
    "contributions_of",
    "dead_contributions",
    "editor_tasks",
    "forget_help_lines",
    "gate_problems",
    "gated_models",
    "gated_roots",
    "gated_roots_with_readers",
    "has_live_twin",
    "is_gated",
    "last_cleared",
    "live_blocks",
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
    "stale_help_lines",
    "summary_of",
    "to_read",
]
