"""The service without its doors, and errands that its carriers run: for tests of the store."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from jobs.job import Hold, Job, Kind
from jobs.lanes import Runner
from service.app import open_house
from service.platform.house import House
from service.platform.outbox import Lane, Promise
from service.settings import Settings
from tests.support.clock import HandClock
from tests.support.servers import SEAL
from tests.support.waits import until

Work = Callable[[House, Hold], Awaitable[None]]


@asynccontextmanager
async def quiet_house(
    url: str, folder: Path, clock: HandClock, **settings: Any
) -> AsyncIterator[House]:
    """A house over the database at url; two of them are two processes to each other."""
    given = Settings(data=str(folder), database_url=url, **settings)
    async with open_house(given, clock, SEAL) as house:
        await until(lambda: house.bell.connected)
        yield house


class WatchedClock(HandClock):
    """A hand-moved clock that knows how often somebody has begun to wait for it."""

    waits = 0

    async def wait(self, event: asyncio.Event, most_s: float) -> bool:
        """Wait until event is set, or until the clock was moved far enough."""
        self.waits += 1
        return await super().wait(event, most_s)

    async def until_waited(self, since: int = 0) -> None:
        """Until somebody has begun to wait after so many waits: he has looked around before."""
        await until(lambda: self.waits > since)


class Errand:
    """A kind of job that notes each run, and then does what it is told."""

    def __init__(self) -> None:
        self.runs: list[Job] = []
        self.work: Work | None = None
        self.began = asyncio.Event()
        self.may_end = asyncio.Event()
        self.ended: list[Job] = []

    async def run(self, house: House, hold: Hold) -> None:
        """One run."""
        self.runs.append(hold.job)
        self.began.set()
        if self.work is not None:
            await self.work(house, hold)
        self.ended.append(hold.job)

    async def waits(self, house: House, hold: Hold) -> None:
        """Work that ends when it is let."""
        await self.may_end.wait()

    async def hangs(self, house: House, hold: Hold) -> None:
        """Work that never ends."""
        await asyncio.Event().wait()

    async def fails(self, house: House, hold: Hold) -> None:
        """Work that raises."""
        raise ValueError("the errand failed")

    def kind(self, **policy: Any) -> Kind:
        """For the table of kinds."""
        return Kind(self.run, **policy)


async def promise(
    house: House,
    kind: str,
    key: str = "one",
    *,
    lane: Lane = Lane.CRITICAL,
    in_s: float = 0,
    ring: bool = True,
) -> None:
    """Promise a job, and ring for it unless the ring is to be lost."""
    now = house.clock.now()
    made = Promise(kind, lane, key, now + timedelta(seconds=in_s), {"for": key})
    async with house.db.transaction() as connection:
        await house.outbox.promise(connection, now, made)
    if ring:
        house.outbox.ring()


async def work(runner: Runner) -> int:
    """Do everything that is due; how many jobs that was."""
    done = 0
    while begun := await runner.claim_some():
        done += begun
        await runner.finish()
    return done


@asynccontextmanager
async def carrying(runner: Runner) -> AsyncIterator[None]:
    """A runner at work, as it is in its own process."""
    task = asyncio.create_task(runner.carry())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def jobs(house: House, kind: str) -> list[dict[str, Any]]:
    """The rows of a kind, the oldest first."""
    statement = (
        "SELECT job_id, key, state, attempt, due_at, lease_until, carrier, trouble, settled_at"
        " FROM job WHERE kind = $1 ORDER BY job_id"
    )
    async with house.db.reading() as connection:
        return [dict(row) for row in await connection.fetch(statement, kind)]


async def states(house: House, kind: str) -> list[str]:
    """The states of the rows of a kind, the oldest first."""
    return [str(row["state"]) for row in await jobs(house, kind)]
