"""Reads: a policy number on a day, live holds, reasons, asks about a thing."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from casework.models import Hold, PolicyNumber, Reason, Request
from casework.policies import DEFAULTS
from foundation import clock


def policy(code: str, *, on: dt.date | None = None) -> int:
    """The value of the policy number `code` on a day (today without one).

    Raises KeyError for a code that `casework.policies.DEFAULTS` does not know.
    """
    default, _unit = DEFAULTS[code]
    row = (
        PolicyNumber.objects.filter(code=code, effective_from__lte=on or clock.today())
        .order_by("-effective_from")
        .first()
    )
    return row.value if row else default


def policies(*codes: str, on: dt.date | None = None) -> dict[str, int]:
    """Several policy numbers in one query."""
    values = {code: DEFAULTS[code][0] for code in codes}
    rows = PolicyNumber.objects.filter(code__in=codes, effective_from__lte=on or clock.today())
    values.update(rows.order_by("effective_from").values_list("code", "value"))
    return values


def live_holds(subject_kind: str, subject_id: str) -> QuerySet[Hold]:
    """The holds that stand on a thing now."""
    return Hold.objects.filter(subject_kind=subject_kind, subject_id=subject_id, lifted_at__isnull=True)


def is_held(subject_kind: str, subject_id: str) -> bool:
    """Whether anything stands on a thing now."""
    return live_holds(subject_kind, subject_id).exists()


def reasons(applies_to: str) -> QuerySet[Reason]:
    """The reasons that can be given for a kind of step today."""
    return Reason.objects.filter(applies_to=applies_to).exclude(retired_on__lte=clock.today())


def requests_about(subject_kind: str, subject_id: str) -> QuerySet[Request]:
    """All that was asked about a thing, with its items."""
    return Request.objects.filter(subject_kind=subject_kind, subject_id=subject_id).prefetch_related("items")


def request_by_token(token: str) -> Request | None:
    """The ask that a one-time link belongs to, while it can still be answered."""
    from foundation.sealed import lookup_digest

    return (
        Request.objects.filter(
            token_digest=lookup_digest(token, purpose="request"), due_on__gte=clock.today()
        )
        .prefetch_related("items")
        .first()
    )
