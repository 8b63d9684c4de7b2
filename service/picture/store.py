"""Snapshots in PostgreSQL."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.picture.wire import Mark, Outlived, Shot, Snapshot
from service.platform.camera_link import Frame
from service.platform.db import Connection, many, one, run
from service.platform.sql import Statements

_sql = Statements(__file__)


class Proof(Struct, frozen=True):
    """A frame whose bytes are on disk, and what proves it."""

    frame: Frame
    sha256: str
    blob_key: str
    marks: list[Mark]

    @property
    def clock_ahead_ms(self) -> int | None:
        """By how much the camera's own clock has been ahead of ours lately.

        A kept stream says it with each picture, to the millisecond.
        """
        frame, ahead_s = self.frame, self.frame.ahead_s
        if ahead_s is None and frame.camera_at is not None:
            ahead_s = (frame.camera_at - frame.captured_at).total_seconds()
        return None if ahead_s is None else round(ahead_s * 1000)


class Before(Struct, frozen=True):
    """A kept picture of the same camera from some time before."""

    captured_at: datetime
    blob_key: str


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
    """Write what is to be taken: rows with the snapshot, its camera, its rank, and why that one."""
    values = (incident_id, scope, about_at, now, rows)
    return await many(connection, Snapshot, _sql["plan_snapshots"], *values)


async def snapshot_by_id(connection: Connection, snapshot_id: UUID) -> SnapshotRow | None:
    """One snapshot."""
    return await one(connection, SnapshotRow, _sql["snapshot_by_id"], snapshot_id)


async def snapshots_of(connection: Connection, incident_id: UUID) -> list[Snapshot]:
    """The snapshots of an incident, camera by camera, each in the order of time."""
    return await many(connection, Snapshot, _sql["snapshots_of"], incident_id)


class Kept(Struct, frozen=True):
    """A planned picture whose bytes are on disk."""

    snapshot_id: UUID
    attempt: int
    lag_ms: int
    proof: Proof


async def store_snapshots(
    connection: Connection, now: datetime, kept: Iterable[Kept]
) -> list[Snapshot]:
    """Say that these are kept; without those that were decided already."""
    rows = [
        {
            "id": one.snapshot_id,
            "attempt": one.attempt,
            "lag_ms": one.lag_ms,
            **dict(zip(_PROVEN, _proven(one.proof), strict=True)),
        }
        for one in kept
    ]
    ids = [row["id"] for row in rows]
    return await many(connection, Snapshot, _sql["store_snapshots"], now, rows, ids)


async def not_turned(connection: Connection, snapshot_id: UUID) -> None:
    """A planned picture will not show what its camera was to be turned to."""
    await run(connection, _sql["not_turned"], snapshot_id)


async def add_further(
    connection: Connection,
    first: SnapshotRow,
    further_id: UUID,
    shot: Shot,
    proof: Proof,
    now: datetime,
    lag_ms: int,
) -> Snapshot | None:
    """Keep one more picture of a camera; None where it is kept already."""
    of = (first.snapshot_id, further_id, shot.want, shot.moment_ms)
    values = (*of, now, lag_ms, *_proven(proof), shot.attempt)
    return await one(connection, Snapshot, _sql["add_further"], *values)


# The columns of what proves a picture, in the order of `_proven`.
_PROVEN = (
    *("captured_at", "camera_at", "source", "sha256", "size_bytes"),
    *("width", "height", "blob_key", "marks", "clock_ahead_ms"),
)


def _proven(proof: Proof) -> tuple[object, ...]:
    frame = proof.frame
    return (
        *(frame.captured_at, frame.camera_at, frame.source, proof.sha256, len(frame.data)),
        *(frame.width, frame.height, proof.blob_key, proof.marks, proof.clock_ahead_ms),
    )


async def kept_before(connection: Connection, camera_id: UUID, instant: datetime) -> Before | None:
    """The newest kept picture of a camera from before an instant."""
    return await one(connection, Before, _sql["kept_before"], camera_id, instant)


async def outlived(
    connection: Connection,
    areas: Sequence[str],
    before: datetime,
    without: Collection[UUID],
    count: int,
) -> list[Outlived]:
    """Kept pictures of these areas from before an instant, the oldest first; none of `without`."""
    values = (list(areas), before, list(without), count)
    return await many(connection, Outlived, _sql["outlived"], *values)


async def outlived_of(
    connection: Connection,
    areas: Sequence[str],
    before: datetime,
    incidents: Collection[UUID],
    count: int,
) -> list[Outlived]:
    """Of these incidents alone."""
    values = (list(areas), before, list(incidents), count)
    return await many(connection, Outlived, _sql["outlived_of"], *values)


async def keys_of(connection: Connection, incident_id: UUID) -> list[str]:
    """The names of the bytes that are kept of an incident."""
    return [row["blob_key"] for row in await connection.fetch(_sql["keys_of"], incident_id)]


async def forgotten(connection: Connection, snapshots: Sequence[UUID], now: datetime) -> None:
    """Remember that the bytes of these are gone."""
    await run(connection, _sql["forgotten"], list(snapshots), now)


async def fail_snapshot(
    connection: Connection, snapshot_id: UUID, state: str, attempt: int, trouble: str
) -> Snapshot | None:
    """Say why there is no picture, for now or for good; None where it was already decided."""
    values = (snapshot_id, state, attempt, trouble)
    return await one(connection, Snapshot, _sql["fail_snapshot"], *values)
