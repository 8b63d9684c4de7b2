"""What time brings: leases that ended, and jobs that come again by themselves."""

from datetime import datetime, timedelta

from jobs import claims
from service.platform.house import House
from service.platform.outbox import Lane, Promise

# A device is looked for when it has missed three heartbeats (`fault.watch_devices`), and every 15 s
# in any case; it is said well within the 180 s that are promised.
SCHEDULE: dict[str, timedelta] = {
    "watch_devices": timedelta(seconds=15),
    "watch_gateways": timedelta(seconds=60),
    "plan_warm": timedelta(seconds=30),
    "remind_tests": timedelta(minutes=15),
    "seal_anew": timedelta(hours=1),
    "forget": timedelta(hours=1),
    "search_blobs": timedelta(hours=6),
    "tidy_copies": timedelta(hours=1),
    "anchor_register": timedelta(hours=1),
}


class Sweep:
    """One process's share of it; several may sweep, as each step does nothing twice."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._promised: dict[str, datetime] = {}

    async def once(self) -> int:
        """Sweep now; how many jobs were taken back from carriers that died."""
        now = self._house.clock.now()
        due = [
            Promise(kind, Lane.REST, "all", now)
            for kind, every in SCHEDULE.items()
            if kind not in self._promised or now >= self._promised[kind] + every
        ]
        async with self._house.db.transaction() as connection:
            freed = await claims.sweep(connection, now)
            await self._house.outbox.promise(connection, now, *due)
        self._promised |= dict.fromkeys((promise.kind for promise in due), now)
        if freed or due:
            self._house.outbox.ring()
        return freed
