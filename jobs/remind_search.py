"""An hour of a search is over: a person looks at it anew."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.missing import actions
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the search."""
    await actions.remind(house, UUID(hold.job.key), hold.transaction)


# Without end: a person is missing, and nobody else would say so.
KIND = Kind(run, backoff_most_s=300)
