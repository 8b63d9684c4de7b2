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


Address: TypeAlias = SegmentFolder | HoldService


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


class Adapter(Protocol):
    """One kind of recorder."""

    async def hold(self, stretch: Stretch) -> None:
        """Hold back, or find it held already. Raises NotHeld."""
        ...

    async def release(self, channel: str, hold: str) -> None:
        """Let go, or find it let go already. Raises NotHeld."""
        ...

    async def segments(self, channel: str, from_at: datetime, until_at: datetime) -> list[Segment]:
        """What it has of a time, the oldest first. Raises NotFetched."""
        ...

    async def bring(self, channel: str, segment: Segment, file: Path, bytes_most: int) -> None:
        """Write a segment into a file, going on where the file ends. Raises NotFetched.

        What was written stays when it raises: the next try goes on from there.
        """
        ...
