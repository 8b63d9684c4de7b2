"""Ways to reach an officer besides the live stream. A push is a hint; the task inbox is the truth.

A channel says what became of its attempt; none of its answers stops a clock. Only the phone's own
acknowledgement does.
"""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from msgspec import Struct


class Outcome(StrEnum):
    """What a gateway said."""

    ACCEPTED = "accepted"
    NO_ADDRESS = "no_address"
    BAD_REQUEST = "bad_request"
    CONFIG = "config"
    RETRY_LATER = "retry_later"
    UNKNOWN = "unknown"


class Ring(Struct, frozen=True):
    """What is sent: neutral words and an id, nothing about who or what."""

    task_id: UUID
    words: str


class Channel(Protocol):
    """One way to ring a phone."""

    @property
    def name(self) -> str:
        """The channel's name in a response plan."""
        ...

    async def send(self, ring: Ring, address: str) -> Outcome:
        """Try once, within a few seconds. Never raises for what the gateway does."""
        ...
