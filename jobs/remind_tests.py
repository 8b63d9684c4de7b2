"""Find keys that are overdue for their test, and those that have been tested."""

from jobs.job import Hold, Kind
from service.platform.house import House
from service.school import actions


async def run(house: House, _hold: Hold) -> None:
    """One look at all; the schedule promises the next."""
    await actions.remind(house)


KIND = Kind(run, tries_max=3)
