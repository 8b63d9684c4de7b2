"""Pictures of an incident, and what proves them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.camera.wire import Reason
from service.core.wire import Told
from service.platform.outbox import Topic


class SnapshotState(StrEnum):
    """How far a picture has come."""

    PLANNED = "planned"
    STORED = "stored"
    FAILED = "failed"


class Snapshot(Told):
    """A picture of an incident and what proves it.

    `captured_at` is when its frame reached us; `lag_ms` is how long after the press that was;
    `sha256` is of the stored bytes, which are never altered.
    """

    snapshot_id: UUID
    incident_id: UUID
    camera_id: UUID
    camera_name: str
    rank: int
    reason: Reason
    distance_m: float
    state: SnapshotState
    attempt: int
    trouble: str | None
    captured_at: datetime | None
    stored_at: datetime | None
    lag_ms: int | None
    source: str | None
    sha256: str | None
    size_bytes: int | None
    width: int | None
    height: int | None


PLANNED = Topic("snapshot.planned", Snapshot, "A picture is about to be taken.")
STORED = Topic("snapshot.stored", Snapshot, "A picture is stored and can be looked at.")
FAILED = Topic("snapshot.failed", Snapshot, "A camera gave no usable picture.")
TOPICS = (PLANNED, STORED, FAILED)
