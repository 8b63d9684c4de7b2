"""Look at every need of a region that is due."""

from jobs.job import Hold, Kind
from service.dispatch import rounds
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the region's topmost area."""
    await rounds.look_around(house, hold.job.key, hold.transaction)


KIND = Kind(run, backoff_s=0.2, backoff_most_s=5)
