"""A search's incident was ended at the desk."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.missing import actions
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the incident."""
    await actions.end_with_incident(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, backoff_s=0.2, backoff_most_s=5)
