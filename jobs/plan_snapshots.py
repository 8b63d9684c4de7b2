"""Choose the cameras that look at an incident, and promise a picture from each."""

from uuid import UUID

from jobs.job import Hold, Job, Kind
from service.incident import pictures
from service.platform.db import Connection
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the incident."""
    await pictures.plan_pictures(house, UUID(hold.job.key), hold.transaction)


async def told(house: House, connection: Connection, job: Job) -> None:
    """The desk hears that no cameras were chosen."""
    await pictures.give_up_planning(house, connection, UUID(job.key))


KIND = Kind(run, tries_max=10, backoff_s=0.5, told=told)
