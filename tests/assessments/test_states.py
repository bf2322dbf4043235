"""The whole grid of states and events, and sequences that nobody thought of."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings, strategies as st

from assessments.states import (
    FINAL,
    ON_ITS_WAY,
    RELEASED,
    TRANSITIONS,
    WRITABLE,
    Event,
    Outcome,
    State,
    release_event,
    unit_outcome,
)
from foundation.exceptions import TransitionRefused
from foundation.transitions import possible, target

# Written out by hand from the domain reference, so that the table is read twice.
ALLOWED = {
    (State.DRAFT, Event.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Event.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Event.TAKE_BACK): State.DRAFT,
    (State.SUBMITTED, Event.TAKE_BACK_RESUBMISSION): State.RESUBMISSION_OPEN,
    (State.SUBMITTED, Event.ALLOCATE): State.ALLOCATED,
    (State.SUBMITTED, Event.WITHDRAW): State.WITHDRAWN,
    (State.ALLOCATED, Event.GIVE_BACK): State.SUBMITTED,
    (State.ALLOCATED, Event.BEGIN): State.IN_ASSESSMENT,
    (State.ALLOCATED, Event.WITHDRAW): State.WITHDRAWN,
    (State.IN_ASSESSMENT, Event.GIVE_BACK): State.SUBMITTED,
    (State.IN_ASSESSMENT, Event.DECIDE): State.DECIDED,
    (State.IN_ASSESSMENT, Event.WITHDRAW): State.WITHDRAWN,
    (State.DECIDED, Event.SAMPLE): State.IN_QUALITY_ASSURANCE,
    (State.DECIDED, Event.RELEASE_MET): State.MET,
    (State.DECIDED, Event.RELEASE_NOT_YET_MET): State.NOT_YET_MET,
    (State.DECIDED, Event.RELEASE_LAST): State.ATTEMPTS_USED,
    (State.DECIDED, Event.WITHDRAW): State.WITHDRAWN,
    (State.IN_QUALITY_ASSURANCE, Event.AGREE): State.AGREED,
    (State.IN_QUALITY_ASSURANCE, Event.RETURN): State.IN_ASSESSMENT,
    (State.IN_QUALITY_ASSURANCE, Event.WITHDRAW): State.WITHDRAWN,
    (State.AGREED, Event.RELEASE_MET): State.MET,
    (State.AGREED, Event.RELEASE_NOT_YET_MET): State.NOT_YET_MET,
    (State.AGREED, Event.RELEASE_LAST): State.ATTEMPTS_USED,
    (State.AGREED, Event.WITHDRAW): State.WITHDRAWN,
    (State.NOT_YET_MET, Event.OPEN_RESUBMISSION): State.RESUBMISSION_OPEN,
    (State.NOT_YET_MET, Event.WITHDRAW): State.WITHDRAWN,
    (State.RESUBMISSION_OPEN, Event.SUBMIT): State.SUBMITTED,
    (State.RESUBMISSION_OPEN, Event.WITHDRAW): State.WITHDRAWN,
}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, Event)))
def test_the_whole_grid(state, event):
    if (state, event) in ALLOWED:
        assert target(TRANSITIONS, event, state) == ALLOWED[state, event]
    else:
        with pytest.raises(TransitionRefused):
            target(TRANSITIONS, event, state)


def test_every_event_is_in_the_table_and_every_state_can_be_reached():
    assert set(TRANSITIONS) == set(Event)
    reached = {State.DRAFT}
    for _round in State:
        reached |= {ALLOWED[state, event] for state, event in ALLOWED if state in reached}
    assert reached == set(State)


def test_the_groups_of_states_are_what_they_say():
    for state in FINAL:
        assert possible(TRANSITIONS, state) == []
    for state in set(State) - FINAL:
        assert possible(TRANSITIONS, state)
    assert not WRITABLE & ON_ITS_WAY
    assert not RELEASED & (WRITABLE | ON_ITS_WAY)
    assert WRITABLE | ON_ITS_WAY | RELEASED | {State.WITHDRAWN} == set(State)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(Event), max_size=60))
def test_no_sequence_reaches_a_forbidden_state(events):
    """Nothing is released unjudged, nothing judged is written over, and what is final stays."""
    state, history = State.DRAFT, []
    for event in events:
        before = state
        try:
            state = target(TRANSITIONS, event, state)
        except TransitionRefused:
            assert state == before
            continue
        history.append(event)
        assert before not in FINAL
        if state in RELEASED:
            since = history[max((i for i, e in enumerate(history) if e == Event.SUBMIT), default=0) :]
            assert [e for e in since if e in {Event.ALLOCATE, Event.BEGIN, Event.DECIDE}], "released unjudged"
            assert Event.DECIDE in since
            last = max(i for i, e in enumerate(since) if e == Event.DECIDE)
            after = since[last:]
            assert Event.SAMPLE not in after or Event.AGREE in after, "sampled work needs a review"
        if state == State.RESUBMISSION_OPEN and event == Event.OPEN_RESUBMISSION:
            assert before == State.NOT_YET_MET
    # Replaying what was accepted leads to the same place: no event was lost.
    replayed = State.DRAFT
    for event in history:
        replayed = target(TRANSITIONS, event, replayed)
    assert replayed == state


def test_a_unit_is_met_when_all_is_met_and_never_when_there_is_nothing():
    assert unit_outcome([Outcome.MET, Outcome.MET]) == Outcome.MET
    assert unit_outcome([Outcome.MET, Outcome.NOT_YET_MET]) == Outcome.NOT_YET_MET
    assert unit_outcome([]) == Outcome.NOT_YET_MET


def test_the_event_of_a_release_follows_from_outcome_and_attempt():
    assert release_event("met", last_attempt=True) == Event.RELEASE_MET
    assert release_event("not_yet_met", last_attempt=False) == Event.RELEASE_NOT_YET_MET
    assert release_event("not_yet_met", last_attempt=True) == Event.RELEASE_LAST
