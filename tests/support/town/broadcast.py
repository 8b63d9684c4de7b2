"""Live H.264 of simulated cameras: painted and encoded only while somebody watches.

One encoder serves everybody who watches a camera; a new viewer starts at the next keyframe. The
number of cameras encoded at once is bounded.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from tests.support.town.easel import Pixels
from tests.support.town.scene import STREAM_SIZE

FRAMES_PER_S = 10
GOP_S = 2
BIT_RATE = 700_000
_LAG_MAX = timedelta(seconds=1)  # Behind by more, the pace is set anew instead of hurried.
_SEI, _SPS, _PPS, _KEYFRAME = 6, 7, 8, 5  # Kinds of NAL units (H.264, table 7-1).


@dataclass(frozen=True, slots=True)
class AccessUnit:
    """One encoded picture: its NAL units without start codes, and when it was taken."""

    nals: tuple[bytes, ...]
    is_keyframe: bool
    taken_at: datetime


class Viewer(Protocol):
    """Somebody who watches; `offer` must not block."""

    def offer(self, unit: AccessUnit) -> None: ...


class NoRoom(Exception):
    """As many cameras are being encoded as may be."""


Painter = Callable[[str, datetime], Pixels]  # A camera's picture at an instant.


class Broadcaster:
    """Live pictures of all cameras, at most live_max of them at once."""

    def __init__(self, paint: Painter, workers: ThreadPoolExecutor, *, live_max: int) -> None:
        self._paint, self._workers, self._live_max = paint, workers, live_max
        self._live: dict[str, _Live] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def encoders_running(self) -> int:
        """Encoders at work; the one whose last viewer left ends with its next picture."""
        return len(self._tasks)

    def join(self, camera_id: str, viewer: Viewer) -> None:
        """Let viewer watch from the next keyframe on. Raises NoRoom."""
        live = self._live.get(camera_id)
        if live is None:
            if len(self._live) >= self._live_max:
                raise NoRoom
            live = self._live[camera_id] = _Live()
            task = asyncio.create_task(self._run(camera_id, live))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        live.viewers[viewer] = False

    def leave(self, camera_id: str, viewer: Viewer) -> None:
        """Stop; the last one to leave stops the encoder."""
        live = self._live.get(camera_id)
        if live is not None and live.viewers.pop(viewer, None) is not None and not live.viewers:
            del self._live[camera_id]

    async def close(self) -> None:
        """Stop everything and wait for it."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, camera_id: str, live: "_Live") -> None:
        loop = asyncio.get_running_loop()
        encoder = Encoder()
        step = timedelta(seconds=1 / FRAMES_PER_S)
        due = datetime.now(UTC)
        try:
            while live.viewers:
                taken_at = datetime.now(UTC)
                frame = await loop.run_in_executor(
                    self._workers, self._encode, encoder, camera_id, taken_at
                )
                live.send(frame)
                due += step
                behind = datetime.now(UTC) - due
                if behind > _LAG_MAX:
                    due += behind
                await asyncio.sleep(max(0.0, -behind.total_seconds()))
        finally:
            if self._live.get(camera_id) is live:
                del self._live[camera_id]

    def _encode(self, encoder: "Encoder", camera_id: str, taken_at: datetime) -> AccessUnit:
        return encoder.encode(self._paint(camera_id, taken_at), taken_at)


class _Live:
    """Who watches one camera; the value says whether they had their first keyframe."""

    def __init__(self) -> None:
        self.viewers: dict[Viewer, bool] = {}

    def send(self, unit: AccessUnit) -> None:
        for viewer, started in list(self.viewers.items()):
            if started or unit.is_keyframe:
                self.viewers[viewer] = True
                viewer.offer(unit)


class Encoder:
    """x264 at the speed and delay of a cheap camera: no look-ahead, a keyframe every GOP_S."""

    def __init__(self) -> None:
        context = av.CodecContext.create("libx264", "w")
        assert isinstance(context, VideoCodecContext)
        context.width, context.height = STREAM_SIZE
        context.pix_fmt = "yuv420p"
        context.framerate = Fraction(FRAMES_PER_S)
        context.time_base = Fraction(1, FRAMES_PER_S)
        context.bit_rate = BIT_RATE
        context.gop_size = FRAMES_PER_S * GOP_S
        context.thread_count = 1
        context.options = {
            "preset": "ultrafast",
            "tune": "zerolatency",
            "profile": "baseline",
            "x264-params": "scenecut=0:repeat-headers=1",
            "maxrate": str(BIT_RATE * 3 // 2),
            "bufsize": str(BIT_RATE),
        }
        self._context = context
        self._count = 0

    def encode(self, picture: Pixels, taken_at: datetime) -> AccessUnit:
        """One picture in, one out: nothing waits inside."""
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = self._count
        self._count += 1
        data = b"".join(bytes(packet) for packet in self._context.encode(frame))
        nals = tuple(nal for nal in split_nals(data) if nal[0] & 0x1F != _SEI)
        is_keyframe = any(nal[0] & 0x1F == _KEYFRAME for nal in nals)
        return AccessUnit(nals, is_keyframe, taken_at)


def split_nals(data: bytes) -> list[bytes]:
    """NAL units of a byte stream, without their start codes (H.264, annex B)."""
    return [part.rstrip(b"\0") for part in data.split(b"\0\0\1") if part.rstrip(b"\0")]


@lru_cache(maxsize=1)
def parameter_sets() -> tuple[bytes, bytes]:
    """SPS and PPS of every stream here: one encoder setting serves all cameras."""
    width, height = STREAM_SIZE
    blank = np.zeros((height, width, 3), dtype=np.uint8)
    nals = Encoder().encode(blank, datetime.now(UTC)).nals
    by_kind = {nal[0] & 0x1F: nal for nal in nals}
    return by_kind[_SPS], by_kind[_PPS]
