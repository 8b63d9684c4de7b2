"""The plan of somebody who is searched for has changed: patrols look elsewhere."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.planning import searching
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the request."""
    await searching.share(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, tries_max=10)
