"""Let go of working copies that serve no open request, on the machine that has them."""

from jobs.job import Hold, Kind
from service.footage import holding
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """Everything; the schedule promises the next."""
    await holding.tidy_copies(house, hold.transaction)


KIND = Kind(run, tries_max=3)
