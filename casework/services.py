"""Writes: place and lift a hold, ask somebody, take an answer, set a number.

Who may do so depends on the thing; the app that owns it checks that first.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from casework import selectors
from casework.models import Hold, PolicyNumber, Request, RequestItem
from casework.policies import DEFAULTS
from casework.states import TRANSITIONS, RequestEvent, RequestState
from foundation import clock
from foundation.exceptions import Refused
from foundation.sealed import lookup_digest
from foundation.transitions import target


@transaction.atomic
def place_hold(*, subject_kind: str, subject_id: str, kind: Hold.Kind, reason: str, by: User) -> Hold:
    """Put a hold on a thing. Raises Refused without a reason, or where one of the kind stands."""
    if not reason.strip():
        raise Refused(_("Say why this has to wait."))
    if selectors.live_holds(subject_kind, subject_id).filter(kind=kind).exists():
        raise Refused(_("This is on hold already."))
    hold = Hold.objects.create(
        subject_kind=subject_kind, subject_id=subject_id, kind=kind, reason=reason.strip(), placed_by=by
    )
    audit.record(action="hold.place", by=by, subject_kind=subject_kind, subject_id=subject_id, reason=reason)
    return hold


@transaction.atomic
def lift_hold(*, hold_id: int, reason: str, by: User) -> Hold:
    """Lift a hold with a reason; lifting twice changes nothing."""
    hold = Hold.objects.select_for_update().get(pk=hold_id)
    if hold.lifted_at is None:
        if not reason.strip():
            raise Refused(_("Say why this can go on."))
        hold.lifted_at, hold.lifted_by, hold.lift_reason = clock.now(), by, reason.strip()
        hold.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
        audit.record(
            action="hold.lift",
            by=by,
            subject_kind=hold.subject_kind,
            subject_id=hold.subject_id,
            reason=reason,
        )
    return hold


def refuse_if_held(subject_kind: str, subject_id: str) -> None:
    """Raise Refused while any hold stands on the thing."""
    if selectors.is_held(subject_kind, subject_id):
        raise Refused(_("This is on hold. It goes on where it was once the hold is lifted."), code="held")


@transaction.atomic
def ask(  # noqa: PLR0913 - an ask is its facts
    *,
    kind: Request.Kind,
    subject_kind: str,
    subject_id: str,
    by: User,
    questions: Sequence[str],
    asked_of: User | None = None,
    asked_name: str = "",
    asked_email: str = "",
    asked_role: str = "",
    due_on: dt.date | None = None,
) -> tuple[Request, str]:
    """Ask somebody for something; returns the request and the token of its one-time link.

    The token is "" where `asked_of` has an account; it is kept as a digest only.
    """
    token = "" if asked_of else secrets.token_urlsafe(24)
    request = Request.objects.create(
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        asked_of=asked_of,
        asked_name=asked_name,
        asked_email=asked_email,
        asked_role=asked_role,
        token_digest=lookup_digest(token, purpose="request") if token else None,
        asked_by=by,
        due_on=due_on or clock.today() + dt.timedelta(days=selectors.policy("request.days")),
    )
    RequestItem.objects.bulk_create(
        RequestItem(request=request, number=number, question=question)
        for number, question in enumerate(questions, start=1)
    )
    audit.record(action=f"request.{kind}", by=by, subject_kind=subject_kind, subject_id=subject_id)
    return request, token


def _step(request: Request, event: RequestEvent) -> None:
    request.state = target(TRANSITIONS, event, RequestState(request.state))


@transaction.atomic
def answer(*, request_id: int, answers: Sequence[str], by: User | None = None) -> Request:
    """Take an answer per item; the one-time link is spent. Raises Refused when one is empty."""
    request = Request.objects.select_for_update().get(pk=request_id)
    _step(request, RequestEvent.RECEIVE)
    items = list(request.items.all())
    if len(items) != len(answers) or not all(text.strip() for text in answers):
        raise Refused(_("Answer each question. A short answer is enough."))
    for item, text in zip(items, answers, strict=True):
        item.answer = text.strip()
    RequestItem.objects.bulk_update(items, ["answer"])
    request.answered_at, request.token_digest = clock.now(), None
    request.save(update_fields=["state", "answered_at", "token_digest"])
    audit.record(
        action="request.answer", by=by, subject_kind=request.subject_kind, subject_id=request.subject_id
    )
    return request


@transaction.atomic
def ask_again(*, request_id: int, by: User, due_on: dt.date | None = None) -> Request:
    """Open an ask whose time ran out once more; for people with an account, who need no link."""
    request = Request.objects.select_for_update().get(pk=request_id)
    _step(request, RequestEvent.ASK_AGAIN)
    request.due_on = due_on or clock.today() + dt.timedelta(days=selectors.policy("request.days"))
    request.save(update_fields=["state", "due_on"])
    audit.record(
        action="request.ask_again", by=by, subject_kind=request.subject_kind, subject_id=request.subject_id
    )
    return request


@transaction.atomic
def verify(*, request_id: int, by: User) -> Request:
    """Record that the answer really came from the person who was asked."""
    request = Request.objects.select_for_update().get(pk=request_id)
    _step(request, RequestEvent.VERIFY)
    request.verified_by = by
    request.save(update_fields=["state", "verified_by"])
    audit.record(
        action="request.verify", by=by, subject_kind=request.subject_kind, subject_id=request.subject_id
    )
    return request


@transaction.atomic
def review(*, request_id: int, by: User) -> Request:
    """Record that somebody responsible has read the verified answer."""
    request = Request.objects.select_for_update().get(pk=request_id)
    _step(request, RequestEvent.REVIEW)
    request.reviewed_by = by
    request.save(update_fields=["state", "reviewed_by"])
    audit.record(
        action="request.review", by=by, subject_kind=request.subject_kind, subject_id=request.subject_id
    )
    return request


@transaction.atomic
def expire_overdue() -> int:
    """Close the asks whose last day is over; returns how many. Safe to run again."""
    overdue = Request.objects.select_for_update().filter(
        state=RequestState.REQUESTED, due_on__lt=clock.today()
    )
    count = 0
    for request in overdue:
        _step(request, RequestEvent.EXPIRE)
        request.token_digest = None
        request.save(update_fields=["state", "token_digest"])
        count += 1
    return count


@transaction.atomic
def set_policy(*, code: str, value: int, effective_from: dt.date, by: User | None) -> PolicyNumber:
    """Set a policy number from a day on. Raises Refused for an unknown code or a day that is past."""
    if code not in DEFAULTS:
        raise Refused(_("There is no policy number of this name."))
    if effective_from < clock.today():
        raise Refused(_("A number can change from today on, not in the past."))
    row, _created = PolicyNumber.objects.update_or_create(
        code=code, effective_from=effective_from, defaults={"value": value, "set_by": by}
    )
    audit.record(action="policy.set", by=by, subject_kind="policy", subject_id=code, data={"value": value})
    return row
