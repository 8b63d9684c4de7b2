"""From compressed units to a JPEG picture, in a few threads; FFmpeg lets others run meanwhile.

Keyframes have threads of their own: the first picture of a press never waits behind a group of
fifty that is decoded for another's newest, and that does not begin while first ones are due.
Pictures of the past yield to all others: what was is kept, and what is now is looked at.
"""

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TypeVar

import av
import av.error
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation

from service.platform.clock import Clock
from service.platform.frames import Frame, NoFrame, Trouble
from service.platform.imaging import GREY_WIDTH_MOST, Grey
from service.platform.rings.ring import Clip, Unit
from service.platform.rings.rtp import Coding, byte_stream
from service.platform.yielding import yielding

T = TypeVar("T")

# A press looks through eight cameras at once.
_KEY_THREADS = max(2, min(os.cpu_count() or 1, 8))
_GROUP_THREADS = 2
# So long is waited for keyframes at most, which then are too many to wait for.
_AFTER_KEYS_S = 0.5
# Threads inside one decoder: with more, each takes longer than it saves.
_INSIDE_MOST = 4
_TIME_BASE = Fraction(1, 1_000_000)
# As many as imaging takes: a parameter set that claims more is a decompression bomb.
_PIXELS_MAX = 40_000_000
# FFmpeg's scale, 2 is best and 31 worst: 3 keeps a face's outline at camera scale.
_QUALITY = 3
SOURCE = "ring"


class Decoders:
    """Threads that decode, shared by all rings of a process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._keys = ThreadPoolExecutor(_KEY_THREADS, "keyframe")
        self._groups = ThreadPoolExecutor(_GROUP_THREADS, "group")
        self._past = yielding(_GROUP_THREADS, "past")
        self._keys_due = 0
        self._no_keys_due = asyncio.Event()

    def close(self) -> None:
        """Give the threads back."""
        for threads in (self._keys, self._groups, self._past):
            threads.shutdown(wait=False, cancel_futures=True)

    async def picture(self, clip: Clip, deadline_s: float, *, past: bool = False) -> Frame:
        """The last unit of a clip as a picture; one of the past yields to all. Raises NoFrame."""
        until = self._clock.ticks() + deadline_s
        alone = len(clip.units) == 1
        # Those of the past are several at once: one thread for each is the cheapest.
        inside = 1 if alone or past else min(os.cpu_count() or 1, _INSIDE_MOST)

        def work() -> Frame:
            if self._clock.ticks() > until:
                raise NoFrame(Trouble.TOO_SLOW)
            return decoded(clip, inside)

        if alone and not past:
            with self._key():
                return await self._run(self._keys, work, deadline_s)
        await self._after_keys(deadline_s)
        left_s = until - self._clock.ticks()
        return await self._run(self._past if past else self._groups, work, left_s)

    @contextlib.contextmanager
    def _key(self) -> Iterator[None]:
        """While a keyframe is due."""
        self._keys_due += 1
        self._no_keys_due.clear()
        try:
            yield
        finally:
            self._keys_due -= 1
            if not self._keys_due:
                self._no_keys_due.set()

    async def _after_keys(self, deadline_s: float) -> None:
        """Wait a moment while keyframes are due: each of them is somebody's first picture."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(_AFTER_KEYS_S, deadline_s / 2)):
                while self._keys_due:
                    await self._no_keys_due.wait()

    async def step(self, work: Callable[[], T], deadline_s: float) -> T:
        """A step of a decoder that somebody keeps, behind whatever was asked before."""
        return await self._run(self._groups, work, deadline_s)

    async def _run(
        self, threads: ThreadPoolExecutor, work: Callable[[], T], deadline_s: float
    ) -> T:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(deadline_s):
                return await loop.run_in_executor(threads, work)
        except TimeoutError as error:
            raise NoFrame(Trouble.TOO_SLOW) from error


class Follower:
    """A decoder that goes on from unit to unit; for one thread at a time."""

    def __init__(self, coding: Coding) -> None:
        self.coding = coding
        self._context = _open(coding, threads=1)
        self._begun = False

    def take(self, units: Sequence[Unit]) -> VideoFrame | None:
        """The newest picture after these units, if they gave any. Raises NoFrame."""
        found: VideoFrame | None = None
        for unit in units:
            if not self._begun and not unit.is_keyframe:
                continue
            pictures = list(_decode(self._context, unit, first=not self._begun))
            found = pictures[-1] if pictures else found
            self._begun = True
        return found


def decoded(clip: Clip, threads: int) -> Frame:
    """The last unit of a clip as a picture, decoded here and now. Raises NoFrame."""
    return _dated(clip, _last_picture(clip.units, threads))


def decoded_with_grey(clip: Clip) -> tuple[Frame, Grey]:
    """As `decoded`, and as `imaging.grey` of it, which costs a twentieth here. Raises NoFrame."""
    picture = _last_picture(clip.units, 1)
    return _dated(clip, picture), _grey(picture)


def _dated(clip: Clip, picture: VideoFrame) -> Frame:
    # Where the last unit itself gives no picture, it is the one before it.
    early = timedelta(microseconds=clip.units[-1].pts_us - (picture.pts or 0))
    camera_at = clip.camera_at - early if clip.camera_at else None
    return as_frame(picture, clip.captured_at - early, camera_at)


def as_frame(
    picture: VideoFrame,
    captured_at: datetime,
    camera_at: datetime | None = None,
    *,
    width_max: int = 0,
) -> Frame:
    """A decoded picture as JPEG, made smaller where it is wider than width_max. Raises NoFrame."""
    width, height = picture.width, picture.height
    if width_max and width > width_max:
        width, height = width_max, height * width_max // width // 2 * 2
    try:
        data = _jpeg(picture, width, height)
        return Frame(data, captured_at, width, height, SOURCE, camera_at)
    except (av.error.FFmpegError, ValueError) as error:
        raise NoFrame(Trouble.BROKEN_STREAM) from error


def _grey(picture: VideoFrame) -> Grey:
    width = min(picture.width, GREY_WIDTH_MOST)
    height = max(1, picture.height * width // picture.width)
    try:
        plane = picture.reformat(
            width=width,
            height=height,
            format="gray",
            interpolation=Interpolation.POINT,
            dst_color_range=ColorRange.JPEG,
        ).planes[0]
    except (av.error.FFmpegError, ValueError) as error:
        raise NoFrame(Trouble.BROKEN_STREAM) from error
    return np.frombuffer(bytes(plane), np.uint8).reshape(height, plane.line_size)[:, :width]


def _last_picture(units: Sequence[Unit], threads: int) -> VideoFrame:
    """The picture of the last unit. Raises NoFrame: none, or one that lacks a part."""
    wanted = units[-1].pts_us
    context = _open(units[0].coding, threads=threads)
    found: VideoFrame | None = None
    for number, unit in enumerate(units):
        # What nothing else builds on is not needed, but for the last.
        context.skip_frame = "NONREF" if number < len(units) - 1 else "DEFAULT"
        for found in _decode(context, unit, first=number == 0):
            if found.pts == wanted:
                break
    if found is None or found.pts != wanted:
        for found in _flush(context):
            if found.pts == wanted:
                break
    if found is None or found.pts is None or found.is_corrupt:
        raise NoFrame(Trouble.BROKEN_STREAM)
    return found


def _open(coding: Coding, *, threads: int) -> VideoCodecContext:
    context = av.CodecContext.create(coding.codec.value, "r")
    assert isinstance(context, VideoCodecContext)
    context.thread_count = threads
    context.thread_type = "SLICE" if threads == 1 else "AUTO"
    context.options = {"max_pixels": str(_PIXELS_MAX)}
    return context


def _decode(context: VideoCodecContext, unit: Unit, *, first: bool) -> Iterator[VideoFrame]:
    data = byte_stream(unit.coding, unit.data)
    if not data:
        return
    packet = av.Packet(unit.coding.parameter_sets + data if first else data)
    packet.pts = unit.pts_us
    packet.time_base = _TIME_BASE
    try:
        yield from context.decode(packet)
    except av.error.FFmpegError:
        # One unit that cannot be read spoils what builds on it, and is marked there as corrupt.
        return


def _flush(context: VideoCodecContext) -> Iterator[VideoFrame]:
    try:
        yield from context.decode(None)
    except av.error.FFmpegError:
        return


def _jpeg(picture: VideoFrame, width: int, height: int) -> bytes:
    """JPEG straight from the planes: Pillow would first make an RGB picture, at twice the time."""
    planes = picture.reformat(
        width=width, height=height, format="yuvj420p", dst_colorspace=Colorspace.ITU601
    )
    context = av.CodecContext.create("mjpeg", "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height, context.pix_fmt = width, height, "yuvj420p"
    context.time_base = _TIME_BASE
    context.thread_count = 1
    context.qmin = context.qmax = _QUALITY
    planes.pts = 0
    return b"".join(bytes(packet) for packet in (*context.encode(planes), *context.encode(None)))
