"""Writing down what was done. Part of the transaction that does it."""

from __future__ import annotations

from typing import Any

from accounts.models import AuditDetail, AuditEvent, User
from accounts.permissions import active_role
from accounts.roles import RoleName


def record(  # noqa: PLR0913 - an audit row is its six facts
    *,
    action: str,
    by: User | None,
    subject_kind: str,
    subject_id: str,
    as_role: RoleName | str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one audit event.

    `action` is a dotted code such as "submission.submit"; `subject_id` a public id.
    `as_role` is the role that carried the act; without it, the role `by` is here as.
    `reason` and `data` (JSON) go into the companion row, which retention may blank.
    """
    event = AuditEvent.objects.create(
        action=action,
        by=by,
        as_role=as_role or (active_role(by) if by else ""),
        subject_kind=subject_kind,
        subject_id=subject_id,
    )
    if reason or data:
        AuditDetail.objects.create(event=event, reason=reason, data=data or {})
    return event
