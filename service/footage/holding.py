"""Holding recordings back before anybody decides, and letting go of them at the end.

What a recorder cannot hold back is brought away instead, and marked as such: until all of it is
here it counts as not held.

The promise is written with the request, so a carrier that dies leaves it to another; a hold has the
same name whenever it is placed, so it is placed once.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.footage import filing, moves, rules, store
from service.footage.table import FINAL
from service.footage.wire import (
    CHANGED,
    NOT_HELD,
    CameraRow,
    Entry,
    EventKind,
    HoldState,
    Row,
)
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane as Carried
from service.platform.outbox import Promise
from service.platform.recorders import GapWhy, HoldTrouble
from service.recorder import actions as recorder
from service.recorder.wire import Recording

RELEASE_HOLDS = "release_footage_holds"
COPY_FOOTAGE = "copy_footage"
# A job may take a minute; what is not done then goes on in the next.
_COPY_MOST_S = 40.0
_COPY_AGAIN = timedelta(seconds=2)

Tried = list[tuple[CameraRow, HoldTrouble | None]]


async def place_holds(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """Place what is not held yet, at all recorders at once; what fails is tried again later."""
    row, waiting, recordings = await _waiting(house, footage_id)
    now = house.clock.now()
    waiting = [one for one in waiting if _due(one)]
    due = [one for one in waiting if one.camera_id in recordings]
    tried: Tried = [
        *zip(
            due,
            await asyncio.gather(
                *(
                    recorder.hold(
                        house,
                        recordings[one.camera_id],
                        _name(footage_id, one),
                        one.held_from_at,
                        one.held_until_at,
                    )
                    for one in due
                )
            ),
            strict=True,
        )
    ]
    async with transaction() as connection:
        row = await _locked(connection, footage_id)
        if row.state in FINAL:
            # It ended meanwhile: what was placed just now is let go of.
            promise = Promise(RELEASE_HOLDS, Carried.REST, str(footage_id), now)
            await _note(connection, footage_id, tried, house)
            await house.outbox.promise(connection, now, promise)
            return
        entries = await _note(connection, footage_id, tried, house)
        failed = [one for one, trouble in tried if trouble is not None]
        # One that nobody records may be said to be recorded somewhere yet.
        least = [1000] if len(due) < len(waiting) else []
        tries = [one.hold_tries for one in failed] or least
        promises = await _let_go(connection, footage_id, [one for one, _ in tried], now) + [
            Promise(
                filing.PLACE_HOLDS, Carried.REST, str(footage_id), rules.again_at(max(tries), now)
            )
            for _ in tries[:1]
        ]
        if any(trouble is HoldTrouble.CANNOT_HOLD for _, trouble in tried):
            promises.append(Promise(COPY_FOOTAGE, Carried.REST, str(footage_id), now))
        topics = [CHANGED, NOT_HELD] if any(one.hold_tries == 0 for one in failed) else [CHANGED]
        if not tried:
            await house.outbox.promise(connection, now, *promises)
        else:
            row = await filing.announce(house, connection, footage_id, entries, topics, promises)
            await moves.go_on(house, connection, row, now)


async def copy_away(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """Bring away what no recorder can hold back, one camera after the other."""
    until = house.clock.ticks() + _COPY_MOST_S
    async with house.db.reading() as connection:
        row = await store.by_id(connection, footage_id)
        assert row is not None, "a copy is promised for a request that exists"
        cameras = [] if row.state in FINAL else await store.cameras_of(connection, footage_id)
        due = [one for one in cameras if _to_copy(one)]
        recordings = await recorder.recordings(connection, [one.camera_id for one in due])
    tried: list[tuple[CameraRow, GapWhy | None]] = []
    for one in due:
        if one.camera_id not in recordings or house.clock.ticks() >= until:
            continue
        why = await recorder.keep(
            *(house, recordings[one.camera_id], _name(footage_id, one)),
            *(one.held_from_at, one.held_until_at),
            asker=footage_id,
            most_s=until - house.clock.ticks(),
        )
        tried.append((one, why))
    now = house.clock.now()
    async with transaction() as connection:
        row = await _locked(connection, footage_id)
        if row.state in FINAL:
            promise = Promise(RELEASE_HOLDS, Carried.REST, str(footage_id), now)
            await house.outbox.promise(connection, now, promise)
            return
        entries = await _note_copies(connection, footage_id, tried, now)
        left = [one for one in due if one.camera_id not in {done.camera_id for done, _ in tried}]
        again_at = [
            now + _COPY_AGAIN if why is GapWhy.NOT_YET else rules.again_at(one.hold_tries, now)
            for one, why in tried
            if why is not None and why is not GapWhy.NOT_RECORDED
        ] + [now + _COPY_AGAIN for _ in left]
        promises = await _let_go(connection, footage_id, [one for one, _ in tried], now) + [
            Promise(COPY_FOOTAGE, Carried.REST, str(footage_id), at) for at in sorted(again_at)[:1]
        ]
        if entries:
            await filing.announce(house, connection, footage_id, entries, promises=promises)
        else:
            await house.outbox.promise(connection, now, *promises)


async def _note_copies(
    connection: Connection,
    footage_id: UUID,
    tried: Sequence[tuple[CameraRow, GapWhy | None]],
    now: datetime,
) -> list[Entry]:
    """Write which cameras are held by a copy now, and of which there is nothing left."""
    entries = []
    for camera, why in tried:
        body = {"camera": camera.name}
        if why is None:
            state, trouble = HoldState.PLACED, None
            entries.append(Entry(EventKind.HELD, "", body | {"by": "copy"}))
        elif why is GapWhy.NOT_RECORDED:
            state, trouble = HoldState.FAILED, HoldTrouble.NOTHING_LEFT
            entries.append(Entry(EventKind.NOT_HELD, "", body | {"trouble": trouble}))
        else:
            state, trouble = HoldState.FAILED, HoldTrouble.CANNOT_HOLD
        await store.note_hold(
            connection, footage_id, camera.camera_id, state, trouble, now, by_copy=why is None
        )
    return entries


async def release_holds(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """Let go of everything that is held for a request that has ended; else of what has left it.

    Raises what keeps it from that: it is owed, and tried again.
    """
    async with house.db.reading() as connection:
        row = await store.by_id(connection, footage_id)
        assert row is not None, "letting go is promised for a request that exists"
        all_ = await store.cameras_of(connection, footage_id)
        over = row.state in FINAL
        cameras = [one for one in all_ if over or one.restricted_at is not None]
        held = [one for one in cameras if one.hold_state is HoldState.PLACED]
        recordings = await recorder.recordings(connection, [one.camera_id for one in held])
    # A camera that is recorded elsewhere by now has its hold where nobody asks any more.
    asked = [one for one in held if one.camera_id in recordings and not one.held_by_copy]
    for one in cameras:
        # Also of those that were not brought away whole.
        await recorder.drop(house, _name(footage_id, one))
    troubles = await asyncio.gather(
        *(
            recorder.release(house, recordings[one.camera_id], _name(footage_id, one))
            for one in asked
        )
    )
    now = house.clock.now()
    kept = [one for one, trouble in zip(asked, troubles, strict=True) if trouble is not None]
    gone = [one for one in held if one not in kept]
    async with transaction() as connection:
        for one in gone:
            state = HoldState.RELEASED
            await store.note_hold(connection, footage_id, one.camera_id, state, None, now)
        if kept:
            at = rules.again_at(max(one.hold_tries for one in kept), now)
            again = Promise(RELEASE_HOLDS, Carried.REST, str(footage_id), at)
            await house.outbox.promise(connection, now, again)
        entry = Entry(EventKind.RELEASED, "", {"cameras": len(gone), "kept": len(kept)})
        if gone:
            await filing.announce(house, connection, footage_id, [entry])


async def forget_copies(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """Let go of the working copies of a request that has ended."""
    await recorder.forget_copies(house, footage_id)
    async with transaction():
        pass


async def tidy_copies(house: House, transaction: Transaction) -> None:
    """Let go of working copies on this machine that serve no open request, or nobody for long."""
    askers = await house.copies.askers()
    async with house.db.reading() as connection:
        served = await store.still_open(connection, askers)
    for asker in askers - served:
        await recorder.forget_copies(house, asker)
    await house.copies.tidy()
    async with transaction():
        pass


async def _let_go(
    connection: Connection, footage_id: UUID, held: Sequence[CameraRow], now: datetime
) -> list[Promise]:
    """Where a camera was left out for good while it was being held: the hold is let go of."""
    ids = {one.camera_id for one in held}
    cameras = await store.cameras_of(connection, footage_id)
    if any(one.camera_id in ids and one.restricted_at is not None for one in cameras):
        return [Promise(RELEASE_HOLDS, Carried.REST, str(footage_id), now)]
    return []


def _due(camera: CameraRow) -> bool:
    gone = (
        camera.hold_trouble in (HoldTrouble.NOTHING_LEFT, HoldTrouble.CANNOT_HOLD)
        or camera.restricted_at is not None
    )
    return camera.hold_state in (HoldState.ASKED, HoldState.FAILED) and not gone


def _to_copy(camera: CameraRow) -> bool:
    unheld = camera.hold_state is HoldState.FAILED
    cannot = camera.hold_trouble is HoldTrouble.CANNOT_HOLD
    return unheld and cannot and camera.restricted_at is None


def _name(footage_id: UUID, camera: CameraRow) -> str:
    return f"{footage_id.hex}-{camera.camera_id.hex[-12:]}"


async def _waiting(
    house: House, footage_id: UUID
) -> tuple[Row, list[CameraRow], dict[UUID, Recording]]:
    async with house.db.reading() as connection:
        row = await store.by_id(connection, footage_id)
        assert row is not None, "a hold is promised for a request that exists"
        cameras = [] if row.state in FINAL else await store.cameras_of(connection, footage_id)
        ids = [one.camera_id for one in cameras]
        return row, cameras, await recorder.recordings(connection, ids)


async def _locked(connection: Connection, footage_id: UUID) -> Row:
    row = await store.by_id(connection, footage_id, locked=True)
    assert row is not None, "it was there a moment ago"
    return row


async def _note(
    connection: Connection, footage_id: UUID, tried: Tried, house: House
) -> list[Entry]:
    """Write how each hold stands; a trouble that is the same as before is no news."""
    now, entries = house.clock.now(), []
    for camera, trouble in tried:
        state = HoldState.PLACED if trouble is None else HoldState.FAILED
        await store.note_hold(connection, footage_id, camera.camera_id, state, trouble, now)
        if trouble is None:
            entries.append(Entry(EventKind.HELD, "", {"camera": camera.name}))
        elif trouble is not camera.hold_trouble:
            body = {"camera": camera.name, "trouble": trouble}
            entries.append(Entry(EventKind.NOT_HELD, "", body))
    return entries
