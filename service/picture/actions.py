"""Planning, taking and keeping pictures."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.camera import actions as camera
from service.camera.wire import Chosen
from service.core.ids import new_id
from service.picture import rules, store
from service.picture.store import SnapshotRow
from service.picture.wire import FAILED, PLANNED, STORED, Snapshot, SnapshotState
from service.platform.camera_link import Frame, NoFrame
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said

FETCH = "fetch_snapshot"
# Why there is no picture, where our own part failed and not the camera.
NOT_KEPT = "not_kept"


class Taking(Struct, frozen=True):
    """What became of one try at a picture."""

    planned: SnapshotRow
    attempt: int
    frame: Frame | None = None
    sha256: str = ""
    blob_key: str = ""
    trouble: str = ""


async def plan_snapshots(
    house: House,
    connection: Connection,
    incident_id: UUID,
    scope: Sequence[str],
    about_at: datetime,
    chosen: Sequence[Chosen],
) -> list[Snapshot]:
    """Promise a picture from each chosen camera, all to be taken at once."""
    now = house.clock.now()
    already = len(await store.cameras_tried(connection, incident_id))
    rows: list[dict[str, object]] = [
        {
            "snapshot_id": new_id(now),
            "camera_id": one.camera_id,
            "name": one.name,
            "rank": already + rank,
            "reason": one.reason,
            "distance_m": one.distance_m,
        }
        for rank, one in enumerate(chosen)
    ]
    planned = await store.plan_snapshots(connection, incident_id, scope, about_at, now, rows)
    await house.outbox.say(
        connection,
        now,
        *(Said(PLANNED, scope, snapshot, incident_id) for snapshot in planned),
        promises=[_promise(s.snapshot_id, now) for s in planned],
    )
    return planned


async def take(house: House, snapshot_id: UUID, attempt: int, deadline_s: float) -> Taking | None:
    """Take one planned picture: fetch, check, keep its bytes. None where it was decided already.

    The network is awaited here, outside of any transaction; `keep` writes what became of it.
    """
    async with house.db.reading() as connection:
        planned = await store.snapshot_by_id(connection, snapshot_id)
        if planned is None or planned.state is not SnapshotState.PLANNED:
            return None
        endpoint = await camera.endpoint(house, connection, planned.camera_id)
    try:
        frame = await house.cameras.take(endpoint, deadline_s=deadline_s)
    except NoFrame as error:
        return Taking(planned, attempt, trouble=error.trouble.value)
    sha256 = hashlib.sha256(frame.data).hexdigest()
    blob_key = f"snapshots/{planned.incident_id}/{snapshot_id}-{attempt}-{sha256[:12]}.jpg"
    await house.blobs.put(blob_key, frame.data)
    return Taking(planned, attempt, frame=frame, sha256=sha256, blob_key=blob_key)


async def keep(house: House, connection: Connection, taking: Taking) -> Snapshot | None:
    """Write what became of a picture, and say so. None where it was decided already.

    A camera that gave none is asked again while tries are left.
    """
    now, planned = house.clock.now(), taking.planned
    if taking.frame is None:
        return await _without_picture(house, connection, taking, now)
    kept = await store.store_snapshot(
        connection,
        planned.snapshot_id,
        taking.attempt,
        taking.frame,
        now,
        rules.lag_ms(taking.frame.captured_at, planned.about_at),
        taking.sha256,
        taking.blob_key,
    )
    await camera.answered(connection, planned.camera_id, now)
    if kept is not None:
        said = Said(STORED, planned.scope, kept, kept.incident_id)
        await house.outbox.say(connection, now, said)
    return kept


async def give_up(house: House, connection: Connection, snapshot_id: UUID) -> Snapshot | None:
    """Our own part failed too often, not the camera. None where it was decided already."""
    planned = await store.snapshot_by_id(connection, snapshot_id)
    if planned is None:
        return None
    kept = await store.fail_snapshot(
        connection, snapshot_id, SnapshotState.FAILED, planned.attempt, NOT_KEPT
    )
    if kept is not None:
        said = Said(FAILED, planned.scope, kept, kept.incident_id)
        await house.outbox.say(connection, house.clock.now(), said)
    return kept


async def snapshots(connection: Connection, incident_id: UUID) -> list[Snapshot]:
    """The snapshots of an incident, in the order in which they were planned."""
    return await store.snapshots_of(connection, incident_id)


async def snapshot(connection: Connection, snapshot_id: UUID) -> SnapshotRow | None:
    """One snapshot with its scope and the name of its bytes."""
    return await store.snapshot_by_id(connection, snapshot_id)


async def cameras_tried(connection: Connection, incident_id: UUID) -> set[UUID]:
    """The cameras that this incident has been asked of."""
    return await store.cameras_tried(connection, incident_id)


async def _without_picture(
    house: House, connection: Connection, taking: Taking, now: datetime
) -> Snapshot | None:
    planned = taking.planned
    again = rules.tries_again(taking.attempt)
    state = SnapshotState.PLANNED if again else SnapshotState.FAILED
    kept = await store.fail_snapshot(
        connection, planned.snapshot_id, state, taking.attempt, taking.trouble
    )
    if kept is not None and again:
        await house.outbox.promise(connection, now, _promise(planned.snapshot_id, now, taking))
    elif kept is not None:
        await camera.fell_silent(connection, planned.camera_id, now)
        await house.outbox.say(connection, now, Said(FAILED, planned.scope, kept, kept.incident_id))
    return kept


def _promise(snapshot_id: UUID, now: datetime, before: Taking | None = None) -> Promise:
    """The promise of a picture: at once, or a moment after a try that failed."""
    due_at = now if before is None else now + rules.TRY_AGAIN_AFTER
    args = {"tried": 0 if before is None else before.attempt}
    return Promise(FETCH, Lane.PICTURES, str(snapshot_id), due_at, args)
