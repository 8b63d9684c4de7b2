"""Delete what has served its purpose, as policies say; settled jobs and old events besides."""

from datetime import timedelta

from jobs.job import SQL, Hold, Kind
from service.camera import imports
from service.identity import actions as identity
from service.keeping.purge import purge
from service.patrol import actions as patrol
from service.platform.db import run as execute
from service.platform.house import House

_JOBS_KEPT = timedelta(days=1)
_GIVEN_UP_KEPT = timedelta(days=30)
# A phone or console that comes back later than this begins anew from its lists.
_EVENTS_KEPT = timedelta(days=7)


async def run(house: House, hold: Hold) -> None:
    """One pass; the schedule promises the next, and what is left over then goes then."""
    await imports.forget(house)
    await purge(house)
    now = house.clock.now()
    async with hold.transaction() as connection:
        await identity.forget(connection, now)
        await execute(connection, SQL["forget_jobs"], now - _JOBS_KEPT, now - _GIVEN_UP_KEPT)
        await execute(connection, SQL["forget_events"], now - _EVENTS_KEPT)
    # Last: it waits for whoever writes or reads positions, and may be told to come back.
    async with house.db.transaction() as connection:
        await patrol.turn_days(connection, now)


KIND = Kind(run, tries_max=3)
