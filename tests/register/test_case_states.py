"""The whole grid of states and moves, and any sequence of them."""

import itertools

import pytest
from hypothesis import given, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from foundation.exceptions import TransitionRefused
from register.case_states import (
    CLOSED_STATES,
    OPEN_STATES,
    TRANSITIONS,
    CaseMove,
    CaseState,
    Place,
    advance,
    possible_moves,
)
from register.panel_rules import (
    ADVERSE,
    PanelOutcome,
    PanelStep,
    count,
    lawful_steps,
    outcome,
    remains_quorate,
)

#: Written out from the domain reference, not from the table that it tests.
EXPECTED = {
    ("open", "put_before_panel"): "before_panel",
    ("before_panel", "ask_further_information"): "further_information_asked",
    ("further_information_asked", "information_received"): "open",
    ("before_panel", "propose_refusal"): "refusal_proposed",
    ("refusal_proposed", "answer"): "before_panel",
    ("refusal_proposed", "time_over"): "before_panel",
    ("before_panel", "grant"): "granted",
    ("before_panel", "refuse"): "refused",
    ("open", "withdraw"): "withdrawn",
    ("before_panel", "withdraw"): "withdrawn",
    ("further_information_asked", "withdraw"): "withdrawn",
    ("refusal_proposed", "withdraw"): "withdrawn",
}
GRID = list(itertools.product(CaseState, CaseMove))


@pytest.mark.parametrize(("state", "move"), GRID)
def test_the_whole_grid(state, move):
    place = Place(state, notice_ripe=True)
    expected = EXPECTED.get((state, move))
    if expected is None:
        with pytest.raises(TransitionRefused):
            advance(place, move)
    else:
        assert advance(place, move).state == expected


@pytest.mark.parametrize(("state", "move"), GRID)
def test_a_hold_blocks_every_move(state, move):
    with pytest.raises(TransitionRefused):
        advance(Place(state, held=True, notice_ripe=True), move)
    assert possible_moves(Place(state, held=True)) == []


@pytest.mark.parametrize("state", CaseState)
def test_without_a_notice_nobody_is_refused(state):
    with pytest.raises(TransitionRefused):
        advance(Place(state), CaseMove.REFUSE)
    assert CaseMove.REFUSE not in possible_moves(Place(state))


def test_a_review_may_let_the_refusal_stand_and_proposes_nothing_new():
    place = Place(CaseState.BEFORE_PANEL, review=True)
    assert advance(place, CaseMove.REFUSE).state == CaseState.REFUSED
    with pytest.raises(TransitionRefused):
        advance(place, CaseMove.PROPOSE_REFUSAL)


def test_asking_for_more_or_a_new_notice_spends_the_old_notice():
    ripe = Place(CaseState.BEFORE_PANEL, notice_ripe=True)
    assert not advance(ripe, CaseMove.ASK_FURTHER_INFORMATION).notice_ripe
    assert not advance(ripe, CaseMove.PROPOSE_REFUSAL).notice_ripe
    for move in (CaseMove.ANSWER, CaseMove.TIME_OVER):
        assert advance(Place(CaseState.REFUSAL_PROPOSED), move).notice_ripe


def test_every_state_is_open_or_closed_and_every_move_is_in_the_table():
    assert set(TRANSITIONS) == set(CaseMove)
    assert set(CaseState) == OPEN_STATES | CLOSED_STATES
    for state in CLOSED_STATES:
        assert possible_moves(Place(state, notice_ripe=True)) == []
    for state in OPEN_STATES:
        assert CaseMove.WITHDRAW in possible_moves(Place(state))


class Sequences(RuleBasedStateMachine):
    """Any sequence of moves, holds and liftings, with a history beside it."""

    @initialize(review=st.booleans())
    def begin(self, review):
        self.place = Place(review=review)
        self.history = []
        self.notice_was_answerable = False

    @rule(move=st.sampled_from(list(CaseMove)))
    def attempt(self, move):
        before = self.place
        try:
            after = advance(before, move)
        except TransitionRefused:
            assert self.place == before
            return
        self.history.append((before.state, move, after.state))
        if move in {CaseMove.ANSWER, CaseMove.TIME_OVER}:
            self.notice_was_answerable = True
        elif move in {CaseMove.ASK_FURTHER_INFORMATION, CaseMove.PROPOSE_REFUSAL}:
            self.notice_was_answerable = False
        self.place = after

    @rule(held=st.booleans())
    def hold_or_lift(self, held):
        self.place = Place(self.place.state, held, self.place.notice_ripe, self.place.review)

    @invariant()
    def the_history_is_an_unbroken_chain_of_lawful_steps(self):
        if not hasattr(self, "history"):
            return
        state = CaseState.OPEN
        for source, move, to in self.history:
            assert source == state
            assert EXPECTED[(source, move)] == to
            state = to
        assert self.place.state == state

    @invariant()
    def a_refusal_had_a_notice(self):
        if hasattr(self, "history") and self.place.state == CaseState.REFUSED:
            assert self.notice_was_answerable or self.place.review

    @invariant()
    def nothing_leaves_a_closed_state(self):
        if hasattr(self, "history"):
            assert all(source in OPEN_STATES for source, _move, _to in self.history)


TestSequences = Sequences.TestCase

STEPS = st.lists(st.sampled_from(list(PanelStep)), min_size=1, max_size=9)


@given(steps=STEPS, review=st.booleans())
def test_only_more_than_half_decides(steps, review):
    result = outcome(count(steps), review=review)
    winners = [step for step in PanelStep if steps.count(step) > len(steps) / 2]
    if winners:
        assert result == winners[0].value
    else:
        assert result == (PanelOutcome.REFUSE if review else PanelOutcome.NO_MAJORITY)


def test_a_tie_leaves_things_as_they_were():
    votes = count([PanelStep.GRANT, PanelStep.GRANT, PanelStep.REFUSE, PanelStep.REFUSE])
    assert outcome(votes) == PanelOutcome.NO_MAJORITY
    assert outcome(votes, review=True) == PanelOutcome.REFUSE
    assert votes.of(PanelStep.GRANT) == 2
    assert votes.of(PanelStep.ASK) == 0


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("ripe", [False, True])
@pytest.mark.parametrize("held", [False, True])
def test_only_lawful_steps_are_offered(state, ripe, held):
    place = Place(state, held=held, notice_ripe=ripe)
    steps = lawful_steps(place)
    if state != CaseState.BEFORE_PANEL or held:
        assert steps == ()
        return
    assert steps[0] == PanelStep.GRANT
    assert (PanelStep.REFUSE in steps) == ripe
    assert (PanelStep.PROPOSE in steps) == (not ripe)
    assert len(ADVERSE & set(steps)) == 1


def test_quorum():
    assert remains_quorate(3, 3)
    assert not remains_quorate(2, 3)
    assert not remains_quorate(0, 0)
