"""Bring away what a footage request asks for and no recorder can hold back."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.footage import holding
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the request."""
    await holding.copy_away(house, UUID(hold.job.key), hold.transaction)


# Without end, as the holds that it stands for: what is not here is written over.
KIND = Kind(run, backoff_most_s=300)
