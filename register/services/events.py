"""The one door through which acts and events are added to an entry."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F

from accounts import audit
from accounts.models import User
from foundation import clock
from foundation.exceptions import Refused
from register.models import Act, ActWords, Entry, RegisterEvent, RegisterEventWords
from register.models.events import leaf_of, new_salt
from register.states import ActKind, EventKind
from register.status import Status, status_of


def locked(entry_id: int) -> Entry:
    """The entry with its person, locked until the transaction ends."""
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    # Read apart: PostgreSQL refuses to lock the outer side of a nullable join.
    entry.person = (
        type(entry).person.field.related_model.objects.select_related("user").get(pk=entry.person_id)
    )
    return entry


def status_now(entry: Entry, at: dt.datetime | None = None) -> Status | None:
    """The entry's status at this moment, read fresh."""
    return status_of(list(entry.events.all()), at or clock.now())


def refuse_stale(entry: Entry, seen_version: int | None, message: str) -> None:
    """Raise Refused when the entry has changed since the page that acts was opened."""
    if seen_version is not None and entry.version != seen_version:
        raise Refused(message, code="changed")


def done_already(key: str) -> Act | None:
    """The act of an earlier click on the same form."""
    return Act.objects.filter(key=key).first() if key else None


def act(  # noqa: PLR0913 - an act is its facts
    *,
    entry: Entry,
    kind: ActKind,
    by: User | None,
    reason_code: str = "",
    case_ref: str = "",
    key: str = "",
    words: dict[str, Any] | None = None,
) -> Act:
    """Begin an act on a locked entry: its row, its words, the audit, the entry's version."""
    done = Act.objects.create(
        entry=entry,
        kind=kind,
        by=by,
        reason_code=reason_code,
        case_ref=case_ref,
        **({"key": key} if key else {}),
    )
    if words:
        ActWords.objects.create(act=done, data=words)
    audit.record(action=f"register.{kind.value}", by=by, subject_kind="entry", subject_id=entry.public_id)
    Entry.objects.filter(pk=entry.pk).update(version=F("version") + 1)
    entry.version += 1
    return done


def add(  # noqa: PLR0913 - an event is its facts
    *,
    act: Act,
    kind: EventKind,
    effective_from: dt.datetime | None = None,
    effective_until: dt.date | None = None,
    grace_until: dt.date | None = None,
    review_on: dt.date | None = None,
    corrects: RegisterEvent | None = None,
    note: str = "",
    public_text: str = "",
    public_text_cy: str = "",
) -> RegisterEvent:
    """Add one event, its salt and its leaf. Nothing is ever changed afterwards."""
    recorded_at = clock.now()
    salt = new_salt()
    event = RegisterEvent(
        entry=act.entry,
        act=act,
        kind=kind,
        effective_from=effective_from or recorded_at,
        effective_until=effective_until,
        grace_until=grace_until,
        review_on=review_on,
        recorded_at=recorded_at,
        corrects=corrects,
    )
    event.leaf = leaf_of(event, act.entry.public_id, salt)
    event.save(force_insert=True)
    RegisterEventWords.objects.create(
        event=event, salt=salt, note=note, public_text=public_text, public_text_cy=public_text_cy
    )
    return event
