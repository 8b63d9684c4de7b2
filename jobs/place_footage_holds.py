"""Hold back what a footage request asks for, at every recorder that has it."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.footage import holding
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the request."""
    await holding.place_holds(house, UUID(hold.job.key), hold.transaction)


# Without end: what is not held is written over, and then nobody can answer.
KIND = Kind(run, backoff_most_s=300)
