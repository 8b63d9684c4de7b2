"""Read a file of cameras into the register."""

from uuid import UUID

from jobs.job import Hold, Job, Kind
from service.camera import imports
from service.platform.db import Connection
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the import. It settles itself, in the transaction that writes the cameras."""
    await imports.read(house, UUID(hold.job.key))


async def told(house: House, connection: Connection, job: Job) -> None:
    """Whoever handed the file in hears that it could not be read."""
    await imports.give_up(house, connection, UUID(job.key))


# A file of a province takes minutes.
KIND = Kind(run, tries_max=3, most_s=1800, backoff_s=5, told=told)
