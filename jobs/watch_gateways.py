"""Ring the phones at the centre for trial, and see how the gateways stand."""

from jobs.job import Hold, Kind
from service.fault import actions
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """One look; the schedule promises the next."""
    await actions.watch_gateways(house, hold.transaction)


KIND = Kind(run, tries_max=3)
