"""Choose cameras anew that watch how far one can have gone from an incident by now."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.incident import pictures
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the incident, and how many seconds after it opened."""
    incident_id, _, _ = hold.job.key.partition(":")
    await pictures.plan_again(house, UUID(incident_id), hold.transaction)


KIND = Kind(run, tries_max=3, backoff_s=0.5)
