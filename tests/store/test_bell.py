"""The bell: others hear it, it comes back by itself, and many rings are one."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from service.platform.bell import Bell
from tests.support.databases import connected, cut_connections
from tests.support.waits import until

CHANNEL = "errands"


class Ear:
    """How often it rang."""

    def __init__(self, bell: Bell, channel: str = CHANNEL) -> None:
        self.count = 0
        self.rang = asyncio.Event()
        bell.hear(channel, self._ring)

    def _ring(self) -> None:
        self.count += 1
        self.rang.set()

    def forget(self) -> None:
        """Count from now on."""
        self.rang.clear()

    async def hears(self) -> None:
        """It rings, now or within seconds."""
        await asyncio.wait_for(self.rang.wait(), 5)


async def begun(*ears: Ear) -> None:
    """Whoever begins to listen is told to look once: from then on he hears what is rung."""
    for ear in ears:
        await ear.hears()
        ear.forget()


@pytest.fixture
async def bells(database_url: str) -> AsyncIterator[tuple[Bell, Bell]]:
    pair = Bell(database_url), Bell(database_url)
    for bell in pair:
        await bell.start()
    for bell in pair:
        await until(lambda bell=bell: bell.connected)  # type: ignore[misc]
    yield pair
    for bell in pair:
        await bell.stop()


async def listening(url: str, count: int) -> bool:
    async with connected(url) as look:
        found = await look.fetchval(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
    return int(found) >= count


async def test_a_ring_is_heard_here_at_once_and_elsewhere_soon(
    bells: tuple[Bell, Bell],
) -> None:
    mine, others = bells
    here, there = Ear(mine), Ear(others)
    await begun(here, there)
    count = here.count
    mine.ring(CHANNEL)
    assert here.count == count + 1
    await there.hears()
    assert here.count == count + 1, "one's own ring does not come back"


async def test_a_ring_for_others_is_not_heard_here(
    bells: tuple[Bell, Bell],
) -> None:
    mine, others = bells
    here, there = Ear(mine), Ear(others)
    await begun(here, there)
    count = here.count
    mine.ring_others(CHANNEL)
    await there.hears()
    assert here.count == count


async def test_many_rings_are_few(bells: tuple[Bell, Bell]) -> None:
    mine, others = bells
    there, last = Ear(others), Ear(others, "last")
    await begun(there, last)
    before = there.count
    for _ in range(1000):
        mine.ring(CHANNEL)
    await there.hears()
    mine.ring("last")
    await last.hears()
    assert 1 <= there.count - before <= 10


async def test_a_bell_that_was_cut_comes_back_soon_and_tells_all_to_look(
    database_url: str, bells: tuple[Bell, Bell]
) -> None:
    mine, others = bells
    there = Ear(others)
    async with asyncio.timeout(4):  # It was gone for a moment each time, not ever longer.
        for times in range(1, 8):
            await until(lambda: others.connected and mine.connected)
            there.forget()
            await cut_connections(database_url)
            await there.hears()
            await until(lambda times=times: others.lost_count >= times)  # type: ignore[misc]
    await until(lambda: others.connected and mine.connected)
    await until(lambda: listening(database_url, 1))
    there.forget()
    mine.ring(CHANNEL)
    await there.hears()


async def test_ringing_never_waits_and_never_fails_without_a_database() -> None:
    bell = Bell("postgresql://nobody@127.0.0.1:1/nothing")
    ear = Ear(bell)
    await bell.start()
    await until(lambda: bell.lost_count)
    bell.ring(CHANNEL)
    assert ear.count == 1
    assert not bell.connected
    await bell.stop()


async def test_a_bell_that_stops_leaves_no_connection_behind(
    database_url: str, bells: tuple[Bell, Bell]
) -> None:
    for bell in bells:
        await bell.stop()

    async def alone() -> bool:
        async with connected(database_url) as look:
            found = await look.fetchval(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        return int(found) == 0

    await until(alone)
