"""The circuit of a gateway, the gate in front of it, and the brake on retiring tokens."""

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.platform.push import Answer, Outcome
from service.platform.push.circuit import (
    LIMITS,
    Breaker,
    Circuit,
    Passage,
    Sign,
    ask,
    heard,
    rests_s,
)
from service.platform.push.gate import SILENT, Gate, Told
from service.platform.push.retirement import may_retire
from tests.support.clock import START, HandClock

ACCEPTED = Told(Answer(Outcome.ACCEPTED), Sign.WELL)
BUSY = Told(Answer(Outcome.RETRY_LATER, "status 503"), Sign.TROUBLE)
REFUSED = Told(Answer(Outcome.CONFIG, "InvalidProviderToken"), Sign.WRONG)
OPEN = Circuit(opened_at=START, reason="status 503")
WRONG = Circuit(opened_at=START, wrong=True, reason="InvalidProviderToken")


def after(*signs: Sign | None, every: timedelta = timedelta(seconds=1)) -> Circuit:
    """A circuit that has heard these from attempts that were let through freely."""
    circuit, now = Circuit(), START
    for sign in signs:
        circuit = heard(circuit, Passage.FREE, sign, "why", now)
        now += every
    return circuit


def test_a_refusal_of_us_opens_it_at_once() -> None:
    assert after(Sign.WELL, Sign.WRONG).opened_at == START + timedelta(seconds=1)


def test_troubles_in_a_row_open_it() -> None:
    assert after(*[Sign.TROUBLE] * (LIMITS.troubles - 1)).opened_at is None
    assert after(*[Sign.TROUBLE] * LIMITS.troubles).opened_at is not None


def test_a_verdict_between_them_shows_that_the_gateway_is_there() -> None:
    most = [Sign.TROUBLE] * (LIMITS.troubles - 1)
    assert after(*most, Sign.WELL, *most).opened_at is None


def test_troubles_far_apart_do_not_open_it() -> None:
    assert after(*[Sign.TROUBLE] * 50, every=LIMITS.within / 4).opened_at is None


def test_an_attempt_that_says_nothing_changes_nothing() -> None:
    most = [Sign.TROUBLE] * (LIMITS.troubles - 1)
    assert after(*most, *[None] * 9) == after(*most)


@pytest.mark.parametrize(
    ("circuit", "rest"), [(OPEN, LIMITS.rest), (WRONG, LIMITS.rest_wrong)], ids=["away", "wrong"]
)
def test_after_its_rest_one_goes_through_and_no_other(circuit: Circuit, rest: timedelta) -> None:
    just_before, due = START + rest - timedelta(milliseconds=1), START + rest
    assert ask(circuit, just_before)[1] is None
    tried, passage = ask(circuit, due)
    assert passage is Passage.CANARY
    assert ask(tried, due)[1] is None
    assert ask(tried, due + timedelta(seconds=30))[1] is None


def test_the_canary_closes_it() -> None:
    tried, passage = ask(OPEN, START + LIMITS.rest)
    assert passage is Passage.CANARY
    assert heard(tried, passage, Sign.WELL, "", START + LIMITS.rest) == Circuit()


@pytest.mark.parametrize("sign", [Sign.TROUBLE, Sign.WRONG])
def test_one_bad_canary_is_enough_for_another_rest(sign: Sign) -> None:
    now = START + LIMITS.rest
    tried, passage = ask(OPEN, now)
    assert passage is Passage.CANARY
    again = heard(tried, passage, sign, "why", now)
    assert again.opened_at == now
    assert ask(again, now + LIMITS.rest / 2)[1] is None


def test_a_canary_that_tells_nothing_makes_room_for_the_next() -> None:
    now = START + LIMITS.rest
    tried, passage = ask(OPEN, now)
    assert passage is Passage.CANARY
    assert ask(heard(tried, passage, None, "", now), now)[1] is Passage.CANARY
    assert ask(tried, now + LIMITS.canary_most)[1] is Passage.CANARY, "nor does one that is lost"


def test_late_news_neither_closes_it_nor_lengthens_its_rest() -> None:
    for sign in Sign:
        assert heard(OPEN, Passage.FREE, sign, "", START + timedelta(seconds=3)) == OPEN


def test_a_clock_that_was_set_back_shuts_nobody_out() -> None:
    before = START - timedelta(hours=1)
    assert rests_s(WRONG, before) == 0
    assert ask(WRONG, before)[1] is Passage.CANARY


@given(
    st.lists(
        st.tuples(st.sampled_from([*Sign, None]), st.integers(0, 40), st.booleans()),
        max_size=60,
    )
)
def test_whatever_happens_the_gateway_is_tried_again_in_time(
    steps: list[tuple[Sign | None, int, bool]],
) -> None:
    circuit, now = Circuit(), START
    for sign, wait_s, lost in steps:
        now += timedelta(seconds=wait_s)
        circuit, passage = ask(circuit, now)
        if passage is not None and not lost:
            circuit = heard(circuit, passage, sign, "why", now)
        assert rests_s(circuit, now) <= LIMITS.rest_wrong.total_seconds()
        assert len(circuit.troubles) < LIMITS.troubles
    later = now + LIMITS.rest_wrong + LIMITS.canary_most
    assert ask(circuit, later)[1] is not None


def gate(clock: HandClock, *, at_once: int = 5, queue_s: float = 5, most_s: float = 5) -> Gate:
    return Gate(Breaker("gateway", clock), at_once=at_once, most_s=most_s, queue_s=queue_s)


async def said(told: Told) -> Told:
    return told


def stay(entered: Gate) -> tuple[asyncio.Task[Answer], asyncio.Event, asyncio.Event]:
    """An attempt that keeps its slot until it is let go; set when it has begun."""
    begun, let_go = asyncio.Event(), asyncio.Event()

    async def wait() -> Told:
        begun.set()
        await let_go.wait()
        return ACCEPTED

    return asyncio.create_task(entered.through(wait)), begun, let_go


async def test_who_is_not_let_through_is_told_so_at_once() -> None:
    clock = HandClock()
    entered = gate(clock)
    assert await entered.through(lambda: said(REFUSED)) == REFUSED.answer

    async def never() -> Told:
        raise AssertionError("nobody goes through")

    answer = await entered.through(never)
    assert answer.outcome is Outcome.CONFIG
    assert answer.reason == "left alone: InvalidProviderToken"
    assert answer.retry_after_s == 60
    clock.forward(seconds=61)
    assert await entered.through(lambda: said(ACCEPTED)) == ACCEPTED.answer
    assert await entered.through(lambda: said(ACCEPTED)) == ACCEPTED.answer


async def test_a_gateway_in_trouble_says_retry_later() -> None:
    entered = gate(HandClock())
    for _ in range(LIMITS.troubles):
        assert await entered.through(lambda: said(BUSY)) == BUSY.answer
    answer = await entered.through(lambda: said(ACCEPTED))
    assert (answer.outcome, answer.retry_after_s) == (Outcome.RETRY_LATER, 10)


async def test_no_attempt_outlasts_its_deadline() -> None:
    entered = gate(HandClock(), most_s=0.05)

    async def hang() -> Told:
        await asyncio.Event().wait()
        return ACCEPTED

    async with asyncio.timeout(5):
        assert await entered.through(hang) == SILENT.answer


async def test_the_deadline_begins_with_the_slot() -> None:
    entered = gate(HandClock(), at_once=1, most_s=0.2)
    first, begun, let_go = stay(entered)
    await begun.wait()
    second = asyncio.create_task(entered.through(lambda: said(ACCEPTED)))
    assert await first == SILENT.answer
    assert await second == ACCEPTED.answer, "it has waited for longer than its deadline"
    assert not let_go.is_set()


async def test_who_waits_too_long_for_a_slot_rings_elsewhere() -> None:
    entered = gate(HandClock(), at_once=1, queue_s=0.05)
    first, begun, let_go = stay(entered)
    await begun.wait()
    second = await entered.through(lambda: said(ACCEPTED))
    assert second.outcome is Outcome.RETRY_LATER
    let_go.set()
    assert (await first).outcome is Outcome.ACCEPTED
    assert (await entered.through(lambda: said(ACCEPTED))).outcome is Outcome.ACCEPTED


async def test_a_canary_that_is_cancelled_leaves_the_way_free() -> None:
    clock = HandClock()
    entered = gate(clock)
    await entered.through(lambda: said(REFUSED))
    clock.forward(seconds=61)
    begun = asyncio.Event()

    async def hang() -> Told:
        begun.set()
        await asyncio.Event().wait()
        return ACCEPTED

    canary = asyncio.create_task(entered.through(hang))
    await begun.wait()
    canary.cancel()
    with pytest.raises(asyncio.CancelledError):
        await canary
    assert (await entered.through(lambda: said(ACCEPTED))).outcome is Outcome.ACCEPTED


def ago(*minutes: int) -> list[datetime]:
    return [START - timedelta(minutes=m) for m in minutes]


@pytest.mark.parametrize(
    ("retired", "known", "may"),
    [
        ([], 10, True),
        (ago(1, 2), 10, True),
        (ago(1, 2, 3), 10, False),
        (ago(1, 2, 3), 200, True),
        (ago(1, 2, 3, 4), 200, False),
        (ago(*range(19)), 5000, True),
        (ago(*range(20)), 5000, False),
        (ago(*range(20)), 1_000_000, False),
        (ago(*range(60, 90)), 5000, True),
    ],
)
def test_more_than_twenty_or_two_per_cent_an_hour_is_a_matter_for_a_person(
    retired: list[datetime], known: int, may: bool
) -> None:
    assert may_retire(retired, known=known, now=START) is may


@given(known=st.integers(0, 100_000), calls=st.integers(0, 200))
def test_a_gateway_that_calls_all_dead_takes_few(known: int, calls: int) -> None:
    retired: list[datetime] = []
    for n in range(calls):
        now = START + timedelta(seconds=n)
        if may_retire(retired, known=known, now=now):
            retired.append(now)
    assert len(retired) <= max(3, min(20, known * 0.02))
