"""Pictures of warm cameras, whichever process holds their rings."""

from collections.abc import AsyncIterator
from typing import Protocol
from uuid import UUID

from service.platform.camera_link import Frame
from service.platform.rings.wire import NotWarm, Want


class Holder(Protocol):
    """Whoever keeps rings in this process."""

    def holds(self, camera_id: UUID) -> bool:
        """Whether a ring of this camera is kept here."""
        ...

    async def frame(self, camera_id: UUID, want: Want, deadline_s: float) -> Frame:
        """One frame of a camera whose ring is kept here. Raises NotWarm, NoFrame."""
        ...

    def live(self, camera_id: UUID, fps: float) -> AsyncIterator[Frame]:
        """Frames as they come. Raises NotWarm, NoFrame."""
        ...


class Rings:
    """The rings of all carriers, as one."""

    def __init__(self) -> None:
        self._holder: Holder | None = None

    def hold(self, holder: Holder | None) -> None:
        """Rings are kept in this process from now on, or no more."""
        self._holder = holder

    async def frame(self, camera_id: UUID, want: Want, deadline_s: float) -> Frame:
        """One frame out of a camera's ring, in deadline_s at most.

        Its `captured_at` is when it reached us, freed of jitter by the stream's own clock; its
        source is "ring". Raises NotWarm where nobody keeps a ring of this camera, and NoFrame
        where the ring has nothing usable: the camera is then to be asked itself.
        """
        return await self._of(camera_id).frame(camera_id, want, deadline_s)

    def live(self, camera_id: UUID, fps: float) -> AsyncIterator[Frame]:
        """Frames as they come, at most fps a second, until the reader leaves or the camera falls.

        Those that a slow reader does not take in time are left out: the next is always the newest.
        Raises NotWarm and NoFrame, from the first step on.
        """
        return self._of(camera_id).live(camera_id, fps)

    def _of(self, camera_id: UUID) -> Holder:
        if self._holder is None or not self._holder.holds(camera_id):
            raise NotWarm(str(camera_id))
        return self._holder
