"""Duties of a patrol's phone: what no order, no loss and no junk may change."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.cli.duties import (
    WAITING_MOST,
    HeardPush,
    Time,
    Waiting,
    hear,
    judge,
    keep,
    meet,
    pause_s,
    read_push,
    settle,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WAY = ("offered", "received", "accepted", "en_route", "on_scene", "cleared")
OVER = len(WAY) - 1
ME = "01945b2a-7c00-7000-8000-0000000000c1"

statuses = st.one_of(st.none(), st.integers(100, 599))
answers = st.builds(
    judge, statuses, st.sampled_from(["dispatch.already_taken", "dispatch.task_over", "x.y"])
)
presses = st.builds(Waiting, st.sampled_from("abc"), st.sampled_from(["receive", *WAY]))


def seen_at(stage: int) -> dict[str, Any]:
    """A task as it was at a stage of its way."""
    over = NOON.isoformat() if WAY[stage] == "cleared" else None
    return {"state": WAY[stage], "ringing": stage < 2, "ended_at": over}


@given(st.lists(st.integers(0, len(WAY) - 1), min_size=1).filter(lambda way: way[0] < OVER))
def test_whatever_the_order_a_task_ends_as_far_as_it_ever_was(stages: list[int]) -> None:
    known: dict[str, Any] | None = None
    for stage in stages:
        found = seen_at(stage)
        if meet(known, found).take:
            known = found
    assert known is not None
    assert WAY.index(known["state"]) == max(stages)


@given(st.lists(st.one_of(presses, answers), max_size=300))
def test_a_press_leaves_the_queue_only_by_an_answer(steps: list[Any]) -> None:
    queue: list[Waiting] = []
    for step in steps:
        before = list(queue)
        if isinstance(step, Waiting):
            queue = keep(queue, step)
            assert [one for one in before if one not in queue] == []
        elif queue:
            queue = settle(queue, queue[0], step)
            if step.do in ("again", "sign_in"):
                assert queue == before
            else:
                assert before[0] not in queue
                gone = [one for one in before[1:] if one not in queue]
                assert all(one.task_id == before[0].task_id for one in gone)
        stay = [one for one in before if one in queue]
        assert stay == [one for one in queue if one in before], "nothing overtakes"
        assert len(queue) <= WAITING_MOST


@given(st.text())
def test_no_text_makes_a_phone_fall_and_none_silences_it_for_good(text: str) -> None:
    found = read_push(text, ME, NOON)
    assert found == HeardPush() or found.look or found.receipt
    assert hear(text, 7).seq == 7


@given(st.integers(1, 10**6), st.floats(0, 1), st.floats(0, 1e9))
def test_a_pause_is_never_none_and_never_long(tries: int, chance: float, retry_s: float) -> None:
    assert 0.2 <= pause_s(tries, chance) <= 7.5
    assert pause_s(tries, chance, retry_s) <= 60


@given(
    st.timedeltas(-timedelta(days=4000), timedelta(days=4000)),
    st.lists(st.tuples(st.floats(0, 900), st.floats(0, 5), st.floats(0, 5)), min_size=1),
)
def test_a_countdown_is_right_to_the_quickest_answer_however_wrong_the_clock(
    off: timedelta, answers: list[tuple[float, float, float]]
) -> None:
    """`off` is how far the phone's clock is ahead; an answer: when asked, way there, way back."""
    time = Time()
    for asked_s, there_s, back_s in answers:
        asked = NOON + timedelta(seconds=asked_s)
        written = asked + timedelta(seconds=there_s)
        date = format_datetime(written.replace(microsecond=0), usegmt=True)
        time.learn(date, asked + off, written + timedelta(seconds=back_s) + off)
    quickest_s = min(there_s + back_s for _, there_s, back_s in answers)
    left_s = time.left_s(NOON + timedelta(seconds=1000), NOON + off)
    assert abs(left_s - 1000) <= quickest_s + 1.01
