"""Delete bytes in the blob store that no row knows of."""

from jobs.job import Hold, Kind
from service.keeping.purge import search
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The next folders; the schedule promises those after them."""
    await search(house)
    async with hold.transaction():
        pass


KIND = Kind(run, tries_max=3)
