"""An incident opened: turn its plan into needs, and ask units."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.dispatch import rounds
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the incident."""
    await rounds.open_dispatch(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, backoff_s=0.2, backoff_most_s=5)
