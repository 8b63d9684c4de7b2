"""Requests in a device's name were refused: show it as tampering of its site."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.fault import actions
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The key is the device."""
    await actions.note_tampering(house, UUID(hold.job.key), hold.transaction)


KIND = Kind(run, tries_max=10)
