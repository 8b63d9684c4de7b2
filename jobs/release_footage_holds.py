"""Let go of what was held for a footage request that has ended."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.footage import holding
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the request."""
    await holding.release_holds(house, UUID(hold.job.key), hold.transaction)


# Without end: what is kept longer than it serves is kept against the law.
KIND = Kind(run, backoff_most_s=300)
