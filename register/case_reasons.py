"""The reasons that a panel can give, until the partners decide. Pure data.

Source: domain reference, section 3, "Reasons are data": a code, a text in English and
Welsh, what may follow from it, whether a note is needed, when somebody may apply
again. The Welsh is a draft until a Welsh speaker has read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class CaseReason:
    """One reason; `apply_again_after` is in days, None where nothing stands against it."""

    code: str
    text: str
    text_cy: str
    may_ask_for_more: bool = False
    may_propose_refusal: bool = False
    needs_note: bool = False
    apply_again_after: int | None = None


CASE_REASONS: Final[tuple[CaseReason, ...]] = (
    CaseReason(
        "case.something_missing",
        "Something that the panel needs is not there yet",
        "Nid yw rhywbeth y mae ar y panel ei angen yno eto",
        may_ask_for_more=True,
    ),
    CaseReason(
        "case.reference_open",
        "A reference leaves a question open",
        "Mae geirda yn gadael cwestiwn heb ei ateb",
        may_ask_for_more=True,
    ),
    CaseReason(
        "case.dates_unclear",
        "Dates or places do not fit together yet",
        "Nid yw dyddiadau neu leoedd yn cyd-fynd eto",
        may_ask_for_more=True,
        needs_note=True,
    ),
    CaseReason(
        "case.money",
        "Money or papers of somebody who was supported were not kept apart",
        "Ni chadwyd arian neu bapurau rhywun a gefnogwyd ar wahân",
        may_propose_refusal=True,
        apply_again_after=365,
    ),
    CaseReason(
        "case.independence",
        "The work was not independent",
        "Nid oedd y gwaith yn annibynnol",
        may_propose_refusal=True,
        needs_note=True,
        apply_again_after=365,
    ),
    CaseReason(
        "case.confidence",
        "Something told in confidence was passed on",
        "Rhannwyd rhywbeth a ddywedwyd yn gyfrinachol",
        may_propose_refusal=True,
        needs_note=True,
        apply_again_after=365,
    ),
    CaseReason(
        "case.honesty",
        "Something said in this case was not true",
        "Nid oedd rhywbeth a ddywedwyd yn yr achos hwn yn wir",
        may_propose_refusal=True,
        needs_note=True,
        apply_again_after=730,
    ),
    CaseReason(
        "case.advice",
        "Immigration advice was given without being registered for it",
        "Rhoddwyd cyngor mewnfudo heb fod wedi cofrestru i’w roi",
        may_propose_refusal=True,
        apply_again_after=730,
    ),
)
