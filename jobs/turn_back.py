"""Let a camera that was turned for an incident look again where it looked."""

from uuid import UUID

from jobs.job import Hold, Kind
from service.incident import turns
from service.platform.house import House

# From one end of its range to the other a camera takes ten seconds at worst.
DEADLINE_S = 12.0


async def run(house: House, hold: Hold) -> None:
    """The key is the camera; the arguments say how often it was tried in vain."""
    tried = int(hold.job.args.get("tried", 0))
    await turns.turn_back(house, UUID(hold.job.key), tried, DEADLINE_S, hold.transaction)


# Without end: what our own part cannot do now is owed to the camera all the same.
KIND = Kind(run, backoff_most_s=300)
