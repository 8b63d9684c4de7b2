"""Tell an applicant by a text that his footage request has moved on."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.footage import texting
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the request."""
    await texting.text(house, UUID(hold.job.key), hold.transaction)


# His page and his receipt say the same, and the next move is told again.
KIND = Kind(run, tries_max=12, backoff_s=5.0, backoff_most_s=600.0)
