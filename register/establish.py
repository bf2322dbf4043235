"""What every register needs: the reasons that a panel can give. Safe to run again."""

from __future__ import annotations

from casework.models import Reason
from register.case_reasons import CASE_REASONS


def establish() -> list[str]:
    """Add the reasons that are not there yet; one that somebody has changed stays as it is."""
    added = 0
    for reason in CASE_REASONS:
        _row, created = Reason.objects.get_or_create(
            code=reason.code,
            defaults={
                "applies_to": Reason.For.CASE,
                "text": reason.text,
                "text_cy": reason.text_cy,
                "may_ask_for_more": reason.may_ask_for_more,
                "may_propose_refusal": reason.may_propose_refusal,
                "needs_note": reason.needs_note,
                "apply_again_after_days": reason.apply_again_after,
            },
        )
        added += created
    return [f"register: {added} reasons added"] if added else []
