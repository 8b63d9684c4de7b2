"""Snapshots in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.picture.wire import Snapshot
from service.platform.camera_link import Frame
from service.platform.db import Connection, many, one
from service.platform.sql import Statements

_sql = Statements(__file__)


class SnapshotRow(Snapshot):
    """A snapshot with what is not shown."""

    scope: list[str]
    about_at: datetime
    blob_key: str | None


async def plan_snapshots(
    connection: Connection,
    incident_id: UUID,
    scope: Sequence[str],
    about_at: datetime,
    now: datetime,
    rows: Sequence[dict[str, object]],
) -> list[Snapshot]:
    """Write what is to be taken: rows of snapshot_id, camera_id, name, rank, reason, distance_m."""
    values = (incident_id, scope, about_at, now, rows)
    return await many(connection, Snapshot, _sql["plan_snapshots"], *values)


async def snapshot_by_id(connection: Connection, snapshot_id: UUID) -> SnapshotRow | None:
    """One snapshot."""
    return await one(connection, SnapshotRow, _sql["snapshot_by_id"], snapshot_id)


async def snapshots_of(connection: Connection, incident_id: UUID) -> list[Snapshot]:
    """The snapshots of an incident, in the order in which they were planned."""
    return await many(connection, Snapshot, _sql["snapshots_of"], incident_id)


async def cameras_tried(connection: Connection, incident_id: UUID) -> set[UUID]:
    """The cameras that this incident has been asked of."""
    return {row["camera_id"] for row in await connection.fetch(_sql["cameras_tried"], incident_id)}


async def store_snapshot(
    connection: Connection,
    snapshot_id: UUID,
    attempt: int,
    frame: Frame,
    now: datetime,
    lag_ms: int,
    sha256: str,
    blob_key: str,
) -> Snapshot | None:
    """Say that a picture is kept; None where it was already decided."""
    values = (
        *(snapshot_id, attempt, frame.captured_at, now, lag_ms, frame.source, sha256),
        *(len(frame.data), frame.width, frame.height, blob_key),
    )
    return await one(connection, Snapshot, _sql["store_snapshot"], *values)


async def fail_snapshot(
    connection: Connection, snapshot_id: UUID, state: str, attempt: int, trouble: str
) -> Snapshot | None:
    """Say why there is no picture, for now or for good; None where it was already decided."""
    values = (snapshot_id, state, attempt, trouble)
    return await one(connection, Snapshot, _sql["fail_snapshot"], *values)
