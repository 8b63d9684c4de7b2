"""Make the small copies of a kept picture."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.picture import actions as picture
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the snapshot."""
    await picture.make_small(house, UUID(hold.job.key))


KIND = Kind(run, tries_max=3, backoff_s=2)
