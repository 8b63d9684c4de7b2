"""Recorders: where the recordings of cameras lie, and for how many days."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.problem import Fault, Problem
from service.core.wire import AreaCode, Asked, Label, Line, Secret, Told, Url
from service.platform.recorders import Address, GapWhy

RetentionDays = Annotated[int, Meta(ge=1, le=3650)]
# A folder below the folder of recordings; never above it.
_NAME = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
Folder = Annotated[str, Meta(pattern=rf"^{_NAME}(/{_NAME})*$(?!\n)", max_length=200)]
Channel = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$(?!\n)")]


class NewFolder(Asked, tag="folder"):
    """A folder of segments that this machine sees."""

    path: Folder


class NewService(Asked, tag="http"):
    """A recorder with an HTTP API; the token is never shown."""

    base_url: Url
    token: Secret | None = None


class NewPlayback(Asked, tag="rtsp"):
    """A recorder that plays by RTSP: its address with gaps, `{channel}`, `{from}` and `{until}`.

    `{from:%Y_%m_%d_%H_%M_%S}` says in the words of strftime how an instant is written; by a clock
    that is `utc_offset_min` ahead of UTC. It cannot hold anything back.
    """

    url: Url
    username: Label | None = None
    password: Secret | None = None
    utc_offset_min: Annotated[int, Meta(ge=-840, le=840)] = 0


class NewOnvif(Asked, tag="onvif"):
    """A recorder by ONVIF Profile G; a channel is its token for a recording. It cannot hold."""

    url: Url
    username: Label | None = None
    password: Secret | None = None


class NewGateway(Asked, tag="gb28181"):
    """A device behind a gateway for GB/T 28181 (WVP). Files come from its host or `media_url`'s.

    It says times by a clock that is `utc_offset_min` ahead of UTC. It cannot hold anything back.
    """

    base_url: Url
    device_id: Annotated[str, Meta(pattern=r"^[0-9]{20}$(?!\n)")]
    media_url: Url | None = None
    token: Secret | None = None
    utc_offset_min: Annotated[int, Meta(ge=-840, le=840)] = 480


class NewRecorder(Asked):
    """A recorder of an area. It writes over what is older than `retention_days`."""

    name: Line
    area_code: AreaCode
    address: NewFolder | NewService | NewPlayback | NewOnvif | NewGateway
    retention_days: RetentionDays


class Recorder(Told):
    """A recorder as administrators see it: `kind` says how it is reached, never where."""

    recorder_id: UUID
    name: str
    area_code: str
    kind: str
    retention_days: int
    cameras: int


class NewRecording(Asked):
    """A camera is recorded there, as this channel; its clock is so much ahead of ours."""

    recorder_id: UUID
    channel: Channel
    retention_days: RetentionDays | None = None
    clock_ahead_s: Annotated[float, Meta(ge=-31_536_000, le=31_536_000)] = 0.0


class Recording(Struct, frozen=True):
    """Where a camera's recordings lie, for how long, and how its recorder is asked."""

    camera_id: UUID
    recorder_id: UUID
    channel: str
    retention_days: int
    address: Address
    token_sealed: bytes | None
    # By how much the recorder's clock is ahead of ours.
    ahead_s: float = 0.0


class Part(Struct, frozen=True):
    """A file of a recording that can be looked at, and of when it is by our clock."""

    path: str
    begins_at: datetime
    ends_at: datetime
    sha256: str
    size_bytes: int


class Gap(Struct, frozen=True):
    """A time of which there is nothing to look at, and why."""

    begins_at: datetime
    ends_at: datetime
    why: GapWhy


class Fetched(Struct, frozen=True):
    """What could be had of a time, the oldest first, and what could not.

    Parts may overlap, and begin before and end after what was asked for. Where a gap says NOT_YET,
    another try goes on from what was brought.
    """

    parts: list[Part]
    gaps: list[Gap]

    @property
    def is_done(self) -> bool:
        """Whether another try would bring nothing more by going on."""
        return all(gap.why is not GapWhy.NOT_YET for gap in self.gaps)


class KeptCopy(Struct, frozen=True):
    """A file that was brought away for a hold, of when it is by our clock, and whether it is whole
    in the store.
    """

    copy_id: UUID
    hold: str
    camera_id: UUID
    begins_at: datetime
    ends_at: datetime
    sha256: str
    size_bytes: int
    suffix: str
    stored: bool


class RecorderUnusable(Problem):
    """This is not the address of a recorder that may be asked."""

    code = "recorder.unusable"


class UnknownRecorder(Problem):
    """There is no such recorder in your areas."""

    code = "recorder.unknown"


class TooManyRecorders(Problem):
    """There are as many recorders in this area as one may add."""

    code = "recorder.too_many"
    fault = Fault.CONFLICT
