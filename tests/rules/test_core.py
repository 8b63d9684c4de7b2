"""Instants, ids, state machines, refusals, statements: what everything else stands on."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from service.core.ids import new_id
from service.core.machine import Machine
from service.core.problem import NotFound, Problem, WrongMove
from service.core.times import EARLIEST, LATEST, as_utc, seconds_between
from service.dispatch.rules import MACHINE as TASK
from service.dispatch.wire import ACTIVE, TaskMove, TaskState
from service.incident.rules import MACHINE as INCIDENT
from service.incident.wire import Move, State
from service.platform.sql import Statements

MICROSECOND = timedelta(microseconds=1)
NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)

zones = st.integers(-24 * 60 + 1, 24 * 60 - 1).map(lambda m: timezone(timedelta(minutes=m)))
# Every date that the wire's form takes.
claimed = st.datetimes(timezones=zones)
recent = st.timedeltas(timedelta(0), timedelta(days=20_000)).map(lambda length: NOW + length)


def ticks(at: datetime) -> int:
    """Microseconds since the earliest instant, by whole numbers, which have no end to run over."""
    offset = at.utcoffset() or timedelta()
    return (at.replace(tzinfo=UTC) - EARLIEST) // MICROSECOND - offset // MICROSECOND


# ── Instants ────────────────────────────────────────────────────────────────────────────────


@given(claimed)
@example(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))))
@example(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=-12))))
@example(datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-12))))
@example(datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=14))))
@example(datetime(1970, 1, 1, tzinfo=UTC))
def test_every_date_that_a_box_can_claim_becomes_the_nearest_instant_of_utc(at: datetime) -> None:
    found = as_utc(at)
    assert found.tzinfo is UTC
    assert ticks(found) == min(max(ticks(at), ticks(EARLIEST)), ticks(LATEST))


@given(claimed, claimed)
def test_lengths_between_claimed_dates_can_always_be_told(a: datetime, b: datetime) -> None:
    length_s = seconds_between(as_utc(a), as_utc(b))
    assert length_s == -seconds_between(as_utc(b), as_utc(a))
    if ticks(EARLIEST) <= ticks(a) < ticks(b) <= ticks(LATEST):
        assert length_s == pytest.approx((ticks(b) - ticks(a)) / 1e6)


@given(claimed)
@example(datetime(1, 1, 1, tzinfo=UTC))
@example(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
def test_a_day_around_every_claimed_date_stays_within_the_calendar(at: datetime) -> None:
    assert as_utc(at) - timedelta(days=1) < as_utc(at) < as_utc(at) + timedelta(days=1)


# ── Ids ─────────────────────────────────────────────────────────────────────────────────────


@given(recent, recent)
def test_ids_sort_by_time(a: datetime, b: datetime) -> None:
    assume(b - a >= timedelta(milliseconds=1))
    first, second = new_id(a), new_id(b)
    assert first < second
    assert str(first) < str(second)


@given(recent)
def test_an_id_says_when_it_was_made(at: datetime) -> None:
    made = new_id(at)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    made_ms = made.int >> 80
    assert made_ms == (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def test_ids_of_one_instant_are_all_different() -> None:
    assert len({new_id(NOW) for _ in range(10_000)}) == 10_000


# ── State machines ──────────────────────────────────────────────────────────────────────────


MACHINES = {"incident": INCIDENT, "task": TASK}


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_does_exactly_the_moves_that_it_offers(name: str) -> None:
    machine = MACHINES[name]
    for state in machine.states:
        for move in machine.ways:
            if move in machine.moves_from(state):
                assert machine.after(state, move) in machine.states
            else:
                with pytest.raises(WrongMove) as refused:
                    machine.after(state, move)
                assert refused.value.field == "move"
                assert refused.value.facts["allowed"] == machine.moves_from(state)
                assert refused.value.facts["state"] == state


def test_a_machine_refuses_a_move_that_it_does_not_know() -> None:
    with pytest.raises(WrongMove):
        TASK.after(TaskState.OFFERED, "dance")


def reachable(machine: Machine) -> set[str]:
    """Every state to which moves lead from the start."""
    found, left = {machine.start}, [machine.start]
    while left:
        state = left.pop()
        for move in machine.moves_from(state):
            to = machine.after(state, move)
            if to not in found:
                found.add(to)
                left.append(to)
    return found


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_can_be_reached(name: str) -> None:
    assert reachable(MACHINES[name]) == MACHINES[name].states


def test_the_machines_name_every_state_and_move_of_the_wire() -> None:
    assert INCIDENT.states == set(State)
    assert TASK.states == set(TaskState)
    assert set(TaskMove) <= set(TASK.ways)
    assert {Move.CLOSE, Move.CANCEL, Move.REOPEN} <= set(INCIDENT.ways)


def test_a_task_ends_only_where_its_ring_or_its_work_is_over() -> None:
    ends = {state for state in TASK.states if not TASK.moves_from(state)}
    assert ends == set(TaskState) - set(ACTIVE)
    assert ends == {
        TaskState.CLEARED,
        TaskState.DECLINED,
        TaskState.UNANSWERED,
        TaskState.TAKEN,
        TaskState.WITHDRAWN,
    }


def test_an_incident_has_no_dead_end() -> None:
    for state in INCIDENT.states:
        assert INCIDENT.moves_from(state)
    # What has ended can only be opened again: nothing else changes it.
    for ended in (State.CLOSED, State.CANCELLED):
        assert INCIDENT.moves_from(ended) == [Move.REOPEN]


def test_a_ring_can_always_be_accepted_or_declined() -> None:
    for state in (TaskState.OFFERED, TaskState.RECEIVED):
        assert {TaskMove.ACCEPT, TaskMove.DECLINE} <= set(TASK.moves_from(state))


def test_who_has_accepted_can_always_be_relieved() -> None:
    for state in (TaskState.ACCEPTED, TaskState.EN_ROUTE, TaskState.ON_SCENE):
        relief = {TaskMove.CLEAR, TaskMove.WITHDRAW, TaskMove.REPLACE}
        assert relief <= set(TASK.moves_from(state))


# ── Refusals ────────────────────────────────────────────────────────────────────────────────


def test_a_refusal_speaks_to_a_person_and_to_a_program() -> None:
    refused = NotFound("No such key.", field="device_id", who="东-01")
    assert str(refused) == "No such key."
    assert (refused.code, refused.field) == ("request.not_found", "device_id")
    assert refused.facts == {"who": "东-01"}
    assert str(NotFound()) == NotFound.title() == "There is nothing by this name that you may see."


def all_problems(kind: type[Problem] = Problem) -> set[type[Problem]]:
    """Every refusal that is loaded."""
    return {kind}.union(*(all_problems(below) for below in kind.__subclasses__()))


def test_every_refusal_has_a_code_of_its_own() -> None:
    import service.app  # noqa: F401 - every feature's refusals are loaded with it

    kinds = [kind for kind in all_problems() if kind is not Problem]
    assert len({kind.code for kind in kinds}) == len(kinds) > 20
    assert all("." in kind.code and kind.title().endswith(".") for kind in kinds)


# ── Statements ──────────────────────────────────────────────────────────────────────────────


def statements(folder: Path, text: str) -> Statements:
    """What a queries.sql with this text gives."""
    (folder / "queries.sql").write_text(text, encoding="utf-8")
    return Statements(str(folder / "store.py"))


def test_statements_go_by_name_and_take_in_their_parts(tmp_path: Path) -> None:
    sql = statements(
        tmp_path,
        "-- part: key\nkey_id, label\n\n-- name: all\n-- Why.\nSELECT {key} FROM key;\n\n"
        "-- name: add\nINSERT INTO key\nVALUES ($1)\nRETURNING {key};\n",
    )
    assert sql.names() == ["all", "add"]
    assert sql["all"] == "-- Why.\nSELECT key_id, label FROM key"
    assert sql["add"] == "INSERT INTO key\nVALUES ($1)\nRETURNING key_id, label"


def test_a_part_is_no_statement(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        statements(tmp_path, "-- part: key\nkey_id\n")["key"]


def test_a_name_that_is_not_there_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        statements(tmp_path, "-- name: all\nSELECT 1;\n")["al"]


def test_a_part_that_is_not_there_fails_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        statements(tmp_path, "-- name: all\nSELECT {key} FROM key;\n")


def test_two_statements_of_one_name_fail_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="two of all"):
        statements(tmp_path, "-- name: all\nSELECT 1;\n-- name: all\nSELECT 2;\n")
