"""Cameras that are said to stand near a military or a secret unit leave the requests that run.

Decree 799, article 10: nobody outside views what these recorded. The mark in the register is a
person's; from it all else follows at once: such a camera is neither shown nor asked about any
more, its hold is let go of, and where nothing that was granted is left a person decides anew.
"""

from collections.abc import Iterable
from uuid import UUID

from service.camera import actions as camera
from service.footage import filing, guards, holding, moves, store
from service.footage.table import FINAL, WAYS
from service.footage.terms import Actor, FootageMove
from service.footage.wire import CameraRow, Entry, EventKind, MoveRequest
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane as Carried
from service.platform.outbox import Promise


async def leave_out(house: House, transaction: Transaction) -> None:
    """Take what the register calls restricted out of every request that runs, one by one."""
    async with house.db.reading() as connection:
        running = await store.running_cameras(connection)
        restricted = await camera.restricted(connection, running)
        requests = await store.running_with(connection, restricted)
    for footage_id in requests:
        async with house.transaction() as connection:
            await _leave_out(house, connection, footage_id, restricted)
    async with transaction():
        pass


async def _leave_out(
    house: House, connection: Connection, footage_id: UUID, restricted: Iterable[UUID]
) -> None:
    now = house.clock.now()
    row = await store.by_id(connection, footage_id, locked=True)
    if row is None or row.state in FINAL:
        return
    before = await store.cameras_of(connection, footage_id)
    gone = await store.restrict(connection, footage_id, restricted, now)
    if not gone:
        return
    ended = await store.end_consents(connection, footage_id)
    names = [one.name for one in before if one.camera_id in gone]
    entries = [
        *(Entry(EventKind.RESTRICTED, "", {"camera": name}) for name in names),
        *(Entry(EventKind.CONSENT_ENDED, "", {"unit": unit}) for unit in ended),
    ]
    release = Promise(holding.RELEASE_HOLDS, Carried.REST, str(footage_id), now)
    row = await filing.announce(house, connection, footage_id, entries, promises=[release])
    if row.state in WAYS[FootageMove.LOSE_CONSENT].sources and _nothing_left(before, gone):
        asked = MoveRequest(move=FootageMove.LOSE_CONSENT, version=row.version)
        case = await moves.case_of(connection, row, asked, None, now)
        await moves.advance(house, connection, case, Actor.SYSTEM, "")


def _nothing_left(before: Iterable[CameraRow], gone: set[UUID]) -> bool:
    """Whether what is gone was all that had been granted."""
    shown = {one.camera_id for one in before if one.decision in guards.SHOWN}
    return shown <= gone
