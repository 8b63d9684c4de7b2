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
from service.footage.terms import (
    Actor,
    FootageLane,
    FootageMove,
    FootageState,
    Guard,
    RefusalCode,
    Timer,
)
from tests.rules.made import NOW

states, moves = st.sampled_from(list(FootageState)), st.sampled_from(list(FootageMove))
actors, lanes = st.sampled_from(list(Actor)), st.sampled_from(list(FootageLane))
# What decides about a person: by another person alone.
DECISIONS = {
    *(
        FootageMove.APPROVE,
        FootageMove.APPROVE_PARTLY,
        FootageMove.REFUSE,
        FootageMove.ACCEPT,
        FootageMove.NOTE_OVERWRITTEN,
    ),
    *(
        FootageMove.UPHOLD,
        FootageMove.OVERTURN,
        FootageMove.REDIRECT_TO_110,
        FootageMove.REDIRECT_TO_CASE,
    ),
}


def reached(start: FootageState, lane: FootageLane | None = None) -> set[FootageState]:
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
    assert reached(START) == set(FootageState) == set(STAGES)
    assert set(WAYS) == set(FootageMove)
    assert MACHINE.states == {str(state) for state in FootageState}


@pytest.mark.parametrize("lane", list(FootageLane))
def test_no_state_of_a_lane_is_a_dead_end(lane: FootageLane) -> None:
    for state in reached(START, lane):
        assert reached(state, lane) & FINAL, f"{state} leads nowhere"
        leads_on = [move for move, way in WAYS.items() if state in way.sources]
        assert (state in FINAL) == (not leads_on), state


def test_an_emergency_needs_neither_identity_nor_consent_before_somebody_searches() -> None:
    urgent = FootageLane.EMERGENCY
    state = rules.step(FootageState.SUBMITTED, FootageMove.ACTIVATE, Actor.SYSTEM, urgent)
    for move in (FootageMove.BEGIN_VIEWING, FootageMove.RECORD_RESULT, FootageMove.NOTIFY):
        state = rules.step(state, move, Actor.REVIEWER, urgent)
    assert state is FootageState.NOTIFIED
    assert WAYS[FootageMove.CLOSE].guard is Guard.PAPERWORK


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
            anywhere = {m for lane in FootageLane for m in rules.moves(state, stage.turn, lane)}
            comes = state in (FootageState.SCHEDULED, FootageState.NOTIFIED, FootageState.UPHELD)
            assert anywhere or comes, f"{stage.turn} can do nothing in {state}"


@given(states, moves, actors, lanes)
def test_a_move_is_allowed_exactly_where_the_table_lists_it(
    state: FootageState, move: FootageMove, actor: Actor, lane: FootageLane
) -> None:
    listed = move in rules.moves(state, actor, lane)
    if listed:
        assert rules.step(state, move, actor, lane) is WAYS[move].target
        return
    with pytest.raises(WrongMove):
        rules.step(state, move, actor, lane)


@given(states, st.integers(min_value=1, max_value=5000))
def test_how_long_is_waited_is_said_by_the_area(state: FootageState, hours: int) -> None:
    timers = FootageTimers(**dict.fromkeys(Timer, hours))
    due_at = rules.due_at(state, NOW, timers)
    assert due_at == (NOW + timedelta(hours=hours) if STAGES[state].timer else None)


def test_who_withdraws_is_asked_nothing_and_may_do_so_until_somebody_has_looked() -> None:
    after = {
        FootageState.VIEWING,
        FootageState.RESULT_RECORDED,
        FootageState.LEAD_TASKED,
        FootageState.NOTIFIED,
    }
    for state in FootageState:
        may = FootageMove.WITHDRAW in rules.moves(state, Actor.APPLICANT, FootageLane.CITIZEN)
        decided = {
            FootageState.REFUSED,
            FootageState.OVERWRITTEN,
            FootageState.APPEALED,
            FootageState.UPHELD,
            FootageState.OVERTURNED,
        }
        away = {
            FootageState.REDIRECTED_TO_110,
            FootageState.REDIRECTED_TO_CASE,
            FootageState.DRAFT,
        } | FINAL
        assert may == (state not in after | decided | away), state


def test_pipl_article_50_every_refusal_names_its_ground_and_what_can_be_done() -> None:
    assert set(REFUSALS) == set(RefusalCode)
    for code, grounds in REFUSALS.items():
        assert grounds.basis, code
        assert "12389" in grounds.remedy_zh, code
        assert "sue" in grounds.remedy_en, code
    assert {WAYS[FootageMove.APPEAL].target} == {FootageState.APPEALED}
    assert FootageState.REFUSED in WAYS[FootageMove.APPEAL].sources


def test_every_guard_has_words_and_stands_before_some_move() -> None:
    assert set(GUARDS) == set(Guard)
    assert {way.guard for way in WAYS.values()} == set(Guard)


def test_the_diagram_shows_every_state_and_each_arrow_once() -> None:
    drawn = footage.diagram().splitlines()
    assert len(drawn) == len(set(drawn))
    for state in FootageState:
        assert any(f" {state}" in line for line in drawn), state
    whole = footage.document()
    assert all(f"`{move}`" in whole for move in FootageMove)
    assert all(f"| {code} |" in whole for code in RefusalCode)
