"""Take one more picture of a camera that has given one."""

from uuid import UUID

from jobs.fetch_snapshot import DEADLINE_S
from jobs.job import Hold, Kind
from service.incident import pictures
from service.picture.wire import Shot, Want
from service.platform.house import House


async def run(house: House, hold: Hold) -> None:
    """The arguments name the first picture, and which frame is asked for."""
    args = hold.job.args
    shot = Shot(Want(args["want"]), int(args["moment_ms"]), int(args.get("attempt", 1)))
    await pictures.fetch_further(house, UUID(args["of"]), shot, DEADLINE_S, hold.transaction)


KIND = Kind(run, tries_max=2, backoff_s=0.5)
