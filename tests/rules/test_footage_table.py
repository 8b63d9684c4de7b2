"""The way of a request has no dead end, decides nothing by itself, and is drawn as it is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_spec import footage
from service.centre.wire import FootageTimers
from service.core.problem import WrongMove
from service.footage import rules
from service.footage.table import FINAL, GUARDS, MACHINE, REFUSALS, STAGES, START, WAYS
from service.footage.wire import Actor, Guard, Lane, Move, Refusal, State, Timer
from tests.rules.made import NOW

states, moves = st.sampled_from(list(State)), st.sampled_from(list(Move))
actors, lanes = st.sampled_from(list(Actor)), st.sampled_from(list(Lane))
# What decides about a person: by another person alone.
DECISIONS = {
    *(Move.APPROVE, Move.APPROVE_PARTLY, Move.REFUSE, Move.ACCEPT, Move.NOTE_OVERWRITTEN),
    *(Move.UPHOLD, Move.OVERTURN, Move.REDIRECT_TO_110, Move.REDIRECT_TO_CASE),
}


def reached(start: State, lane: Lane | None = None) -> set[State]:
    """Every state to which some ways lead."""
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for way in WAYS.values():
            usable = lane is None or lane in way.lanes
            if state in way.sources and usable and way.target not in found:
                found.add(way.target)
                waiting.append(way.target)
    return found


def test_every_state_is_reached_and_named() -> None:
    assert reached(START) == set(State) == set(STAGES)
    assert set(WAYS) == set(Move)
    assert MACHINE.states == {str(state) for state in State}


@pytest.mark.parametrize("lane", list(Lane))
def test_no_state_of_a_lane_is_a_dead_end(lane: Lane) -> None:
    for state in reached(START, lane):
        assert reached(state, lane) & FINAL, f"{state} leads nowhere"
        leads_on = [move for move, way in WAYS.items() if state in way.sources]
        assert (state in FINAL) == (not leads_on), state


def test_an_emergency_needs_neither_identity_nor_consent_before_somebody_searches() -> None:
    urgent = Lane.EMERGENCY
    state = rules.step(State.SUBMITTED, Move.ACTIVATE, Actor.SYSTEM, urgent)
    for move in (Move.BEGIN_VIEWING, Move.RECORD_RESULT, Move.NOTIFY):
        state = rules.step(state, move, Actor.REVIEWER, urgent)
    assert state is State.NOTIFIED
    assert WAYS[Move.CLOSE].guard is Guard.PAPERWORK


def test_pipl_article_24_no_clock_and_no_program_decides_about_a_person() -> None:
    for move in DECISIONS:
        assert Actor.SYSTEM not in WAYS[move].actors, move
        assert Actor.APPLICANT not in WAYS[move].actors, move
    for stage in STAGES.values():
        assert stage.then not in DECISIONS


def test_whatever_a_clock_ends_may_be_ended_by_the_system_there() -> None:
    for state, stage in STAGES.items():
        if stage.then is not None:
            assert stage.timer is not None
            assert state in WAYS[stage.then].sources
            assert Actor.SYSTEM in WAYS[stage.then].actors
        waits_for_somebody = state not in FINAL and state is not START
        assert (stage.timer is not None) == waits_for_somebody, state


def test_every_state_that_waits_for_a_person_has_a_move_of_his() -> None:
    for state, stage in STAGES.items():
        if stage.turn is not None:
            anywhere = {m for lane in Lane for m in rules.moves(state, stage.turn, lane)}
            comes = state in (State.SCHEDULED, State.NOTIFIED, State.UPHELD)
            assert anywhere or comes, f"{stage.turn} can do nothing in {state}"


@given(states, moves, actors, lanes)
def test_a_move_is_allowed_exactly_where_the_table_lists_it(
    state: State, move: Move, actor: Actor, lane: Lane
) -> None:
    listed = move in rules.moves(state, actor, lane)
    if listed:
        assert rules.step(state, move, actor, lane) is WAYS[move].target
        return
    with pytest.raises(WrongMove):
        rules.step(state, move, actor, lane)


@given(states, st.integers(min_value=1, max_value=5000))
def test_how_long_is_waited_is_said_by_the_area(state: State, hours: int) -> None:
    timers = FootageTimers(**dict.fromkeys(Timer, hours))
    due_at = rules.due_at(state, NOW, timers)
    assert due_at == (NOW + timedelta(hours=hours) if STAGES[state].timer else None)


def test_who_withdraws_is_asked_nothing_and_may_do_so_until_somebody_has_looked() -> None:
    after = {State.VIEWING, State.RESULT_RECORDED, State.LEAD_TASKED, State.NOTIFIED}
    for state in State:
        may = Move.WITHDRAW in rules.moves(state, Actor.APPLICANT, Lane.CITIZEN)
        decided = {State.REFUSED, State.OVERWRITTEN, State.APPEALED, State.UPHELD, State.OVERTURNED}
        away = {State.REDIRECTED_TO_110, State.REDIRECTED_TO_CASE, State.DRAFT} | FINAL
        assert may == (state not in after | decided | away), state


def test_pipl_article_50_every_refusal_names_its_ground_and_what_can_be_done() -> None:
    assert set(REFUSALS) == set(Refusal)
    for code, grounds in REFUSALS.items():
        assert grounds.basis, code
        assert "12389" in grounds.remedy_zh, code
        assert "sue" in grounds.remedy_en, code
    assert {WAYS[Move.APPEAL].target} == {State.APPEALED}
    assert State.REFUSED in WAYS[Move.APPEAL].sources


def test_every_guard_has_words_and_stands_before_some_move() -> None:
    assert set(GUARDS) == set(Guard)
    assert {way.guard for way in WAYS.values()} == set(Guard)


def test_the_diagram_shows_every_state_and_each_arrow_once() -> None:
    drawn = footage.diagram().splitlines()
    assert len(drawn) == len(set(drawn))
    for state in State:
        assert any(f" {state}" in line for line in drawn), state
    whole = footage.document()
    assert all(f"`{move}`" in whole for move in Move)
    assert all(f"| {code} |" in whole for code in Refusal)
