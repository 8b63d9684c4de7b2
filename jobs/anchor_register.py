"""Sign where the access register stands, for whoever keeps that outside."""

from jobs.job import Hold, Kind
from service.audit import actions
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """One anchor, where there are new rows; the schedule promises the next."""
    await actions.anchor(house, hold.transaction)


KIND = Kind(run, tries_max=5)
