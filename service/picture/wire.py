"""Pictures of an incident, and what proves them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.camera.wire import Reason
from service.core.problem import Fault, Problem
from service.core.wire import Asked, Seconds, Told
from service.platform.outbox import Topic


class SnapshotState(StrEnum):
    """How far a picture has come."""

    PLANNED = "planned"
    STORED = "stored"
    FAILED = "failed"


class Want(StrEnum):
    """Which frame of a camera was asked for.

    The first that can be had; of a camera whose stream is kept also the one nearest the press,
    the newest, and those around the press.
    """

    FIRST = "first"
    NEAREST = "nearest"
    NEWEST = "newest"
    AT = "at"


class Shot(Struct, frozen=True):
    """Which frame of a camera is asked for: for AT, so long after the press."""

    want: Want
    moment_ms: int = 0
    attempt: int = 1


class Mark(StrEnum):
    """What is wrong with a picture that is kept all the same."""

    STALE = "stale"
    FROZEN = "frozen"
    BLACK = "black"
    OVEREXPOSED = "overexposed"
    NO_SIGNAL = "no_signal"


class Size(StrEnum):
    """How large a picture is wanted: two small copies, or the bytes that prove it."""

    SMALL = "small"
    LARGE = "large"
    ORIGINAL = "original"


class Sight(Told):
    """The right of one person to look at the pictures of one incident, for some minutes.

    `address` is where they are: `{address}/{snapshot_id}?size=small`. Whoever has it looks in the
    name of the person to whom it was given.
    """

    address: str
    until: datetime


class Seen(Struct, frozen=True):
    """A picture as it is sent."""

    data: bytes
    media_type: str


class SightOver(Problem):
    """This address of a picture does not hold, or not any more; ask for a new one."""

    code = "picture.sight_over"
    fault = Fault.FORBIDDEN


class NotWarmNow(Problem):
    """The stream of this camera is not kept here; only its pictures can be seen."""

    code = "picture.not_warm"
    fault = Fault.ABSENT


class TooManyWatch(Problem):
    """As many people watch cameras live as this process carries; try again in a minute."""

    code = "picture.too_many_watch"
    fault = Fault.TOO_MANY


class Film(Asked):
    """Which further pictures the best cameras give of an incident, in seconds from the press.

    Those from before it can only come from cameras whose stream is kept.
    """

    cameras: Annotated[int, Meta(ge=0, le=20)] = 4
    before_s: Annotated[tuple[Seconds, ...], Meta(max_length=10)] = (10, 5, 2)
    after_s: Annotated[tuple[Seconds, ...], Meta(max_length=10)] = (5, 15, 30, 60)
    # Whoever leaves is farther by then: who watches the ways out is chosen anew.
    again_s: Annotated[tuple[Seconds, ...], Meta(max_length=5)] = (15, 60)
    again_cameras: Annotated[int, Meta(ge=0, le=8)] = 2


class Outlived(Struct, frozen=True):
    """A picture that is older than it may be; `sha256` is of its bytes."""

    snapshot_id: UUID
    incident_id: UUID
    blob_key: str
    sha256: str
    planned_at: datetime


class Snapshot(Told):
    """A picture of an incident and what proves it.

    `captured_at` is when its frame reached us, `camera_at` what the camera's own clock said if it
    said anything, `clock_ahead_ms` by how much that clock has been ahead of ours lately. `reason`
    says why this camera: with `street` where it watches a way out (`on_foot` or by car), with
    `preset` where it was turned to the place. `lag_ms` is how long after the press the frame is;
    `sha256` is of the stored bytes, which are never altered. `moment_ms` is the instant that was
    asked for, from the press.
    """

    snapshot_id: UUID
    incident_id: UUID
    camera_id: UUID
    camera_name: str
    rank: int
    reason: Reason
    distance_m: float
    street: str | None
    street_en: str | None
    on_foot: bool | None
    preset: str | None
    want: Want
    moment_ms: int
    marks: list[Mark]
    state: SnapshotState
    attempt: int
    trouble: str | None
    captured_at: datetime | None
    camera_at: datetime | None
    clock_ahead_ms: int | None
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
