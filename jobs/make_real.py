"""A drill was said to be real: ask units that took no part in it."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.dispatch import endings
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the incident."""
    await endings.make_real(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, backoff_s=0.2, backoff_most_s=5)
