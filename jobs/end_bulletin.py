"""A bulletin's time is over: it is no longer current, and its picture is deleted."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.bulletin import actions
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the bulletin."""
    await actions.end_when_over(house, UUID(hold.job.key), hold.transaction)


# Without end: a child's picture must not stay because a database was away.
KIND = Kind(run, backoff_most_s=300)
