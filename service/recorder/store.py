"""Recorders in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from service.platform.db import Connection, many, one, run, value
from service.platform.recorders import Address
from service.platform.sql import Statements
from service.recorder.wire import KeptCopy, NewRecorder, NewRecording, Recorder, Recording

_sql = Statements(__file__)


async def add(
    connection: Connection,
    recorder_id: UUID,
    lineage: Sequence[str],
    new: NewRecorder,
    address: Address,
    token_sealed: bytes | None,
) -> None:
    """Keep a recorder."""
    values = (recorder_id, new.area_code, list(lineage), new.name, address, token_sealed)
    await run(connection, _sql["add_recorder"], *values, new.retention_days)


async def count(connection: Connection, area_code: str) -> int:
    """How many recorders an area has."""
    return int(await value(connection, _sql["count_recorders"], area_code))


async def lineage(connection: Connection, recorder_id: UUID) -> list[str] | None:
    """In which areas a recorder lies."""
    found: list[str] | None = await value(connection, _sql["recorder_lineage"], recorder_id)
    return found


async def within(connection: Connection, areas: Iterable[str], most: int) -> list[Recorder]:
    """Recorders of these areas, by name."""
    return await many(connection, Recorder, _sql["recorders_within"], list(areas), most)


async def set_recording(connection: Connection, camera_id: UUID, new: NewRecording) -> None:
    """Say where a camera's recordings lie."""
    values = (camera_id, new.recorder_id, new.channel, new.retention_days, new.clock_ahead_s)
    await run(connection, _sql["set_recording"], *values)


async def recordings_of(connection: Connection, camera_ids: Iterable[UUID]) -> list[Recording]:
    """Where the recordings of these cameras lie, of those that are recorded."""
    return await many(connection, Recording, _sql["recordings_of"], list(camera_ids))


async def add_copy(connection: Connection, copy: KeptCopy, now: datetime) -> KeptCopy:
    """Write that a file is brought away; the row that stands for it."""
    values = (copy.copy_id, copy.hold, copy.camera_id, copy.begins_at, copy.ends_at)
    more = (copy.sha256, copy.size_bytes, copy.suffix, now)
    found = await one(connection, KeptCopy, _sql["add_copy"], *values, *more)
    assert found is not None, "it was written in this statement"
    return found


async def note_stored(connection: Connection, copy_id: UUID, now: datetime) -> None:
    """All its bytes are in the store."""
    await run(connection, _sql["note_stored"], copy_id, now)


async def copies_of_hold(connection: Connection, hold: str) -> list[KeptCopy]:
    """What was brought away for a hold."""
    return await many(connection, KeptCopy, _sql["copies_of_hold"], hold)


async def copies_of_camera(
    connection: Connection, camera_id: UUID, from_at: datetime, until_at: datetime, count: int
) -> list[KeptCopy]:
    """What was brought away of a camera's time and is whole in the store."""
    values = (camera_id, from_at, until_at, count)
    return await many(connection, KeptCopy, _sql["copies_of_camera"], *values)


async def forget_copies(connection: Connection, hold: str) -> None:
    """Forget what was brought away for a hold."""
    await run(connection, _sql["forget_copies"], hold)
