"""Let go of the working copies of a footage request that is over."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.footage import holding
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the request."""
    await holding.forget_copies(house, UUID(hold.job.key), hold.transaction)


# What fails is done by `tidy_copies` within the hour.
KIND = Kind(run, tries_max=5)
