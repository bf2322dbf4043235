"""The status is a pure function of events, an instant, and what was known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings, strategies as st

from foundation.clock import start_of_day
from register.states import EventKind as K, Renewal, StatusCode as S
from register.status import is_published, published_until, standing, status_of

D = dt.date


@dataclass(frozen=True)
class E:
    kind: str
    effective_from: dt.datetime
    effective_until: dt.date | None = None
    grace_until: dt.date | None = None
    review_on: dt.date | None = None
    recorded_at: dt.datetime = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    corrects_id: int | None = None
    pk: int = 0


def at(day: dt.date, hour: int = 12) -> dt.datetime:
    return start_of_day(day) + dt.timedelta(hours=hour)


def story(*events: E) -> list[E]:
    """Number the events and record each when it takes effect, unless it says otherwise."""
    told = []
    for number, event in enumerate(events, start=1):
        recorded = event.effective_from if event.recorded_at.year == 2000 else event.recorded_at
        told.append(replace(event, pk=event.pk or number, recorded_at=recorded))
    return told


AWARDED = D(2024, 6, 2)
ENDS = D(2026, 6, 1)
GRACE = D(2026, 6, 29)
AWARD = E(K.ACCREDITED, at(AWARDED), effective_until=ENDS, grace_until=GRACE)


def on(kind, day, **facts):
    return E(kind, at(day), **facts)


def code(events, day, hour=18):
    status = status_of(story(*events), at(day, hour))
    return status.code if status else None


SUSPEND = on(K.SUSPENDED, D(2025, 1, 10))
INTERIM = on(K.INTERIM_SUSPENDED, D(2025, 1, 10), effective_until=D(2025, 1, 24), review_on=D(2025, 1, 24))
CONDITIONS = on(K.CONDITIONS_IMPOSED, D(2025, 1, 10), review_on=D(2025, 7, 1))
ASKED = on(K.RENEWAL_ASKED, D(2026, 5, 1))

TABLE = [
    ("nothing yet", [AWARD], AWARDED - dt.timedelta(days=1), None),
    ("the day of the award", [AWARD], AWARDED, S.ACCREDITED),
    ("the last day", [AWARD], ENDS, S.ACCREDITED),
    ("the first day of grace", [AWARD], ENDS + dt.timedelta(days=1), S.ACCREDITED),
    ("the last day of grace", [AWARD], GRACE, S.ACCREDITED),
    ("the day after grace, no job having run", [AWARD], GRACE + dt.timedelta(days=1), S.LAPSED),
    (
        "renewed",
        [AWARD, on(K.RENEWED, D(2026, 5, 20), effective_until=D(2028, 6, 1))],
        D(2027, 1, 1),
        S.ACCREDITED,
    ),
    (
        "renewed late",
        [AWARD, on(K.RENEWED, D(2026, 8, 1), effective_until=D(2028, 6, 1))],
        D(2026, 7, 15),
        S.LAPSED,
    ),
    (
        "renewed late, after",
        [AWARD, on(K.RENEWED, D(2026, 8, 1), effective_until=D(2028, 6, 1))],
        D(2026, 8, 2),
        S.ACCREDITED,
    ),
    ("renewal asked for and undecided", [AWARD, ASKED], D(2027, 3, 1), S.ACCREDITED),
    ("renewal asked for in the grace", [AWARD, on(K.RENEWAL_ASKED, GRACE)], D(2026, 8, 1), S.ACCREDITED),
    (
        "renewal asked for too late",
        [AWARD, on(K.RENEWAL_ASKED, GRACE + dt.timedelta(days=1))],
        D(2026, 8, 1),
        S.LAPSED,
    ),
    ("renewal closed", [AWARD, ASKED, on(K.RENEWAL_CLOSED, D(2026, 9, 1))], D(2026, 9, 2), S.LAPSED),
    (
        "renewal closed before the end",
        [AWARD, ASKED, on(K.RENEWAL_CLOSED, D(2026, 5, 9))],
        D(2026, 5, 20),
        S.ACCREDITED,
    ),
    ("suspended", [AWARD, SUSPEND], D(2025, 2, 1), S.SUSPENDED),
    ("suspended past its end is held, not lapsed", [AWARD, SUSPEND], D(2027, 1, 1), S.SUSPENDED),
    (
        "suspension lifted",
        [AWARD, SUSPEND, on(K.SUSPENSION_LIFTED, D(2025, 3, 1))],
        D(2025, 3, 2),
        S.ACCREDITED,
    ),
    (
        "suspension lifted after the grace",
        [AWARD, SUSPEND, on(K.SUSPENSION_LIFTED, D(2026, 9, 1))],
        D(2026, 9, 2),
        S.LAPSED,
    ),
    (
        "suspension with a last day",
        [AWARD, replace(SUSPEND, effective_until=D(2025, 2, 1))],
        D(2025, 2, 1),
        S.SUSPENDED,
    ),
    (
        "suspension ended by itself",
        [AWARD, replace(SUSPEND, effective_until=D(2025, 2, 1))],
        D(2025, 2, 2),
        S.ACCREDITED,
    ),
    ("interim", [AWARD, INTERIM], D(2025, 1, 24), S.SUSPENDED),
    ("interim ended by itself", [AWARD, INTERIM], D(2025, 1, 25), S.ACCREDITED),
    ("interim lifted", [AWARD, INTERIM, on(K.INTERIM_LIFTED, D(2025, 1, 13))], D(2025, 1, 14), S.ACCREDITED),
    (
        "interim confirmed",
        [AWARD, INTERIM, on(K.INTERIM_CONFIRMED, D(2025, 1, 20), effective_until=D(2025, 7, 20))],
        D(2025, 7, 1),
        S.SUSPENDED,
    ),
    (
        "interim replaced by a decision",
        [AWARD, INTERIM, on(K.SUSPENDED, D(2025, 1, 20))],
        D(2025, 3, 1),
        S.SUSPENDED,
    ),
    ("conditions", [AWARD, CONDITIONS], D(2025, 2, 1), S.CONDITIONS),
    ("conditions do not end at their review", [AWARD, CONDITIONS], D(2025, 8, 1), S.CONDITIONS),
    ("conditions past the end are held", [AWARD, CONDITIONS], D(2027, 1, 1), S.CONDITIONS),
    (
        "conditions lifted",
        [AWARD, CONDITIONS, on(K.CONDITIONS_LIFTED, D(2025, 3, 1))],
        D(2025, 3, 2),
        S.ACCREDITED,
    ),
    ("suspension outranks conditions", [AWARD, CONDITIONS, SUSPEND], D(2025, 2, 1), S.SUSPENDED),
    (
        "conditions stay when the suspension goes",
        [AWARD, CONDITIONS, SUSPEND, on(K.SUSPENSION_LIFTED, D(2025, 3, 1))],
        D(2025, 3, 2),
        S.CONDITIONS,
    ),
    ("left", [AWARD, on(K.VOLUNTARILY_REMOVED, D(2025, 3, 1))], D(2025, 3, 2), S.VOLUNTARILY_REMOVED),
    (
        "left stays left past the end",
        [AWARD, on(K.VOLUNTARILY_REMOVED, D(2025, 3, 1))],
        D(2027, 3, 2),
        S.VOLUNTARILY_REMOVED,
    ),
    (
        "left and back",
        [
            AWARD,
            on(K.VOLUNTARILY_REMOVED, D(2025, 3, 1)),
            on(K.ACCREDITED, D(2025, 9, 1), effective_until=D(2027, 8, 31)),
        ],
        D(2026, 9, 2),
        S.ACCREDITED,
    ),
    (
        "a restriction outranks leaving",
        [AWARD, SUSPEND, on(K.VOLUNTARILY_REMOVED, D(2025, 3, 1))],
        D(2025, 3, 2),
        S.SUSPENDED,
    ),
    ("removed", [AWARD, on(K.REMOVED, D(2025, 3, 1))], D(2025, 3, 2), S.REMOVED),
    (
        "removed outranks all",
        [AWARD, SUSPEND, CONDITIONS, on(K.VOLUNTARILY_REMOVED, D(2025, 2, 20)), on(K.REMOVED, D(2025, 3, 1))],
        D(2028, 3, 2),
        S.REMOVED,
    ),
    (
        "removed, then only a restoration leads back",
        [AWARD, on(K.REMOVED, D(2025, 3, 1)), on(K.ACCREDITED, D(2025, 9, 1))],
        D(2025, 9, 2),
        S.REMOVED,
    ),
    (
        "restored",
        [
            AWARD,
            SUSPEND,
            on(K.REMOVED, D(2025, 3, 1)),
            on(K.RESTORED, D(2030, 4, 1), effective_until=D(2032, 3, 31)),
        ],
        D(2030, 4, 2),
        S.ACCREDITED,
    ),
    (
        "a name changed changes nothing",
        [AWARD, on(K.NAME_CHANGED, D(2025, 3, 1))],
        D(2025, 3, 2),
        S.ACCREDITED,
    ),
    ("an event still to come", [AWARD, on(K.REMOVED, D(2025, 3, 1))], D(2025, 2, 28), S.ACCREDITED),
    (
        "lifting what never stood",
        [AWARD, on(K.SUSPENSION_LIFTED, D(2025, 3, 1)), on(K.INTERIM_CONFIRMED, D(2025, 3, 1))],
        D(2025, 3, 2),
        S.ACCREDITED,
    ),
]


@pytest.mark.parametrize(
    ("events", "day", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_table(events, day, expected):
    assert code(events, day) == expected


def test_a_suspension_acts_at_its_recorded_instant():
    events = [AWARD, E(K.SUSPENDED, at(D(2025, 1, 10), 14))]
    assert code(events, D(2025, 1, 10), 13) == S.ACCREDITED
    assert code(events, D(2025, 1, 10), 14) == S.SUSPENDED


def test_days_are_london_days_in_summer_too():
    """In June London midnight is 23:00 UTC: the last day of grace ends there, not an hour later."""
    last_moment = dt.datetime(2026, 6, 29, 22, 59, 59, tzinfo=dt.UTC)
    assert status_of(story(AWARD), last_moment).code == S.ACCREDITED
    assert status_of(story(AWARD), last_moment + dt.timedelta(seconds=1)).code == S.LAPSED


def test_what_is_said_beside_the_status():
    def status(events, day):
        return status_of(story(*events), at(day))

    assert status([AWARD], ENDS).renewal == Renewal.NONE
    assert status([AWARD], GRACE).renewal == Renewal.DUE
    assert status([AWARD, ASKED], ENDS).renewal == Renewal.BEING_DECIDED
    assert status([AWARD, ASKED], D(2026, 12, 1)).renewal == Renewal.BEING_DECIDED
    assert status([AWARD], D(2026, 7, 1)).renewal == Renewal.NONE
    held = status([AWARD, CONDITIONS], D(2027, 1, 1))
    assert (held.held, held.renewal, held.review_on) == (True, Renewal.NONE, D(2025, 7, 1))
    assert not status([AWARD, CONDITIONS], D(2026, 1, 1)).held
    undecided = status([AWARD, CONDITIONS, ASKED], D(2027, 1, 1))
    assert (undecided.held, undecided.renewal) == (False, Renewal.BEING_DECIDED)
    interim = status([AWARD, CONDITIONS, INTERIM], D(2025, 1, 20))
    assert (interim.interim, interim.conditions_too, interim.until) == (True, True, D(2025, 1, 24))
    assert not status([AWARD, INTERIM, on(K.SUSPENDED, D(2025, 1, 20))], D(2025, 1, 21)).interim
    assert status([AWARD, SUSPEND], D(2025, 2, 1)).first_accredited == AWARDED


def test_when_a_lapse_began():
    def since(events, day):
        return status_of(story(*events), at(day)).since

    assert since([AWARD], D(2027, 1, 1)) == D(2026, 6, 30)
    lifted = [AWARD, SUSPEND, on(K.SUSPENSION_LIFTED, D(2026, 9, 1))]
    assert since(lifted, D(2027, 1, 1)) == D(2026, 9, 1)
    ended = [AWARD, replace(SUSPEND, effective_until=D(2026, 9, 1))]
    assert since(ended, D(2027, 1, 1)) == D(2026, 9, 2)
    closed = [AWARD, ASKED, on(K.RENEWAL_CLOSED, D(2026, 9, 1))]
    assert since(closed, D(2027, 1, 1)) == D(2026, 9, 1)


def test_a_correction_stands_in_for_what_it_corrects():
    wrong = on(K.REMOVED, D(2025, 3, 1))
    right = on(K.SUSPENDED, D(2025, 3, 1), corrects_id=2, recorded_at=at(D(2025, 3, 5)))
    events = story(AWARD, wrong, right)
    assert status_of(events, at(D(2025, 3, 6))).code == S.SUSPENDED
    # What was known on the fourth still says what was said on the fourth.
    assert status_of(events, at(D(2025, 3, 4)), at(D(2025, 3, 4))).code == S.REMOVED
    assert status_of(events, at(D(2025, 3, 4)), at(D(2025, 3, 6))).code == S.SUSPENDED


def test_void_takes_out_and_a_voided_correction_gives_back():
    wrong = on(K.REMOVED, D(2025, 3, 1))
    void = on(K.VOID, D(2025, 3, 5), corrects_id=2)
    assert code([AWARD, wrong, void], D(2025, 3, 6)) == S.ACCREDITED
    undo = on(K.VOID, D(2025, 3, 7), corrects_id=3)
    assert code([AWARD, wrong, void, undo], D(2025, 3, 8)) == S.REMOVED
    second = on(K.CONDITIONS_IMPOSED, D(2025, 3, 1), corrects_id=3, recorded_at=at(D(2025, 3, 9)))
    chain = [
        AWARD,
        wrong,
        on(K.SUSPENDED, D(2025, 3, 1), corrects_id=2, recorded_at=at(D(2025, 3, 5))),
        second,
    ]
    assert code(chain, D(2025, 3, 10)) == S.CONDITIONS


def test_a_voided_award_leaves_nobody_on_the_register():
    assert code([AWARD, on(K.VOID, D(2024, 6, 10), corrects_id=1)], D(2024, 7, 1)) is None


YEARS = {S.REMOVED: 5, S.LAPSED: 1, S.VOLUNTARILY_REMOVED: 1}


def test_publication_periods():
    removed = status_of(
        story(AWARD, on(K.REMOVED, D(2024, 2, 29) + dt.timedelta(days=366))), at(D(2026, 1, 1))
    )
    assert published_until(removed, YEARS) == D(2030, 3, 1)
    assert is_published(removed, D(2030, 3, 1), YEARS)
    assert not is_published(removed, D(2030, 3, 2), YEARS)
    lapsed = status_of(story(AWARD), at(D(2027, 1, 1)))
    assert published_until(lapsed, YEARS) == D(2027, 6, 30)
    suspended = status_of(story(AWARD, SUSPEND), at(D(2027, 1, 1)))
    assert published_until(suspended, YEARS) is None
    assert not is_published(None, D(2025, 1, 1), YEARS)


kinds = st.sampled_from([kind for kind in K if kind != K.VOID])
days = st.dates(D(2024, 1, 1), D(2028, 12, 31))


@st.composite
def histories(draw):
    count = draw(st.integers(0, 9))
    events = []
    for number in range(1, count + 1):
        start = draw(days)
        until = draw(st.none() | st.integers(0, 900))
        grace = draw(st.integers(0, 40))
        end = start + dt.timedelta(days=until) if until is not None else None
        corrects = draw(st.none() | st.integers(1, number - 1)) if number > 1 else None
        kind = draw(kinds)
        if corrects and draw(st.booleans()):
            kind = K.VOID
        events.append(
            E(
                kind,
                at(start, draw(st.integers(0, 23))),
                effective_until=end,
                grace_until=end + dt.timedelta(days=grace) if end else None,
                recorded_at=at(D(2024, 1, 1)) + dt.timedelta(days=number),
                corrects_id=corrects,
                pk=number,
            )
        )
    return events


@settings(max_examples=400, deadline=None)
@given(histories(), days, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(events, day, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    assert status_of(shuffled, at(day)) == status_of(events, at(day))


@settings(max_examples=400, deadline=None)
@given(histories(), days)
def test_precedence_holds_in_every_history(events, day):
    now = at(day)
    status = status_of(events, now)
    counted = [event for event in standing(events) if event.effective_from <= now]
    if status is None:
        assert not any(event.kind in {K.ACCREDITED, K.RESTORED} for event in counted)
        return
    assert status.first_accredited <= day
    last_removal = max((e.effective_from for e in counted if e.kind == K.REMOVED), default=None)
    last_return = max((e.effective_from for e in counted if e.kind == K.RESTORED), default=None)
    if last_removal and not (last_return and last_return >= last_removal):
        accredited_before = any(e.kind == K.ACCREDITED and e.effective_from <= last_removal for e in counted)
        if accredited_before:
            assert status.code == S.REMOVED
    if status.code == S.LAPSED:
        assert status.grace_until is not None
        assert day > status.grace_until
        assert not status.held
    if status.held:
        assert status.code in {S.SUSPENDED, S.CONDITIONS}
        assert day > status.grace_until
    if status.code == S.ACCREDITED and status.grace_until and day > status.grace_until:
        assert status.renewal == Renewal.BEING_DECIDED


@settings(max_examples=300, deadline=None)
@given(histories(), days, st.integers(1, 9))
def test_what_was_known_then_is_never_changed_by_what_is_recorded_later(events, day, cut):
    known_at = at(D(2024, 1, 1)) + dt.timedelta(days=cut)
    earlier = [event for event in events if event.recorded_at <= known_at]
    assert status_of(events, at(day), known_at) == status_of(earlier, at(day))


@settings(max_examples=300, deadline=None)
@given(histories())
def test_no_event_is_lost_without_a_correction(events):
    counted = {event.pk for event in standing(events)}
    corrected = {event.corrects_id for event in events if event.corrects_id}
    for event in events:
        if event.pk not in corrected and event.kind != K.VOID:
            assert event.pk in counted
