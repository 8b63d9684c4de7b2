"""Look at the questions to managing units when their time is over."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.footage import answering
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the request."""
    await answering.when_silent(house, UUID(hold.job.key), hold.transaction)


# Without end: a person waits, and nobody else would say so.
KIND = Kind(run, backoff_most_s=300)
