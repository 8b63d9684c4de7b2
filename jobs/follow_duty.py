"""A unit went on duty or off it: pass its rings on, or let those who wait see it."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.dispatch import endings
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the unit."""
    await endings.follow_duty(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, backoff_s=0.2, backoff_most_s=5)
