"""Where recordings lie: holding back what would be written over, letting go of it, bringing it.

A recorder is asked by its address and channel; each adapter is a file. To hold is idempotent: the
same hold placed twice is one, so a carrier that died half-way asks again. Instants are those of the
recorder's own clock; whoever asks knows by how much that is ahead.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

from msgspec import Struct


class HoldTrouble(StrEnum):
    """Why a recording could not be held."""

    NO_RECORDER = "no_recorder"
    CANNOT_HOLD = "cannot_hold"
    AWAY = "away"
    TOO_SLOW = "too_slow"
    FORBIDDEN_ADDRESS = "forbidden_address"
    WRONG_LOGIN = "wrong_login"
    UNKNOWN_CHANNEL = "unknown_channel"
    NOTHING_LEFT = "nothing_left"
    REFUSED = "refused"


class NotHeld(Exception):
    """The recorder holds nothing back."""

    def __init__(self, trouble: HoldTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class SegmentFolder(Struct, frozen=True, tag="folder"):
    """A folder of segments below the folder of recordings, a folder for each channel."""

    path: str


class HoldService(Struct, frozen=True, tag="http"):
    """A recorder with an HTTP API; its token is in the clear here and nowhere else."""

    base_url: str
    token: str | None = None

    def __repr__(self) -> str:
        return "HoldService(...)"


class PlaybackAddress(Struct, frozen=True, tag="rtsp"):
    """A recorder that plays by RTSP, at an address with gaps for the channel and two instants.

    `{channel}`, `{from:%Y_%m_%d_%H_%M_%S}`, `{until:%Y%m%dT%H%M%SZ}`: in the words of strftime, by
    a clock that is so many minutes ahead of UTC. The password is in the clear here alone.
    """

    url: str
    username: str | None = None
    password: str | None = None
    utc_offset_min: int = 0

    def __repr__(self) -> str:
        return "PlaybackAddress(...)"


class OnvifAddress(Struct, frozen=True, tag="onvif"):
    """A recorder by ONVIF Profile G; its password is in the clear here alone."""

    url: str
    username: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return "OnvifAddress(...)"


class GatewayAddress(Struct, frozen=True, tag="gb28181"):
    """A device behind a gateway for GB/T 28181 (WVP), which says times by a clock of its own.

    Files come from the gateway's host, or from that of `media_url` where its media server is
    another. The token is in the clear here alone.
    """

    base_url: str
    device_id: str
    media_url: str | None = None
    token: str | None = None
    utc_offset_min: int = 480

    def __repr__(self) -> str:
        return "GatewayAddress(...)"


Address: TypeAlias = SegmentFolder | HoldService | PlaybackAddress | OnvifAddress | GatewayAddress


class Stretch(Struct, frozen=True):
    """What is held: a channel of a recorder, from one instant to another, under a name."""

    hold: str
    channel: str
    from_at: datetime
    until_at: datetime


class GapWhy(StrEnum):
    """Why there is nothing to look at between two instants."""

    NO_RECORDER = "no_recorder"
    NOT_RECORDED = "not_recorded"
    EMPTY = "empty"
    CUT = "cut"
    UNREADABLE = "unreadable"
    WRONG_TIME = "wrong_time"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NO_ROOM = "no_room"
    NOT_YET = "not_yet"
    AWAY = "away"
    TOO_SLOW = "too_slow"
    FORBIDDEN_ADDRESS = "forbidden_address"
    WRONG_LOGIN = "wrong_login"
    UNKNOWN_CHANNEL = "unknown_channel"
    REFUSED = "refused"


class NotFetched(Exception):
    """The recorder does not give this."""

    def __init__(self, why: GapWhy) -> None:
        super().__init__(why.value)
        self.why = why


class Segment(Struct, frozen=True):
    """A piece that a recorder says it has, by its own clock; `mark` changes when it does."""

    name: str
    begins_at: datetime
    ends_at: datetime
    size_bytes: int | None = None
    mark: str = ""
    # How its file is to be named; what is in it is looked at anyway.
    suffix: str = ".mp4"


class Brought(Struct, frozen=True):
    """What came, where it is not what was listed: when it begins, by the recorder's clock.

    `holes` are times without pictures in it, in seconds since it begins.
    """

    begins_at: datetime
    holes: tuple[tuple[float, float], ...] = ()


class Holder(Protocol):
    """A kind of recorder that can hold back what it would write over."""

    async def hold(self, stretch: Stretch) -> None:
        """Hold back, or find it held already. Raises NotHeld."""
        ...

    async def release(self, channel: str, hold: str) -> None:
        """Let go, or find it let go already. Raises NotHeld."""
        ...


class Giver(Protocol):
    """A kind of recorder that gives what it has."""

    async def segments(self, channel: str, from_at: datetime, until_at: datetime) -> list[Segment]:
        """What it has of a time, the oldest first. Raises NotFetched."""
        ...

    async def bring(
        self, channel: str, segment: Segment, file: Path, bytes_most: int
    ) -> Brought | None:
        """Write a segment into a file; what is known of it besides. Raises NotFetched.

        Where it can, it goes on where the file ends: what was written stays when it raises.
        """
        ...
