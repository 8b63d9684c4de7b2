"""Seal old rows with the key that closes now: a batch each run, which promises the next.

The argument says where to go on. The schedule begins a pass each hour, so that a row which a
process sealed with the older key a moment too late is not left behind.
"""

from uuid import UUID

from jobs.job import Hold, Kind
from service.platform import resealing
from service.platform.house import House
from service.platform.outbox import Lane, Promise
from service.sealed import SEALED

NAME = "seal_anew"


async def run(house: House, hold: Hold) -> None:
    """One batch of one column; from the first again where another key closes by now."""
    closing, now = house.seal.closing, house.clock.now()
    args = hold.job.args if hold.job.args.get("closing") == closing else {}
    place, after = int(args.get("place", 0)), UUID(args.get("after", str(resealing.FIRST)))
    async with hold.transaction() as connection:
        batch = await resealing.seal_batch(house.seal, connection, SEALED[place], after)
        following = place if batch.after is not None else place + 1
        done = following == len(SEALED)
        await resealing.count_sealed(connection, closing, batch.sealed, now, done=done)
        if not done:
            on = {"place": following, "after": str(batch.after or resealing.FIRST)}
            promise = Promise(NAME, Lane.REST, "all", now, on | {"closing": closing})
            await house.outbox.promise(connection, now, promise)


KIND = Kind(run, tries_max=5)
