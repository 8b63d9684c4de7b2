"""Make a masked film of some minutes of a recording."""

from uuid import UUID

from jobs.job import Hold, Job, Kind
from service.platform.db import Connection
from service.platform.house import House
from service.viewing import making


async def run(house: House, hold: Hold) -> None:
    """The key is the film."""
    await making.make(house, UUID(hold.job.key), hold.transaction)


async def told(house: House, connection: Connection, job: Job) -> None:
    """Whoever asked hears that there is none."""
    await making.give_up(house, connection, UUID(job.key))


# The process that masks has the most of it.
KIND = Kind(run, tries_max=3, most_s=making.MOST_S + 300, backoff_s=10, told=told)
