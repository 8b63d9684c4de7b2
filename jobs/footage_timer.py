"""Look at a footage request when the time of its state is over."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.footage import moves
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the request."""
    await moves.when_due(house, UUID(hold.job.key), hold.transaction)


# Without end: a person waits, and nobody else would say so.
KIND = Kind(run, backoff_most_s=300)
