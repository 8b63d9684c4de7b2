"""The live stream inside: every event once, in order, whoever writes, reads, dies or resumes."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import Struct

from service.platform.bell import EVENTS, Bell
from service.platform.house import House
from service.platform.live import Hub, Live
from service.platform.outbox import Said, Topic
from tests.support import hamlet
from tests.support.databases import connected, cut_connections, execute
from tests.support.houses import WatchedClock, quiet_house
from tests.support.streams import Heard, events, listen, take
from tests.support.waits import until

KEYS = frozenset({"379928"})
WHICH = ("first", "second")
KEPT_COUNT = 4096  # What a hub keeps in memory; older events are paged from the table.


class Body(Struct):
    """Who wrote what."""

    words: str


SPOKEN = Topic("errand.spoken", Body, "A test spoke.")


def said(words: str, scope: Iterable[str] = KEYS) -> Said:
    return Said(SPOKEN, list(scope), Body(words), hamlet.uid("in", 1))


async def say(house: House, *words: str, scope: Iterable[str] = KEYS) -> None:
    async with house.transaction() as connection:
        now = house.clock.now()
        await house.outbox.say(connection, now, *(said(one, scope) for one in words))


async def say_many(url: str, count: int, *, scope: str = "379928", size: int = 1) -> None:
    """So many events at once, past the service; a hub has to be told."""
    await execute(
        url,
        "INSERT INTO outbox (topic, scope, at, body)"
        " SELECT 'errand.spoken', ARRAY[$1::text], '2026-03-02T07:40:00Z',"
        " jsonb_build_object('words', n || repeat(' ', $2::int))"
        " FROM generate_series(1, $3::int) n",
        scope,
        size,
        count,
    )


def words(heard: Iterable[Heard]) -> list[str]:
    return [event.body["words"].strip() for event in heard]


@asynccontextmanager
async def following(url: str, folder: Path, clock: WatchedClock) -> AsyncIterator[House]:
    """Another process with a hub at work."""
    async with quiet_house(url, folder, clock) as house:
        await house.live.start()
        try:
            yield house
        finally:
            await house.live.stop()


@pytest.fixture
async def hub(house: House) -> AsyncIterator[Hub]:
    """The hub of the house, at work."""
    await house.live.start()
    yield house.live
    await house.live.stop()


async def ticking(clock: WatchedClock) -> None:
    """Seconds that go by fast, for those who look by themselves."""
    while True:
        clock.forward(seconds=1)
        await asyncio.sleep(0.02)


async def test_every_reader_of_every_process_hears_each_event_once_and_in_order(
    database_url: str, tmp_path: Path, clock: WatchedClock
) -> None:
    """Thirty writers hold their transactions open, and commit in another order than they wrote."""
    rounds, writers, order = 4, 30, random.Random(11)

    async def write(house: House, name: str, wrote: asyncio.Event, may: asyncio.Event) -> None:
        async with connected(database_url) as own:
            transaction = own.transaction()
            await transaction.start()
            insert = (
                "INSERT INTO outbox (topic, scope, at, body) VALUES ('errand.spoken', $1, now(),"
                " jsonb_build_object('words', $2::text))"
            )
            await own.execute(insert, list(KEYS), f"{name} first")
            wrote.set()
            await may.wait()
            await own.execute(insert, list(KEYS), f"{name} second")
            await transaction.commit()
        house.outbox.ring()

    async with AsyncExitStack() as stack:
        houses = [
            await stack.enter_async_context(following(database_url, tmp_path, clock))
            for _ in range(3)
        ]
        count = rounds * writers * 2
        hearing = [
            asyncio.create_task(take(listen(house.live, KEYS, 0, clock), count, most_s=60))
            for house in houses
            for _ in range(2)
        ]
        ticks = asyncio.create_task(ticking(clock))
        for number in range(rounds):
            gates = [(asyncio.Event(), asyncio.Event()) for _ in range(writers)]
            writing = [
                asyncio.create_task(write(houses[n % 3], f"{number}.{n}", *gates[n]))
                for n in range(writers)
            ]
            for wrote, _ in gates:
                await wrote.wait()
            for _, may in order.sample(gates, writers):
                may.set()
                await asyncio.sleep(0)
            await asyncio.gather(*writing)
            if number == 1:
                assert await cut_connections(database_url) >= len(houses)
        heard = await asyncio.gather(*hearing)
        ticks.cancel()
    expected = sorted(
        f"{r}.{n} {part}" for r in range(rounds) for n in range(writers) for part in WHICH
    )
    assert sorted(words(heard[0])) == expected
    for one in heard:
        assert [event.seq for event in one] == list(range(1, count + 1))
        assert [event.number for event in one] == [event.seq for event in one]
        assert words(one) == words(heard[0])


async def test_a_writer_that_hangs_before_its_commit_holds_nobody_up(
    house: House, hub: Hub, clock: WatchedClock
) -> None:
    stream = listen(hub, KEYS, None, clock)
    async with house.db.transaction() as hanging:
        await house.outbox.say(hanging, clock.now(), said("hangs"))
        await say(house, "passes by")
        assert words(await take(stream, 1, most_s=5)) == ["passes by"]
    house.outbox.ring()
    assert words(await take(stream, 1, most_s=5)) == ["hangs"]


async def test_an_event_reaches_another_process_by_the_bell_alone(
    database_url: str, house: House, hub: Hub, tmp_path: Path, clock: WatchedClock
) -> None:
    async with following(database_url, tmp_path, clock) as other:
        stream = listen(other.live, KEYS, None, clock)
        hearing = asyncio.create_task(take(stream, 1, most_s=5))
        await until(lambda: other.live.readers)
        await say(house, "here")
        assert words(await hearing) == ["here"]


async def test_an_event_whose_ring_was_lost_is_heard_within_a_second(
    database_url: str, hub: Hub, clock: WatchedClock
) -> None:
    hearing = asyncio.create_task(take(listen(hub, KEYS, None, clock), 1, most_s=5))
    await until(lambda: hub.readers)
    await clock.until_waited()
    await say_many(database_url, 1)
    clock.forward(seconds=1)
    assert words(await hearing) == ["1"]


async def test_who_finds_an_event_whose_ring_was_lost_rings_for_the_other_processes(
    database_url: str, hub: Hub
) -> None:
    bell, rung = Bell(database_url), asyncio.Event()
    bell.hear(EVENTS, rung.set)
    await bell.start()
    try:
        await asyncio.wait_for(rung.wait(), 5)  # Whoever begins to listen looks once.
        rung.clear()
        await say_many(database_url, 1)
        await hub.look()
        await asyncio.wait_for(rung.wait(), 5)
    finally:
        await bell.stop()


async def test_who_comes_back_hears_what_he_missed_and_nothing_twice(
    house: House, hub: Hub, clock: WatchedClock
) -> None:
    await say(house, *"abcde")
    heard = await take(listen(hub, KEYS, 0, clock), 5)
    again = listen(hub, KEYS, heard[1].seq, clock)
    assert words(await take(again, 3)) == ["c", "d", "e"]
    await say(house, "f")
    assert words(await take(again, 1)) == ["f"]


async def test_who_was_away_for_longer_than_memory_is_read_to_from_the_table(
    database_url: str, house: House, hub: Hub, clock: WatchedClock
) -> None:
    count = KEPT_COUNT + 1000
    await say_many(database_url, count // 2)
    await say_many(database_url, 5, scope="379929")
    await say_many(database_url, count - count // 2)
    house.outbox.ring()
    newest = await take(listen(hub, KEYS, 0, clock), count)
    assert [event.seq for event in newest] == [
        *range(1, count // 2 + 1),
        *range(count // 2 + 6, count + 6),
    ]
    for after in (1, 199, 200, 201, count - KEPT_COUNT, count + 4):
        resumed = await take(listen(hub, KEYS, after, clock), 1)
        expected = after + 1 if not count // 2 < after + 1 < count // 2 + 6 else count // 2 + 6
        assert resumed[0].seq == expected


async def test_a_process_that_starts_anew_reads_on_where_its_readers_stood(
    database_url: str, house: House, hub: Hub, tmp_path: Path, clock: WatchedClock
) -> None:
    await say(house, *"abc")
    (first, *_) = await take(listen(hub, KEYS, 0, clock), 3)
    async with following(database_url, tmp_path, clock) as fresh:
        stream = listen(fresh.live, KEYS, first.seq, clock)
        assert words(await take(stream, 2)) == ["b", "c"]


async def test_who_has_heard_more_than_this_process_has_read_hears_nothing_twice(
    database_url: str, house: House, hub: Hub, tmp_path: Path, clock: WatchedClock
) -> None:
    async with quiet_house(database_url, tmp_path, clock) as slow:
        await slow.bell.stop()
        await slow.live.start()
        await say(house, *"abc")
        (*_, last) = await take(listen(hub, KEYS, 0, clock), 3)
        stream = listen(slow.live, KEYS, last.seq, clock)
        hearing = asyncio.create_task(take(stream, 1, most_s=5))
        await until(lambda: slow.live.readers)
        await say(house, "d")
        await slow.live.look()
        assert words(await hearing) == ["d"]
        await slow.live.stop()


async def test_a_number_that_nobody_gave_means_from_now_on(
    house: House, hub: Hub, clock: WatchedClock
) -> None:
    await say(house, *"abc")
    await take(listen(hub, KEYS, 0, clock), 3)
    stream = hub.read(KEYS, 10**15, clock.now() + timedelta(days=1))
    assert await anext(stream) == b": watchbell\n\n"
    await say(house, "d")
    assert words(await take(events(stream), 1, most_s=5)) == ["d"]


async def test_what_is_outside_of_ones_marks_is_never_heard(
    database_url: str, house: House, hub: Hub, clock: WatchedClock
) -> None:
    mine, later = listen(hub, {"unit:1"}, 0, clock), listen(hub, {"unit:1"}, 0, clock)
    for number in range(20):
        await say(house, f"other {number}", scope=["379928", "unit:2"])
        await say(house, f"mine {number}", scope=["379929", "unit:1"])
    assert words(await take(mine, 20)) == [f"mine {n}" for n in range(20)]
    await say_many(database_url, KEPT_COUNT, scope="379928")
    house.outbox.ring()
    while await hub.look():
        pass
    assert words(await take(later, 20)) == [f"mine {n}" for n in range(20)]
    await say(house, "mine at last", scope=["unit:1"])
    assert words(await take(later, 1)) == ["mine at last"]


async def test_a_reader_whose_page_is_cut_ends_and_resumes_without_loss(
    database_url: str, house: House, hub: Hub, clock: WatchedClock
) -> None:
    count = KEPT_COUNT + 1000
    await say_many(database_url, count)
    house.outbox.ring()
    heard = await take(listen(hub, KEYS, 0, clock), 450)
    ticks = asyncio.create_task(ticking(clock))
    while len(heard) < count:
        stream = listen(hub, KEYS, heard[-1].seq, clock)
        cutting = asyncio.create_task(cut_connections(database_url))
        async with asyncio.timeout(30):
            async for event in stream:
                heard.append(event)
                if len(heard) == count or len(heard) % 1000 == 0:
                    break
        await cutting
    ticks.cancel()
    assert [event.seq for event in heard] == list(range(1, count + 1))


async def test_a_reader_whose_page_fails_is_let_go_quietly_and_misses_nothing(
    database_url: str, house: House, hub: Hub, clock: WatchedClock
) -> None:
    count = KEPT_COUNT + 1000
    await say_many(database_url, count)
    house.outbox.ring()
    await take(listen(hub, KEYS, 0, clock), count)
    stream = listen(hub, KEYS, 450, clock)
    async with connected(database_url) as other, other.transaction():
        await other.execute("LOCK TABLE event")
        reading = asyncio.create_task(take(stream, 1))
        page = "SELECT seq, scope, topic, at, body\nFROM event"
        await until(lambda: cut_connections(database_url, doing=page))
        with pytest.raises(StopAsyncIteration):
            await reading
    (again,) = await take(listen(hub, KEYS, 450, clock), 1)
    assert again.seq == 451


async def test_whispers_have_no_number_and_only_the_newest_of_each_is_kept(
    house: House, hub: Hub, clock: WatchedClock
) -> None:
    stream = listen(hub, KEYS, None, clock)
    hearing = asyncio.create_task(take(stream, 1))
    await until(lambda: hub.readers)

    def moved(name: str, where: int, scope: str = "379928") -> None:
        event = Live(None, "unit.moved", clock.now(), {"where": where})
        hub.whisper([(name, frozenset({scope}), event)])

    moved("one", 1)
    (first,) = await hearing
    assert (first.number, first.seq, first.body) == (None, None, {"where": 1})
    for where in range(2, 9):
        moved("one", where)
        moved("two", where * 10)
        moved("elsewhere", where, "379929")
    assert [event.body["where"] for event in await take(stream, 2)] == [8, 80]
    await say(house, "numbered")
    assert words(await take(stream, 1)) == ["numbered"]


async def test_a_stream_ends_when_the_right_to_hear_it_does(
    house: House, hub: Hub, clock: WatchedClock
) -> None:
    stream = hub.read(KEYS, None, clock.now() + timedelta(seconds=60))
    assert await anext(stream) == b": watchbell\n\n"
    ending = asyncio.create_task(anext(stream, b"over"))
    await until(lambda: hub.readers)
    clock.forward(seconds=60)
    await say(house, "too late for him")
    assert await asyncio.wait_for(ending, 5) == b"over"
    assert hub.readers == 0
