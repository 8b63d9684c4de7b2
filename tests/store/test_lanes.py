"""The two carriers: with Redis, without it, and while it goes, hangs, forgets and comes back."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
import msgspec
import pytest
from redis.asyncio import Redis

from jobs import claims
from jobs.lanes import OTHERS, carrier_name, work_critical, work_others
from service.platform import pulse
from service.platform.house import House
from service.platform.local.valkey import LocalValkey
from service.platform.outbox import Lane, Promise
from tests.support.embedded import own_valkey, wipe
from tests.support.houses import Errand, WatchedClock, jobs, promise, quiet_house, states
from tests.support.town_house import serving
from tests.support.waits import until


@dataclass
class Works:
    """A service, its two carriers as two processes would be, and their Redis."""

    house: House
    second: House
    clock: WatchedClock
    valkey: LocalValkey
    redis_url: str
    base: str = ""
    carriers: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)

    async def passes(self, look: Callable[[], Awaitable[bool]], *, most_s: float = 20) -> None:
        """Let time pass, some ten times faster than on the wall, until look says so."""
        deadline = self.clock.now() + timedelta(seconds=most_s)
        while not await look():
            assert self.clock.now() < deadline, f"not true within {most_s} s"
            self.clock.forward(seconds=0.25)
            await asyncio.sleep(0.025)

    async def lanes(self, sort: str) -> set[str]:
        """What a carrier says that it carries; nothing where it does not live."""
        async with self.house.db.reading() as connection:
            found = await pulse.carriers(connection, self.clock.now())
        return {lane for c in found if c.carrier.startswith(sort) for lane in c.lanes}

    async def runner_has_all(self) -> bool:
        """Whether the first carrier takes all lanes."""
        return await self.lanes("runner") == set(Lane)

    async def runner_has_its_own(self) -> bool:
        """Whether the first carrier leaves the other lanes to the second."""
        return await self.lanes("runner") == set(Lane) - set(OTHERS)

    async def worker_lives(self) -> bool:
        """Whether the second carrier says that it lives."""
        return await self.lanes("arq") == set(OTHERS)

    async def says(self) -> tuple[dict[str, str], dict[str, float]]:
        """The parts of /health/ready, and the figures of /metrics."""
        async with aiohttp.ClientSession(self.base) as session:
            async with session.get("/health/ready") as answer:
                health = await answer.json()
                assert answer.status == 200
            async with session.get("/metrics") as answer:
                lines = (await answer.text()).splitlines()
        shown = [line.split(" ") for line in lines if line.startswith("watchbell")]
        return health["parts"], {line[0]: float(line[1]) for line in shown if len(line) == 2}

    async def kill_redis(self) -> None:
        """End Redis as a power cut would."""
        assert self.valkey.server.process is not None
        self.valkey.server.process.kill()
        await self.valkey.server.ended()

    async def stop(self, sort: str) -> None:
        """End a carrier without a word, as kill -9 would."""
        task = self.carriers.pop(sort)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def open_works(
    url: str, folder: Path, clock: WatchedClock, valkey: LocalValkey, redis_url: str
) -> AsyncIterator[Works]:
    async with (
        quiet_house(url, folder, clock, redis_url=redis_url, port=0) as service,
        quiet_house(url, folder, clock, redis_url=redis_url) as first,
        quiet_house(url, folder, clock, redis_url=redis_url) as second,
        serving(service) as base,
    ):
        works = Works(service, second, clock, valkey, redis_url, base)
        works.carriers["runner"] = asyncio.create_task(work_critical(first))
        works.carriers["arq"] = asyncio.create_task(work_others(second))
        try:
            await works.passes(works.worker_lives)
            await works.passes(works.runner_has_its_own)
            yield works
        finally:
            for sort in list(works.carriers):
                await works.stop(sort)


@pytest.fixture
async def works(
    database_url: str, tmp_path: Path, clock: WatchedClock, errand: Errand
) -> AsyncIterator[Works]:
    async with (
        own_valkey() as (valkey, redis_url),
        open_works(database_url, tmp_path, clock, valkey, redis_url) as opened,
    ):
        yield opened


async def carried(works: Works, errand: Errand, key: str, lane: Lane) -> str:
    """Promise an errand, wait until it is done; by whom it was."""
    await promise(works.house, "errand", key, lane=lane)

    async def done() -> bool:
        rows = await jobs(works.house, "errand")
        return any(row["key"] == key and row["state"] == "done" for row in rows)

    await works.passes(done)
    async with works.house.db.reading() as connection:
        carrier = await connection.fetchval("SELECT carrier FROM job WHERE key = $1", key)
    return str(carrier).split("@", 1)[0]


async def test_each_lane_has_its_carrier(works: Works, errand: Errand) -> None:
    by = {lane: await carried(works, errand, lane, lane) for lane in Lane}
    assert by == {
        Lane.CRITICAL: "runner",
        Lane.RINGS: "runner",
        Lane.PICTURES: "arq",
        Lane.REST: "arq",
    }
    parts, figures = await works.says()
    assert (parts["carriers"], parts["redis"], parts["worker"]) == ("ok", "ok", "ok")
    assert (figures["watchbell_carriers"], figures["watchbell_all_lanes"]) == (2, 0)


async def test_redis_carries_rings_and_nothing_else(works: Works, errand: Errand) -> None:
    errand.work = errand.waits
    await promise(works.house, "errand", "secret-key", lane=Lane.PICTURES)
    await until(lambda: errand.runs)
    client = Redis.from_url(works.redis_url)
    try:
        values = [await client.get(key) or b"" for key in await client.keys("arq:job:*")]
    finally:
        await client.aclose()
    rung = [msgspec.msgpack.decode(value)["a"] for value in values if value]
    assert [errand.runs[0].job_id] in rung
    assert b"secret-key" not in b"".join(values)
    errand.may_end.set()


async def test_while_redis_is_dead_the_runner_takes_all_lanes_and_gives_them_back(
    works: Works, errand: Errand
) -> None:
    errand.work = errand.waits
    await promise(works.house, "errand", "in hand", lane=Lane.PICTURES)
    await until(lambda: errand.runs)
    await works.kill_redis()
    errand.may_end.set()
    await works.passes(works.runner_has_all, most_s=5)
    assert await carried(works, errand, "meanwhile", Lane.PICTURES) == "runner"
    assert "in hand" in {job.key for job in errand.ended}
    parts, figures = await works.says()
    assert parts["redis"] == "away"
    assert figures["watchbell_redis_away"] == figures["watchbell_all_lanes"] == 1
    await works.valkey.serve()
    await works.passes(works.worker_lives)
    await works.passes(works.runner_has_its_own)
    assert await carried(works, errand, "afterwards", Lane.PICTURES) == "arq"
    assert (await works.says())[0]["redis"] == "ok"


async def test_a_redis_that_hangs_is_as_good_as_dead(works: Works, errand: Errand) -> None:
    process = works.valkey.server.process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    try:
        # Redis is given a second of the wall, which here are ten of the clock.
        await works.passes(works.runner_has_all, most_s=40)
        assert await carried(works, errand, "meanwhile", Lane.REST) == "runner"

        async def said() -> bool:
            return (await works.says())[0]["redis"] == "away"

        await works.passes(said, most_s=40)
    finally:
        process.send_signal(signal.SIGCONT)
    await works.passes(works.worker_lives)
    await works.passes(works.runner_has_its_own)
    assert await carried(works, errand, "afterwards", Lane.REST) == "arq"


async def test_rings_that_redis_forgot_are_rung_again(works: Works, errand: Errand) -> None:
    errand.work = errand.waits
    for number in range(30):
        await promise(works.house, "errand", str(number), lane=Lane.PICTURES)
    await until(lambda: len(errand.runs) == 24)
    await wipe(works.redis_url)
    errand.may_end.set()

    async def all_done() -> bool:
        return await states(works.house, "errand") == ["done"] * 30

    await works.passes(all_done)
    assert await works.runner_has_its_own()
    assert len({job.key for job in errand.ended}) == 30


async def test_with_redis_alive_and_the_worker_dead_the_runner_takes_all_lanes(
    works: Works, errand: Errand
) -> None:
    errand.work = errand.hangs
    await promise(works.house, "errand", "in hand", lane=Lane.PICTURES)
    await until(lambda: errand.runs)
    await works.stop("arq")
    errand.work = None
    await works.passes(works.runner_has_all, most_s=15)
    assert await carried(works, errand, "meanwhile", Lane.REST) == "runner"
    assert "in hand" in {job.key for job in errand.ended}
    parts, figures = await works.says()
    assert (parts["redis"], parts["worker"]) == ("ok", "away")
    assert (figures["watchbell_redis_away"], figures["watchbell_all_lanes"]) == (0, 1)


async def test_what_a_dead_carrier_had_in_hand_is_found_and_done_by_those_that_live(
    works: Works, errand: Errand
) -> None:
    now = works.clock.now()
    async with works.house.db.transaction() as connection:
        for lane in Lane:
            made = Promise("errand", lane, lane, now)
            await works.house.outbox.promise(connection, now, made)
            await claims.claim(connection, "died", [lane], 50, now)

    async def all_done() -> bool:
        return await states(works.house, "errand") == ["done"] * len(Lane)

    await works.passes(all_done)
    assert [job.attempt for job in errand.ended] == [2] * len(Lane)


async def test_a_worker_that_was_killed_takes_its_own_back_when_it_starts_anew(
    works: Works, errand: Errand
) -> None:
    await works.stop("arq")
    now = works.clock.now()
    async with works.house.db.transaction() as connection:
        made = Promise("errand", Lane.PICTURES, "in hand", now)
        await works.house.outbox.promise(connection, now, made)
        await claims.claim(connection, carrier_name("arq"), [Lane.PICTURES], 50, now)
    works.carriers["arq"] = asyncio.create_task(work_others(works.second))

    async def done() -> bool:
        return await states(works.house, "errand") == ["done"]

    await works.passes(done, most_s=claims.LEASE.total_seconds() - 1)
    assert [job.attempt for job in errand.ended] == [2]


async def test_what_comes_by_the_clock_is_promised_without_anybody_asking(
    works: Works, errand: Errand
) -> None:
    async def often() -> bool:
        done = [row for row in await jobs(works.house, "watch_devices") if row["state"] == "done"]
        return len(done) >= 3

    began_at = works.clock.now()
    await works.passes(often, most_s=60)
    assert works.clock.now() - began_at >= timedelta(seconds=15)


async def test_without_any_carrier_a_press_would_be_taken_and_health_says_who_is_missing(
    works: Works, errand: Errand
) -> None:
    await works.stop("arq")
    await works.stop("runner")
    works.clock.forward(seconds=11)
    parts, figures = await works.says()
    assert (parts["carriers"], figures["watchbell_carriers"]) == ("none", 0)


async def test_many_pictures_do_not_keep_a_fresh_one_waiting_in_redis(
    works: Works, errand: Errand
) -> None:
    for number in range(150):
        await promise(works.house, "errand", f"far {number}", lane=Lane.PICTURES, in_s=3600)
    async with works.house.db.transaction() as locking:
        for number in range(150):
            await promise(works.house, "errand", f"locked {number}", lane=Lane.REST, ring=False)
        locked = "SELECT job_id FROM job WHERE key LIKE 'locked%' FOR UPDATE"
        assert len(await locking.fetch(locked)) == 150
        assert await carried(works, errand, "fresh", Lane.PICTURES) == "arq"
