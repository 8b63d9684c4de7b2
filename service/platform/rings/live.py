"""Live view of warm cameras: each is decoded once, however many look, and few at a time."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Protocol
from uuid import UUID

from service.platform.clock import Clock
from service.platform.frames import Frame, NoFrame, Trouble
from service.platform.rings.decode import Decoders, Follower, as_frame
from service.platform.rings.ring import Ring, Unit

# A 1080p stream of 25 pictures a second costs a fifth of a core to decode.
_FOLLOWED_MAX = 4
_WIDTH_MAX = 1280
_FPS_MAX = 8.0
_STEP_MOST_S = 5.0
_SILENT_MOST_S = 10.0


class Source(Protocol):
    """A ring that grows; `grew` is set whenever it has, and when it is let go."""

    ring: Ring
    grew: asyncio.Event
    stopped: bool

    def fresh(self) -> Ring:
        """The ring, where its newest picture is of now. Raises NoFrame."""
        ...


class Lives:
    """Who looks at what."""

    def __init__(self, clock: Clock, decoders: Decoders) -> None:
        self._clock, self._decoders = clock, decoders
        self._shows: dict[UUID, _Show] = {}

    async def watch(
        self, camera_id: UUID, source: Source, fps: float
    ) -> AsyncGenerator[Frame, None]:
        """The newest frame each time, at most fps a second. Raises NoFrame when there is none."""
        source.fresh()
        show = self._shows.get(camera_id)
        if show is None or show.task.done():
            followed = sum(s.follows and not s.task.done() for s in self._shows.values())
            show = _Show(source, self._clock, self._decoders, follows=followed < _FOLLOWED_MAX)
            self._shows[camera_id] = show
        show.viewers += 1
        pause, seen = asyncio.Event(), None
        try:
            while True:
                frame = await show.other_than(seen)
                yield frame
                seen = frame
                await self._clock.wait(pause, 1 / fps)
        finally:
            show.viewers -= 1
            if not show.viewers:
                show.task.cancel()
                if self._shows.get(camera_id) is show:
                    del self._shows[camera_id]


class _Show:
    """One camera, decoded for all who look. One that is not followed shows keyframes only."""

    def __init__(self, source: Source, clock: Clock, decoders: Decoders, *, follows: bool) -> None:
        self.follows = follows
        self.viewers = 0
        self._source, self._clock, self._decoders = source, clock, decoders
        self._frame: Frame | None = None
        self._trouble: Trouble | None = None
        self._changed = asyncio.Event()
        self._seen: Unit | None = None
        self._follower: Follower | None = None
        self.task = asyncio.create_task(self._run())

    async def other_than(self, seen: Frame | None) -> Frame:
        """The newest frame, once it is another. Raises NoFrame at the end."""
        while self._frame is None or self._frame is seen:
            if self._trouble is not None:
                raise NoFrame(self._trouble)
            await self._changed.wait()
        return self._frame

    async def _run(self) -> None:
        pause = asyncio.Event()
        try:
            while True:
                if self._source.stopped:
                    raise NoFrame(Trouble.BROKEN_STREAM)
                frame = await self._step()
                if frame is not None:
                    self._publish(frame)
                    await self._clock.wait(pause, 1 / _FPS_MAX)
                elif not await self._clock.wait(self._source.grew, _SILENT_MOST_S):
                    raise NoFrame(Trouble.TOO_SLOW)
                else:
                    self._source.grew.clear()
        except NoFrame as error:
            self._trouble = error.trouble
            self._changed.set()

    async def _step(self) -> Frame | None:
        """The newest frame, where the ring has grown."""
        ring = self._source.ring
        if not self.follows:
            clip = ring.last_key()
            if clip is None or clip.units[0] is self._seen:
                return None
            self._seen = clip.units[0]
            return await self._decoders.picture(clip, _STEP_MOST_S)
        units = ring.after(self._seen)
        if not units:
            return None
        self._seen = units[-1]
        if self._follower is None or self._follower.coding is not units[0].coding:
            self._follower = Follower(units[0].coding)
        follower = self._follower

        def work() -> Frame | None:
            picture = follower.take(units)
            if picture is None or picture.pts is None:
                return None
            return as_frame(picture, ring.captured_at(picture.pts), width_max=_WIDTH_MAX)

        return await self._decoders.step(work, _STEP_MOST_S)

    def _publish(self, frame: Frame) -> None:
        self._frame = frame
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
