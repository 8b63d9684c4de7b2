"""The year since a found thing's notice is over: a person decides what becomes of it."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.found import actions
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the thing."""
    await actions.year_over(house, UUID(hold.job.key), hold.transaction)


# Without end: it was promised a year ago, and nobody else would say so.
KIND = Kind(run, backoff_most_s=300)
