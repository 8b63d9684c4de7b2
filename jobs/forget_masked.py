"""Delete the masked films of a request that is over."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.platform.house import House
from service.viewing import making


async def run(house: House, hold: Hold) -> None:
    """The key is the request."""
    await making.forget(house, UUID(hold.job.key), hold.transaction)


# Without end: what has served its purpose is deleted.
KIND = Kind(run, backoff_most_s=300)
