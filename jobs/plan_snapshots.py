"""Choose the cameras that look at an incident, and promise a picture from each."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.incident import pictures
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the incident."""
    await pictures.plan_pictures(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, tries_max=10, backoff_s=0.5)
