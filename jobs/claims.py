"""Taking jobs into one's hands: claim, sweep, look what is due. All state is in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from jobs.job import SQL, Job
from service.platform.db import Connection, many, one, run, value

# A job whose carrier's machine dies is taken up by another after this long. A carrier that only
# starts anew takes its own jobs back at once (`take_back`).
LEASE = timedelta(seconds=5)


async def claim(
    connection: Connection, carrier: str, lanes: Sequence[str], count: int, now: datetime
) -> list[Job]:
    """Due jobs of these lanes, at most count, ours until their lease ends."""
    values = (carrier, now, now + LEASE, list(lanes), count)
    return await many(connection, Job, SQL["claim"], *values)


async def claim_one(connection: Connection, carrier: str, job_id: int, now: datetime) -> Job | None:
    """One due job; None where another was faster."""
    values = (job_id, carrier, now, now + LEASE)
    return await one(connection, Job, SQL["claim_one"], *values)


async def take_back(connection: Connection, carrier: str, now: datetime) -> int:
    """At a carrier's start: what its former self had in hand waits again; how many."""
    return len(await connection.fetch(SQL["take_back"], carrier, now))


async def keep(connection: Connection, job: Job, now: datetime) -> None:
    """While the work goes on, so does its lease."""
    await run(connection, SQL["keep_lease"], job.job_id, job.attempt, now + LEASE)


async def sweep(connection: Connection, now: datetime) -> int:
    """Let jobs whose carrier died wait again; how many."""
    return len(await connection.fetch(SQL["sweep"], now))


async def next_due(connection: Connection, lanes: Sequence[str]) -> datetime | None:
    """When the next waiting job of these lanes is due."""
    at: datetime | None = await value(connection, SQL["next_due"], list(lanes))
    return at


async def due_ids(
    connection: Connection, lanes: Sequence[str], count: int, now: datetime
) -> list[tuple[int, int]]:
    """Due jobs of these lanes by id and attempt, the longest due first."""
    rows = await connection.fetch(SQL["due_ids"], list(lanes), now, count)
    return [(row["job_id"], row["attempt"]) for row in rows]
