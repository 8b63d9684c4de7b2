"""Delete what has served its purpose: pictures, positions, settled jobs, old events."""

from datetime import timedelta

from jobs.job import SQL, Hold, Kind
from service.camera import imports
from service.centre import actions as centre
from service.incident import pictures
from service.patrol import actions as patrol
from service.platform.db import run as execute
from service.platform.house import House

_JOBS_KEPT = timedelta(days=1)
_GIVEN_UP_KEPT = timedelta(days=30)
# A phone or console that comes back later than this begins anew from its lists.
_EVENTS_KEPT = timedelta(days=7)


async def run(house: House, hold: Hold) -> None:
    """One pass; the schedule promises the next."""
    while await pictures.forget(house):
        pass
    await imports.forget(house)
    now = house.clock.now()
    async with hold.transaction() as connection:
        kept = await centre.areas_by(connection, now, lambda policy: policy.fixes_kept_s)
        for kept_s, areas in kept.items():
            await patrol.forget_fixes(connection, areas, now - timedelta(seconds=kept_s))
        await execute(connection, SQL["forget_jobs"], now - _JOBS_KEPT, now - _GIVEN_UP_KEPT)
        await execute(connection, SQL["forget_events"], now - _EVENTS_KEPT)


KIND = Kind(run, tries_max=3)
