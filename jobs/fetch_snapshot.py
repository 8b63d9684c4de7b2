"""Take one promised picture."""

from uuid import UUID

from jobs.job import Hold, Job, Kind
from service.incident import pictures
from service.platform.db import Connection
from service.platform.house import House

# A snapshot address answers in a tenth of a second; a stream takes until its next key frame,
# which is two seconds away at worst for most cameras and eight for some.
DEADLINE_S = 10.0


async def run(house: House, hold: Hold) -> None:
    """The key is the snapshot; the arguments say how often its camera was asked before."""
    attempt = int(hold.job.args.get("tried", 0)) + 1
    await pictures.fetch(house, UUID(hold.job.key), attempt, DEADLINE_S, hold.transaction)


async def told(house: House, connection: Connection, job: Job) -> None:
    """The desk hears that the picture could not be kept, and another camera is asked."""
    await pictures.give_up(house, connection, UUID(job.key))


KIND = Kind(run, tries_max=5, backoff_s=1, told=told)
