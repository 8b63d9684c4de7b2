"""Events and promises: in the transaction that makes them true, and found whoever rings or not."""

import asyncio
import contextlib
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec import Struct

from jobs.lanes import OWN, Runner
from service.platform.bell import EVENTS
from service.platform.house import House
from service.platform.outbox import (
    EVERYBODY,
    Follow,
    Lane,
    Outbox,
    Promise,
    Said,
    Topic,
    jobs_of,
)
from tests.support import hamlet
from tests.support.databases import cut_connections, execute, rows
from tests.support.houses import (
    Errand,
    WatchedClock,
    carrying,
    jobs,
    promise,
    quiet_house,
    states,
    work,
)
from tests.support.waits import until


class Body(Struct):
    """What is said."""

    words: str


SPOKEN = Topic("errand.spoken", Body, "A test spoke.")


@pytest.fixture
def outbox(house: House) -> Outbox:
    """One in which an errand follows from what is said."""
    return Outbox(house.bell, {SPOKEN.name: [Follow("errand", Lane.CRITICAL)]})


async def said(house: House) -> int:
    async with house.db.reading() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM outbox"))


class Undone(Exception):
    """The transaction is not to stand."""


@pytest.mark.parametrize("stands", [True, False])
async def test_what_is_said_and_promised_stands_or_falls_with_the_transaction(
    house: House, outbox: Outbox, stands: bool
) -> None:
    now, about = house.clock.now(), hamlet.uid("in", 1)
    later = now + timedelta(hours=1)
    event = Said(SPOKEN, ["379928"], Body("here"), about)
    with contextlib.suppress(Undone):
        async with house.transaction() as connection:
            further = Promise("errand", Lane.REST, "later", later)
            await outbox.say(connection, now, event, promises=[further])
            assert (await said(house), await jobs(house, "errand")) == (0, [])
            if not stands:
                raise Undone
    rows = [(row["key"], row["due_at"]) for row in await jobs(house, "errand")]
    assert await said(house) == stands
    assert rows == ([(str(about), now), ("later", later)] if stands else [])


@pytest.mark.parametrize("stands", [True, False])
async def test_those_are_rung_who_have_something_to_see_and_nobody_else(
    house: House, outbox: Outbox, stands: bool
) -> None:
    rung: list[str] = []
    for channel in EVERYBODY:
        house.bell.hear(channel, partial(rung.append, channel))
    now, about = house.clock.now(), hamlet.uid("in", 1)
    wanted: list[tuple[list[Said], list[Promise], set[str]]] = [
        ([], [], set()),
        ([], [Promise("errand", Lane.REST, "a", now)], {jobs_of(Lane.REST)}),
        ([Said(SPOKEN, ["379928"], Body("a"), about)], [], {EVENTS, jobs_of(Lane.CRITICAL)}),
    ]

    def heard() -> list[str]:
        # What the bell calls when its connection comes up is of no interest.
        return list(rung)

    await until(lambda: house.bell.connected and len(heard()) >= len(EVERYBODY))
    for events, promises, channels in wanted:
        rung.clear()
        with contextlib.suppress(Undone):
            async with house.transaction() as connection:
                await outbox.say(connection, now, *events, promises=promises)
                assert heard() == []
                if not stands:
                    raise Undone
        assert set(heard()) == (channels if stands else set())


async def test_a_lane_that_is_rung_without_end_does_not_keep_another_waiting(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    await promise(house, "errand", "later", lane=Lane.RINGS, in_s=3, ring=False)
    async with carrying(Runner(house, OWN)):
        await clock.until_waited()
        stop = asyncio.Event()

        async def ring() -> None:
            while not stop.is_set():
                house.bell.ring(jobs_of(Lane.CRITICAL))
                await asyncio.sleep(0)

        ringing = asyncio.create_task(ring())
        try:
            clock.forward(seconds=3)
            await asyncio.wait_for(errand.began.wait(), 5)
        finally:
            stop.set()
            await ringing


async def test_a_promise_made_again_is_one_promise_due_at_the_sooner_of_the_two(
    house: House,
) -> None:
    now = house.clock.now()
    for in_s in (60, 5, 30):
        await promise(house, "errand", in_s=in_s)
    async with house.transaction() as connection:
        twice = [Promise("errand", Lane.REST, "b", now + timedelta(seconds=s)) for s in (9, 4)]
        await house.outbox.promise(connection, now, *twice)
    due = {row["key"]: row["due_at"] - now for row in await jobs(house, "errand")}
    assert due == {"one": timedelta(seconds=5), "b": timedelta(seconds=4)}


async def test_writers_who_promise_the_same_things_never_wait_for_each_other_in_a_ring(
    house: House,
) -> None:
    now = house.clock.now()

    async def write(keys: list[str]) -> None:
        async with house.db.transaction() as connection:
            promises = [Promise("errand", Lane.REST, key, now) for key in keys]
            await house.outbox.promise(connection, now, *promises)

    keys = [str(n) for n in range(60)]
    for _ in range(5):
        await asyncio.gather(*(write(keys[::step]) for step in (1, -1) for _ in range(4)))
    assert len(await jobs(house, "errand")) == len(keys)


async def test_a_promise_wakes_a_carrier_of_another_process_at_once(
    database_url: str, house: House, errand: Errand, tmp_path: Path, clock: WatchedClock
) -> None:
    async with (
        quiet_house(database_url, tmp_path, clock) as other,
        carrying(Runner(other, OWN)),
    ):
        await clock.until_waited()
        await promise(house, "errand")
        await asyncio.wait_for(errand.began.wait(), 5)


async def test_a_promise_whose_ring_is_lost_is_found_within_a_second(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    runner = Runner(house, OWN)
    async with carrying(runner):
        await clock.until_waited()
        await promise(house, "errand", ring=False)
        clock.forward(seconds=1)
        await asyncio.wait_for(errand.began.wait(), 5)


async def test_a_carrier_whose_bell_was_cut_hears_again_and_looks_for_what_it_missed(
    database_url: str, house: House, errand: Errand, tmp_path: Path, clock: WatchedClock
) -> None:
    async with (
        quiet_house(database_url, tmp_path, clock) as other,
        carrying(Runner(other, OWN)),
    ):
        await clock.until_waited()
        cut = [await cut_connections(database_url, doing=d) for d in ("LISTEN", "SELECT pg_notify")]
        assert sum(cut)
        await promise(house, "errand", ring=False)
        await until(lambda: other.bell.lost_count and other.bell.connected)
        await asyncio.wait_for(errand.began.wait(), 5)


async def test_without_any_bell_deadlines_are_kept_by_the_clock(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    await house.bell.stop()
    async with carrying(Runner(house, OWN)):
        await clock.until_waited()
        await promise(house, "errand", in_s=30, ring=False)
        waits = clock.waits
        clock.forward(seconds=29)
        await clock.until_waited(waits)
        assert errand.runs == []
        clock.forward(seconds=1)
        await asyncio.wait_for(errand.began.wait(), 5)
        assert await until(lambda: bool(errand.ended))


async def test_a_promise_is_settled_in_the_transaction_of_its_work(
    house: House, errand: Errand
) -> None:
    async def move(house: House, hold: object) -> None:
        async with hold.transaction() as connection:  # type: ignore[attr-defined]
            await connection.execute("INSERT INTO effect DEFAULT VALUES")

    url = house.settings.database_url
    await execute(url, "CREATE TABLE effect (); GRANT ALL ON effect TO watchbell_system")
    errand.work = move
    await promise(house, "errand")
    assert await work(Runner(house, OWN)) == 1
    assert await states(house, "errand") == ["done"]
    assert len(await rows(url, "SELECT FROM effect")) == 1
