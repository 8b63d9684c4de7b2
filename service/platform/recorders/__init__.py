"""Where recordings lie: holding back what would be written over, and letting go of it.

A recorder is asked by its address and channel; each adapter is a file. To hold is idempotent: the
same hold placed twice is one, so a carrier that died half-way asks again.
"""

from datetime import datetime
from enum import StrEnum
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


class Adapter(Protocol):
    """One kind of recorder."""

    async def hold(self, stretch: Stretch) -> None:
        """Hold back, or find it held already. Raises NotHeld."""
        ...

    async def release(self, channel: str, hold: str) -> None:
        """Let go, or find it let go already. Raises NotHeld."""
        ...
