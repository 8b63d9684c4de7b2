"""What may be asked of a warm camera, and what may stand in the way."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from service.platform.frames import Frame
from service.platform.imaging import Verdict


class Last(Struct, frozen=True, tag="last"):
    """The last keyframe: the soonest picture there is, a few seconds old at worst."""


class Newest(Struct, frozen=True, tag="newest"):
    """The newest frame: everything since the last keyframe is decoded for it."""


class At(Struct, frozen=True, tag="at"):
    """The frame nearest to an instant: the oldest or the newest where the ring ends before it."""

    instant: datetime


Want = Last | Newest | At


class Ready(Struct, frozen=True):
    """A keyframe that was decoded and looked at before anybody asked.

    `apart` is how long before it the picture was taken beside which it was judged, if there is one.
    """

    frame: Frame
    verdict: Verdict
    apart: timedelta | None


class NotWarm(Exception):
    """No carrier holds a ring of this camera: it must be fetched cold."""


class Holder(Protocol):
    """Whoever keeps rings in this process."""

    def holds(self, camera_id: UUID) -> bool:
        """Whether a ring of this camera is kept here."""
        ...

    def ready(self, camera_id: UUID) -> Ready | None:
        """The newest keyframe that is a picture already."""
        ...

    async def frame(self, camera_id: UUID, want: Want, deadline_s: float) -> Frame:
        """One frame of a camera whose ring is kept here. Raises NotWarm, NoFrame."""
        ...

    def live(self, camera_id: UUID, fps: float) -> AsyncGenerator[Frame, None]:
        """Frames as they come. Raises NotWarm, NoFrame."""
        ...
