"""A task calls a unit no more: what its closed phones show is taken back."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.dispatch.withdrawal import withdraw
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the task, and who has answered it where somebody has."""
    task_id, _, answered_by = hold.job.key.partition(":")
    by = UUID(answered_by) if answered_by else None
    await withdraw(house, UUID(task_id), by, hold.transaction)


KIND = Kind(run, tries_max=3)
