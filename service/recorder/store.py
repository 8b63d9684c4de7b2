"""Recorders in PostgreSQL."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from service.platform.db import Connection, many, run, value
from service.platform.recorders import Address
from service.platform.sql import Statements
from service.recorder.wire import NewRecorder, NewRecording, Recorder, Recording

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
    values = (camera_id, new.recorder_id, new.channel, new.retention_days)
    await run(connection, _sql["set_recording"], *values)


async def recordings_of(connection: Connection, camera_ids: Iterable[UUID]) -> list[Recording]:
    """Where the recordings of these cameras lie, of those that are recorded."""
    return await many(connection, Recording, _sql["recordings_of"], list(camera_ids))
