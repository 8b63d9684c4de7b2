"""A task calls a unit no more: what its closed phones show is taken back."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.dispatch.withdrawal import withdraw
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the task."""
    await withdraw(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, tries_max=3)
