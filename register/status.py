"""The public status of an entry, computed when it is read: a pure function.

`status_of(events, as_of, known_at)` answers for an instant, with what was recorded
by another. Source: domain reference, section 3, whose order of precedence is
Removed, Suspended, Accredited with conditions, Voluntarily removed, Lapsed,
Accredited. Past its end and its grace an entry shows Lapsed even if no job has run;
a restriction outranks a lapse, because "lapsed" says nothing about conduct.

Days are London calendar days, the last one included; a suspension acts at its
recorded instant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils import timezone

from foundation.clock import start_of_day
from register.states import EventKind as Kind, Renewal, StatusCode


class EventFacts(Protocol):
    """What the function reads of an event; a `RegisterEvent` row will do."""

    pk: int
    kind: str
    effective_from: dt.datetime
    effective_until: dt.date | None
    grace_until: dt.date | None
    review_on: dt.date | None
    recorded_at: dt.datetime
    corrects_id: int | None


@dataclass(frozen=True)
class Status:
    """What is true of an entry at an instant."""

    code: StatusCode
    since: dt.date
    first_accredited: dt.date
    valid_until: dt.date | None
    grace_until: dt.date | None = None
    renewal: Renewal = Renewal.NONE
    interim: bool = False
    review_on: dt.date | None = None
    until: dt.date | None = None
    held: bool = False
    conditions_too: bool = False
    event_id: int | None = None

    @property
    def restricted(self) -> bool:
        """Whether something limits or forbids practice."""
        return self.code in {StatusCode.CONDITIONS, StatusCode.SUSPENDED, StatusCode.REMOVED}

    @property
    def may_practise(self) -> bool:
        return self.code in {StatusCode.ACCREDITED, StatusCode.CONDITIONS}


@dataclass
class _Restriction:
    event_id: int
    since: dt.datetime
    until: dt.date | None
    review_on: dt.date | None

    def stands(self, as_of: dt.datetime) -> bool:
        return self.until is None or as_of < _after(self.until)


@dataclass
class _Story:
    """The fold over an entry's events."""

    first: dt.date | None = None
    since: dt.datetime | None = None
    event_id: int | None = None
    valid_until: dt.date | None = None
    grace_until: dt.date | None = None
    asked_at: dt.datetime | None = None
    closed_on: dt.date | None = None
    interim: _Restriction | None = None
    suspension: _Restriction | None = None
    conditions: _Restriction | None = None
    left: tuple[dt.datetime, int] | None = None
    removed: tuple[dt.datetime, int] | None = None
    restriction_ended: list[dt.date] = field(default_factory=list)


def standing(events: Iterable[EventFacts], known_at: dt.datetime | None = None) -> list[EventFacts]:
    """The events that count with what was recorded by `known_at`, in the order they took effect.

    A correction stands in for what it corrects, and for all that that one corrected
    in turn. A VOID takes its event out and stands for nothing, so that what a
    cancelled correction had replaced counts again.
    """
    known = [event for event in events if known_at is None or event.recorded_at <= known_at]
    by_id = {event.pk: event for event in known}
    out: set[int] = set()
    for event in sorted(known, key=lambda event: (event.recorded_at, event.pk), reverse=True):
        target = event.corrects_id
        if event.pk in out or target is None:
            continue
        out.add(target)
        if event.kind != Kind.VOID:
            seen: set[int] = {event.pk}
            while target in by_id and target not in seen:
                seen.add(target)
                out.add(target)
                target = by_id[target].corrects_id  # type: ignore[assignment]
    counted = [event for event in known if event.pk not in out and event.kind != Kind.VOID]
    return sorted(counted, key=lambda event: (event.effective_from, event.recorded_at, event.pk))


def status_of(
    events: Iterable[EventFacts], as_of: dt.datetime, known_at: dt.datetime | None = None
) -> Status | None:
    """The status at `as_of`, or None when the entry had never been accredited by then."""
    story = _Story()
    for event in standing(events, known_at):
        if event.effective_from <= as_of:
            _take(story, event)
    if story.first is None:
        return None
    return _judge(story, as_of)


def published_until(status: Status, years: Mapping[StatusCode, int]) -> dt.date | None:
    """The last day on which a status is shown in public; None while there is no such day.

    `years` are the publication periods of removed, lapsed and voluntarily removed
    entries. Suspension and conditions are shown to their end.
    """
    if status.code not in years:
        return None
    return _add_years(status.since, years[status.code])


def is_published(status: Status | None, today: dt.date, years: Mapping[StatusCode, int]) -> bool:
    """Whether the public may still be told about an entry with this status."""
    if status is None:
        return False
    last = published_until(status, years)
    return last is None or today <= last


def _add_years(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _after(day: dt.date) -> dt.datetime:
    return start_of_day(day + dt.timedelta(days=1))


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)


def _restriction(event: EventFacts) -> _Restriction:
    return _Restriction(event.pk, event.effective_from, event.effective_until, event.review_on)


def _take(story: _Story, event: EventFacts) -> None:
    """Let one event act on the story. An event that cannot follow from it changes nothing."""
    if story.first is None and event.kind not in {Kind.ACCREDITED, Kind.RESTORED}:
        return  # nothing can happen to an entry before it is one
    match event.kind:
        case Kind.ACCREDITED | Kind.RESTORED:
            _begin(story, event)
        case Kind.RENEWED:
            if not story.removed:
                _period(story, event)
        case Kind.RENEWAL_ASKED:
            story.asked_at, story.closed_on = event.effective_from, None
        case Kind.RENEWAL_CLOSED:
            story.asked_at, story.closed_on = None, _day(event.effective_from)
        case Kind.REMOVED:
            story.removed = (event.effective_from, event.pk)
        case Kind.VOLUNTARILY_REMOVED:
            story.left = (event.effective_from, event.pk)
        case _:
            _restrict(story, event)


def _begin(story: _Story, event: EventFacts) -> None:
    # After a removal only a restoration leads back.
    if story.removed and event.kind == Kind.ACCREDITED:
        return
    if event.kind == Kind.RESTORED:
        story.interim = story.suspension = story.conditions = None
    story.first = story.first or _day(event.effective_from)
    story.since, story.event_id = event.effective_from, event.pk
    story.removed = story.left = None
    _period(story, event)


def _period(story: _Story, event: EventFacts) -> None:
    story.valid_until = event.effective_until
    story.grace_until = event.grace_until or event.effective_until
    story.asked_at = story.closed_on = None


def _restrict(story: _Story, event: EventFacts) -> None:
    match event.kind:
        case Kind.INTERIM_SUSPENDED:
            story.interim = _restriction(event)
        case Kind.INTERIM_CONFIRMED:
            if story.interim:
                story.interim.until = event.effective_until
                story.interim.review_on = event.review_on
        case Kind.INTERIM_LIFTED:
            _end(story, "interim", event)
        case Kind.SUSPENDED:
            # A decided suspension takes the place of an interim one.
            story.suspension, story.interim = _restriction(event), None
        case Kind.SUSPENSION_LIFTED:
            _end(story, "suspension", event)
        case Kind.CONDITIONS_IMPOSED:
            story.conditions = _restriction(event)
        case Kind.CONDITIONS_LIFTED:
            _end(story, "conditions", event)


def _end(story: _Story, name: str, event: EventFacts) -> None:
    standing_one: _Restriction | None = getattr(story, name)
    if standing_one and standing_one.stands(event.effective_from):
        story.restriction_ended.append(_day(event.effective_from))
        setattr(story, name, None)


def _judge(story: _Story, as_of: dt.datetime) -> Status:
    """The precedence: the first that stands is the status."""
    assert story.first is not None
    assert story.since is not None
    over = story.grace_until is not None and as_of >= _after(story.grace_until)
    # Renewal counts as asked for only when it was asked while the entry still ran.
    asked = story.asked_at is not None and (
        story.grace_until is None or story.asked_at < _after(story.grace_until)
    )
    past_end = story.valid_until is not None and as_of >= _after(story.valid_until)
    renewal = Renewal.BEING_DECIDED if asked else Renewal.DUE if past_end and not over else Renewal.NONE
    facts = {
        "first_accredited": story.first,
        "valid_until": story.valid_until,
        "grace_until": story.grace_until,
    }
    if story.removed:
        since, event_id = story.removed
        return Status(StatusCode.REMOVED, _day(since), event_id=event_id, **facts)
    interim = story.interim if story.interim and story.interim.stands(as_of) else None
    suspension = story.suspension if story.suspension and story.suspension.stands(as_of) else None
    conditions = story.conditions if story.conditions and story.conditions.stands(as_of) else None
    for restriction, code in (
        (suspension or interim, StatusCode.SUSPENDED),
        (conditions, StatusCode.CONDITIONS),
    ):
        if restriction:
            return Status(
                code,
                _day(restriction.since),
                renewal=renewal,
                interim=code == StatusCode.SUSPENDED and restriction is interim,
                review_on=restriction.review_on,
                until=restriction.until,
                held=over and not asked,
                conditions_too=code == StatusCode.SUSPENDED and conditions is not None,
                event_id=restriction.event_id,
                **facts,
            )
    if story.left:
        since, event_id = story.left
        return Status(StatusCode.VOLUNTARILY_REMOVED, _day(since), event_id=event_id, **facts)
    if over and not asked:
        return Status(StatusCode.LAPSED, _lapsed_since(story, as_of), event_id=story.event_id, **facts)
    return Status(StatusCode.ACCREDITED, _day(story.since), renewal=renewal, event_id=story.event_id, **facts)


def _lapsed_since(story: _Story, as_of: dt.datetime) -> dt.date:
    """The day after the grace, or the later day on which what held the entry ended."""
    assert story.grace_until is not None
    day = story.grace_until + dt.timedelta(days=1)
    ends = list(story.restriction_ended)
    ends += [
        restriction.until + dt.timedelta(days=1)
        for restriction in (story.interim, story.suspension, story.conditions)
        if restriction and restriction.until and as_of >= _after(restriction.until)
    ]
    if story.closed_on:
        ends.append(story.closed_on)
    return max([day, *ends])
