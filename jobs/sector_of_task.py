"""A unit searches, or searches no more: the sectors are shared out anew."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.planning import searching
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the task."""
    await searching.share_by_task(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, tries_max=10)
