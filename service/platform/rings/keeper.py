"""Keeps the rings of this process: one session for each camera, begun anew whenever it ends."""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from datetime import datetime
from uuid import UUID

import structlog
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.frames import Endpoint, Frame, NoFrame, Trouble
from service.platform.reach import Reach
from service.platform.rings.ahead import Ahead
from service.platform.rings.decode import Decoders
from service.platform.rings.live import Lives
from service.platform.rings.ring import Clip, Ring, Unit
from service.platform.rings.rtsp import SILENCE_S, RtspSession
from service.platform.rings.wire import At, Last, Newest, NotWarm, Ready, Want

_log = structlog.get_logger()

# The strip begins 10 s before a press; whoever asks for that comes a moment later.
KEEP_S = 12.0
# 12 s and a group of 2 s at 3 Mbit/s are 5 MB; what sends more has a shorter ring.
_BYTES_MAX = 8 * 1024 * 1024

_AGAIN_FIRST_S, _AGAIN_MOST_S = 1.0, 60.0
# A camera locks an account after some wrong logins, also for the people who have the right one.
_LOGIN_AGAIN_S = 300.0
# Who has given pictures for so long fell for a new reason.
_LASTED_S = 30.0

Find = Callable[[UUID], Awaitable[Endpoint | None]]


class Warmth(Struct, frozen=True):
    """How one camera's ring stands."""

    camera_id: UUID
    trouble: Trouble | None
    newest_at: datetime | None
    size_bytes: int


def pause_s(failures: int, trouble: Trouble, chance: float) -> float:
    """How long to wait before the next try; chance, 0 to 1, keeps many from coming at once."""
    if trouble is Trouble.WRONG_LOGIN:
        return _LOGIN_AGAIN_S * (1 + chance / 2)
    longest_s = min(_AGAIN_FIRST_S * 2.0 ** min(failures, 10), _AGAIN_MOST_S)
    return longest_s * (0.5 + chance / 2)


class Keeper:
    """The rings that are kept here. Which these are is said by `keep`."""

    def __init__(self, clock: Clock, find: Find, reach: Reach, ahead: Ahead | None = None) -> None:
        self._clock, self._find, self._reach = clock, find, reach
        self._ahead = ahead
        self._kept: dict[UUID, _Kept] = {}
        self._decoders = Decoders(clock)
        self._lives = Lives(clock, self._decoders)

    def keep(self, camera_ids: Iterable[UUID]) -> None:
        """Keep rings of these cameras, the most important first, and of no others."""
        ranked = list(camera_ids)
        wanted = set(ranked)
        for camera_id in self._kept.keys() - wanted:
            self._kept.pop(camera_id).stop()
        for camera_id in ranked:
            kept = self._kept.get(camera_id)
            if kept is not None and kept.task.done():
                _log.error("ring.failed", camera_id=str(camera_id), exc_info=kept.task.exception())
                kept = None
            if kept is None:
                kept = _Kept(camera_id, self._clock, self._find, self._reach)
                if self._ahead is not None:
                    kept.key_came = self._ahead.came
                self._kept[camera_id] = kept
        if self._ahead is not None:
            self._ahead.of(ranked)

    async def close(self) -> None:
        """Let go of all cameras and threads."""
        tasks = [kept.task for kept in self._kept.values()]
        self.keep(())
        await asyncio.gather(*tasks, return_exceptions=True)
        self._decoders.close()
        if self._ahead is not None:
            self._ahead.close()

    def holds(self, camera_id: UUID) -> bool:
        """Whether a ring of this camera is kept here."""
        return camera_id in self._kept

    def standing(self) -> list[Warmth]:
        """How the rings stand."""
        return [kept.standing() for kept in self._kept.values()]

    def ready(self, camera_id: UUID) -> Ready | None:
        """The newest keyframe of a fresh ring that is a picture already."""
        kept = self._kept.get(camera_id)
        if kept is None or self._ahead is None:
            return None
        with contextlib.suppress(NoFrame):
            kept.fresh()
            return self._ahead.latest(camera_id)
        return None

    async def frame(self, camera_id: UUID, want: Want, deadline_s: float) -> Frame:
        """One frame out of a ring. Raises NotWarm, NoFrame."""
        kept = self._of(camera_id)
        match want:
            case Last():
                clip = kept.fresh().last_key()
            case Newest():
                clip = kept.fresh().newest()
            case At(instant):
                clip = kept.ring.nearest(instant)
        if clip is None:
            raise NoFrame(kept.trouble or Trouble.TOO_SLOW)
        if self._ahead is not None and isinstance(want, Last):
            ready = self._ahead.ready(camera_id, clip)
            if ready is not None:
                return ready.frame
        return await self._decoders.picture(clip, deadline_s, past=isinstance(want, At))

    async def live(self, camera_id: UUID, fps: float) -> AsyncGenerator[Frame, None]:
        """Frames as they come, the newest each time. Raises NotWarm, NoFrame."""
        kept = self._of(camera_id)
        async with contextlib.aclosing(self._lives.watch(camera_id, kept, fps)) as frames:
            async for frame in frames:
                yield frame

    def _of(self, camera_id: UUID) -> "_Kept":
        if camera_id not in self._kept:
            raise NotWarm(str(camera_id))
        return self._kept[camera_id]


class _Kept:
    """One camera: its ring, and whoever fills it."""

    def __init__(self, camera_id: UUID, clock: Clock, find: Find, reach: Reach) -> None:
        self.camera_id = camera_id
        self.ring = Ring(keep_s=KEEP_S, bytes_max=_BYTES_MAX)
        self.trouble: Trouble | None = None
        self.grew = asyncio.Event()
        self.stopped = False
        self.key_came: Callable[[UUID, Clip], None] | None = None
        self._key: Unit | None = None
        self._clock, self._find, self._reach = clock, find, reach
        self.task = asyncio.create_task(self._fill(), name=f"ring {camera_id}")

    def stop(self) -> None:
        """Hang up; what somebody is decoding is decoded to its end."""
        self.stopped = True
        self.task.cancel()
        self.grew.set()

    def standing(self) -> Warmth:
        """How the ring stands."""
        newest_at = self.ring.newest_at
        return Warmth(self.camera_id, self.trouble, newest_at, self.ring.size_bytes)

    def fresh(self) -> Ring:
        """The ring, where its newest picture is of now. Raises NoFrame."""
        newest_at = self.ring.newest_at
        age_s = (self._clock.now() - newest_at).total_seconds() if newest_at else SILENCE_S
        if age_s >= SILENCE_S:
            raise NoFrame(self.trouble or Trouble.TOO_SLOW)
        return self.ring

    async def _fill(self) -> None:
        failures, never = 0, asyncio.Event()
        while True:
            began = self._clock.now()
            trouble = await self._once()
            lasted = (self._clock.now() - began).total_seconds() >= _LASTED_S
            failures = 0 if lasted else failures + 1
            if trouble is not self.trouble or failures == 0:
                _log.info("ring.lost", camera_id=str(self.camera_id), trouble=trouble.value)
            self.trouble = trouble
            chance = random.random()  # noqa: S311 - it spreads reconnections, it guards nothing.
            await self._clock.wait(never, pause_s(failures, trouble, chance))

    async def _once(self) -> Trouble:
        """One session; why it ended."""
        endpoint = await self._find(self.camera_id)
        if endpoint is None or not endpoint.rtsp_url:
            return Trouble.NO_ENDPOINT
        session = RtspSession(endpoint, endpoint.rtsp_url, self.ring, self._clock, self._reach)
        session.grown = self._grown
        try:
            await session.run()
        except NoFrame as error:
            return error.trouble
        return Trouble.BROKEN_STREAM

    def _grown(self) -> None:
        self.trouble = None
        self.grew.set()
        if self.key_came is not None and self.ring.key is not self._key:
            self._key, clip = self.ring.key, self.ring.last_key()
            if clip is not None:
                self.key_came(self.camera_id, clip)
