"""Go on with a review of a recording, a slice at a time."""

from uuid import UUID

from jobs.job import Hold, Job, Kind
from service.platform.db import Connection
from service.platform.house import House
from service.reviewing import working


async def run(house: House, hold: Hold) -> None:
    """The key is the review."""
    await working.work(house, UUID(hold.job.key), hold.transaction)


async def told(house: House, connection: Connection, job: Job) -> None:
    """Whoever asked hears that it cannot be told."""
    await working.give_up(house, connection, UUID(job.key))


KIND = Kind(run, tries_max=3, backoff_s=1, told=told)
