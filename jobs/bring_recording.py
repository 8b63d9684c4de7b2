"""Bring a camera's recording to the desk of a request."""

from uuid import UUID

from jobs.job import Hold, Job, Kind
from service.platform.db import Connection
from service.platform.house import House
from service.reviewing import bringing


def _named(key: str) -> tuple[UUID, UUID]:
    """The key is the request and the camera."""
    request, camera = key.split(":")
    return UUID(request), UUID(camera)


async def run(house: House, hold: Hold) -> None:
    """Raises what keeps it from that: it is tried again."""
    await bringing.bring(house, *_named(hold.job.key), hold.transaction)


async def told(house: House, connection: Connection, job: Job) -> None:
    """Whoever waits hears that it could not be brought."""
    await bringing.give_up(house, connection, *_named(job.key))


KIND = Kind(run, tries_max=3, backoff_s=5, told=told)
