"""Find devices that are silent or find themselves faulty, and those that are well again."""

from jobs.job import Hold, Kind
from service.fault import actions
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """One look; the next is promised for when a device falls silent, or comes by the schedule."""
    await actions.watch_devices(house, hold.transaction)


KIND = Kind(run, tries_max=3)
