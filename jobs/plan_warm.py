"""Choose the cameras that are kept warm: the best views of sites where a press is likeliest.

Sites are gone through in portions; each run promises the next, and the schedule the next round.
"""

from datetime import timedelta
from uuid import UUID

from jobs.job import Hold, Kind
from service.camera import actions as camera
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane, Promise
from service.platform.rings import leases
from service.site import actions as site
from service.site.wire import Guarded

NAME = "plan_warm"
# Some give no stream; among so many there are enough that do.
_CHOSEN_OF, _KEPT = 12, 8
_PORTION = 100
_NEXT_PORTION = timedelta(seconds=1)
# A round through the sites of a large city; what was wished for a site that is gone ends then.
_WISHED = timedelta(hours=1)


async def run(house: House, hold: Hold) -> None:
    """The argument says after which site to go on."""
    if not house.settings.warm_cameras_max:
        return
    after, now = UUID(hold.job.args.get("after", str(UUID(int=0)))), house.clock.now()
    async with house.db.reading() as connection:
        sites = await site.guarded(connection, after, _PORTION)
        wishes = {one.site_id: await _best(house, connection, one) for one in sites}
    async with hold.transaction() as connection:
        for site_id, cameras in wishes.items():
            await leases.wish(connection, site_id, cameras, now + _WISHED)
        if len(sites) == _PORTION:
            args = {"after": str(sites[-1].site_id)}
            promise = Promise(NAME, Lane.REST, "all", now + _NEXT_PORTION, args)
            await house.outbox.promise(connection, now, promise)


async def _best(house: House, connection: Connection, one: Guarded) -> dict[UUID, int]:
    """The best views of a site that have streams, each with its importance.

    Sites with a key come before those without; every one gets its first camera before any gets
    its second.
    """
    chosen = await camera.choose(
        house, connection, one.place, one.lineage[-1:], since_s=0, count_max=_CHOSEN_OF
    )
    streams = await camera.streaming(connection, [c.camera_id for c in chosen])
    streaming = [c for c in chosen if c.camera_id in streams]
    first = 10 if one.keyed else 100
    return {
        c.camera_id: leases.IMPORTANCE_INCIDENT + first + 10 * rank + one.site_class
        for rank, c in enumerate(streaming[:_KEPT])
    }


KIND = Kind(run, tries_max=3)
