"""A phone has not said that it has its task: ring it by the next channel."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.dispatch.ring import ring
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The arguments name the task and the channel."""
    args = hold.job.args
    await ring(house, UUID(args["task_id"]), int(args["channel"]), hold.transaction)


KIND = Kind(run, tries_max=3, backoff_s=0.5)
