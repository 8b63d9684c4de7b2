"""Say that a hold ends soon, while it can still be lengthened."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.keeping import actions
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """One reminder."""
    await actions.remind(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, tries_max=10)
