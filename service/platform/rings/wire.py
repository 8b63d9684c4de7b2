"""What may be asked of a warm camera, and what may stand in the way."""

from datetime import datetime

from msgspec import Struct


class Last(Struct, frozen=True, tag="last"):
    """The last keyframe: the soonest picture there is, a few seconds old at worst."""


class Newest(Struct, frozen=True, tag="newest"):
    """The newest frame: everything since the last keyframe is decoded for it."""


class At(Struct, frozen=True, tag="at"):
    """The frame nearest to an instant: the oldest or the newest where the ring ends before it."""

    instant: datetime


Want = Last | Newest | At


class NotWarm(Exception):
    """No carrier holds a ring of this camera: it must be fetched cold."""
