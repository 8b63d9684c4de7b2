"""Pictures that are ready before anybody asks: the last keyframes of the most important rings.

To decode a keyframe of 1080p takes a core 15 ms and more, and to see whether it shows anything 2; a
first picture for which both was done when it came is there at once, also where eight are wanted at
one time. What this costs has a limit: so many rings, the most important first, as a share of a core
allows.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import thread_time
from uuid import UUID

from msgspec import Struct

from service.platform.clock import Clock
from service.platform.frames import NoFrame
from service.platform.imaging import Still, judge_next
from service.platform.rings.decode import decoded_with_grey
from service.platform.rings.ring import Clip, Unit
from service.platform.rings.share import room
from service.platform.rings.wire import Ready
from service.platform.yielding import yielding

# How often it is reckoned for how many there is time.
_LOOK = timedelta(seconds=10)
# With so many it begins, and finds out for how many more there is time.
_ROOM_FIRST = 16
# Who has waited for longer is overtaken by the next keyframe.
_WAITING_MOST = 64


class _Done(Struct, frozen=True):
    """What became of a keyframe, and what its camera has shown since when."""

    of: Unit
    ready: Ready
    still: Still


class Ahead:
    """Decodes keyframes as they come, on one thread that yields to all others."""

    def __init__(self, clock: Clock, share: float, most: int) -> None:
        """At most `share` of a core, 0 to 1, for `most` rings at most."""
        self._clock, self._share, self._most = clock, share, most
        self._thread = yielding(1, "ahead")
        self._rings: list[UUID] = []
        self._room = min(most, _ROOM_FIRST)
        self._due: dict[UUID, Clip] = {}
        self._ready: dict[UUID, _Done] = {}
        self._working: asyncio.Task[None] | None = None
        self._used_s, self._looked_at = 0.0, clock.now()

    def close(self) -> None:
        """Give the thread back."""
        if self._working is not None:
            self._working.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def of(self, ranked: Iterable[UUID]) -> None:
        """For these rings from now on, the most important first."""
        self._rings = list(ranked)
        chosen = set(self._chosen())
        for camera_id in self._ready.keys() - chosen:
            del self._ready[camera_id]

    def came(self, camera_id: UUID, clip: Clip) -> None:
        """A ring has a keyframe more."""
        self._look(self._clock.now())
        if len(self._due) >= _WAITING_MOST or camera_id not in self._chosen():
            return
        self._due[camera_id] = clip
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work(), name="decode ahead")

    def latest(self, camera_id: UUID) -> Ready | None:
        """The newest keyframe that is a picture already: the one before, while one is decoded."""
        found = self._ready.get(camera_id)
        return found.ready if found is not None else None

    def ready(self, camera_id: UUID, clip: Clip) -> Ready | None:
        """The picture of this very keyframe, where it is decoded already."""
        found = self._ready.get(camera_id)
        return found.ready if found is not None and found.of is clip.units[-1] else None

    def _chosen(self) -> list[UUID]:
        return self._rings[: self._room]

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._due:
            camera_id = next(iter(self._due))
            clip = self._due.pop(camera_id)
            before = self._ready.get(camera_id)
            still = before.still if before is not None else None
            done, used_s = await loop.run_in_executor(self._thread, _decode, clip, still)
            self._used_s += used_s
            if done is not None and camera_id in self._chosen():
                self._ready[camera_id] = done

    def _look(self, now: datetime) -> None:
        """Reckon anew how many there is time for."""
        length_s = (now - self._looked_at).total_seconds()
        if length_s < _LOOK.total_seconds():
            return
        busy, self._used_s, self._looked_at = self._used_s / length_s, 0.0, now
        taken = min(len(self._rings), self._room)
        self._room = room(taken, self._room, busy, self._share, self._most)
        self.of(self._rings)


def _decode(clip: Clip, still: Still | None) -> tuple[_Done | None, float]:
    """The picture, judged, and for how long a core was busy with it."""
    began_s = thread_time()
    try:
        frame, grey = decoded_with_grey(clip)
    except NoFrame:
        return None, thread_time() - began_s
    verdict, now_still = judge_next(grey, frame.captured_at, still)
    apart = frame.captured_at - still.since if still is not None else None
    done = _Done(clip.units[-1], Ready(frame, verdict, apart), now_still)
    return done, thread_time() - began_s
