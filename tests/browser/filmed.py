"""Further frames beside a picture that a camera gave, as a kept stream adds them."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from service.core.ids import new_id
from service.picture import actions as picture
from service.picture.wire import STORED, Snapshot, SnapshotState, Want
from service.platform.outbox import Said
from tests.browser.stage import Stage
from tests.support.waits import until

_ADD = """
INSERT INTO snapshot
SELECT (jsonb_populate_record(first, $2)).* FROM snapshot AS first WHERE snapshot_id = $1
RETURNING scope
"""


@dataclass(frozen=True)
class Frame:
    """How long after the press it is, what is wrong with it, and what else is told of it."""

    lag_ms: int
    marks: tuple[str, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)


async def first_of(stage: Stage, incident_id: str, camera_id: UUID) -> Snapshot:
    """The picture that a camera gave, once it is kept."""

    async def kept() -> Snapshot | None:
        async with stage.house.db.reading() as connection:
            for one in await picture.snapshots(connection, UUID(incident_id)):
                if one.camera_id == camera_id and one.state is SnapshotState.STORED:
                    return one
        return None

    found = await until(kept)
    assert found is not None
    return found


async def add_frames(stage: Stage, first: Snapshot, *frames: Frame) -> list[UUID]:
    """Put frames beside the first of a camera, and say so to whoever listens."""
    house, added = stage.house, []
    assert first.captured_at is not None
    assert first.lag_ms is not None
    async with house.db.reading() as connection:
        whole = await picture.snapshot(connection, first.snapshot_id)
    assert whole is not None
    assert whole.blob_key is not None
    data = await house.blobs.get(whole.blob_key)
    for frame in frames:
        now, moment = house.clock.now(), timedelta(milliseconds=frame.lag_ms - first.lag_ms)
        snapshot_id = new_id(now)
        blob_key = f"snapshots/{first.incident_id}/{snapshot_id}.jpg"
        await house.blobs.put(blob_key, data)
        row: dict[str, object] = {
            "snapshot_id": snapshot_id,
            "blob_key": blob_key,
            "want": Want.AT,
            "moment_ms": frame.lag_ms,
            "lag_ms": frame.lag_ms,
            "captured_at": first.captured_at + moment,
            "marks": frame.marks,
            "source": picture.RING,
            **frame.facts,
        }
        async with house.db.transaction() as connection:
            [kept] = await connection.fetch(_ADD, first.snapshot_id, row)
            told = await picture.snapshots(connection, first.incident_id)
            one = next(s for s in told if s.snapshot_id == snapshot_id)
            said = Said(STORED, kept["scope"], one, one.snapshot_id)
            await house.outbox.say(connection, now, said)
        house.outbox.ring()
        added.append(snapshot_id)
    return added
