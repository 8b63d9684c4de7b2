"""A new film of pixels alone: no sound, no metadata, no second stream, nothing of the source."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.bitstream import BitStreamFilterContext
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from service.masking.boxes import Box
from service.masking.refusals import NotANewFile

Plane = NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]

ENCODER = "libx264"
# What is hidden is of one dark grey: luma and both colours.
SOLID = (48, 128, 128)
_TICKS_S = 1000
_KEYFRAME_EVERY = 50
# Pictures that wait for the encoder, which has a thread of its own.
_AHEAD_MOST = 3
# x264 writes its own name and settings into the film (type 6, SEI) unless that is taken out.
_ONLY_PICTURES = "filter_units=remove_types=6"


class Film:
    """A film that is being written beside its name, and takes it when it is whole."""

    def __init__(self, path: Path, width: int, height: int, *, full_range: bool) -> None:
        """Begin it; both sides are even. Raises NotANewFile."""
        if path.exists():
            raise NotANewFile(path.name)
        self._path = path
        self._part = path.with_name(f".{path.name}.part")
        self._container = av.open(
            str(self._part), "w", format="mp4", options={"fflags": "+bitexact"}
        )
        stream = self._container.add_stream(ENCODER, rate=25)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.time_base = Fraction(1, _TICKS_S)
        context.gop_size, context.max_b_frames, context.color_range = (
            _KEYFRAME_EVERY,
            0,
            2 if full_range else 1,
        )
        context.thread_count = 0
        stream.options = {"preset": "ultrafast", "crf": "24", "sc_threshold": "0"}
        self._stream = stream
        self._filter: BitStreamFilterContext | None = None
        self._last = -1
        self._thread = ThreadPoolExecutor(1, "film")
        self._ahead: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Whole, it takes its name; else nothing is left of it."""
        whole = False
        try:
            self._thread.shutdown(cancel_futures=kind is not None)
            if kind is None:
                self._settle(0)
                for packet in (*self._stream.encode(None), None):
                    self._write(packet)
                whole = True
        finally:
            self._container.close()
            if not whole:
                self._part.unlink(missing_ok=True)
        if whole:
            self._part.rename(self._path)

    def add(self, at_s: float, place: Box, pixels: Planes, hidden: tuple[Box, ...]) -> None:
        """The next picture, so many seconds after the first: solid but for these pixels.

        They belong at `place`, whose sides are even; `hidden` boxes are solid again. It is encoded
        meanwhile: what fails is raised by a later call, or at the end.
        """
        self._settle(_AHEAD_MOST - 1)
        self._ahead.append(self._thread.submit(self._add, at_s, place, pixels, hidden))

    def _settle(self, most: int) -> None:
        """Wait until no more than so many pictures are ahead."""
        while len(self._ahead) > most:
            self._ahead.popleft().result()

    def _add(self, at_s: float, place: Box, pixels: Planes, hidden: tuple[Box, ...]) -> None:
        frame = VideoFrame(self._stream.width, self._stream.height, "yuv420p")
        for plane, shown, solid, halves in zip(frame.planes, pixels, SOLID, (1, 2, 2), strict=True):
            whole = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            whole[:] = solid
            top, left = place.y // halves, place.x // halves
            whole[top : top + shown.shape[0], left : left + shown.shape[1]] = shown
            for box in hidden:
                right, bottom = (
                    -(-(box.x + box.width) // halves),
                    -(-(box.y + box.height) // halves),
                )
                whole[box.y // halves : bottom, box.x // halves : right] = solid
        self._last = max(self._last + 1, round(at_s * _TICKS_S))
        frame.pts, frame.time_base = self._last, Fraction(1, _TICKS_S)
        for packet in self._stream.encode(frame):
            self._write(packet)

    def _write(self, packet: "Packet[VideoStream] | None") -> None:
        if self._filter is None:
            self._filter = BitStreamFilterContext(_ONLY_PICTURES, self._stream)
        for bare in self._filter.filter(packet):
            bare.stream = self._stream
            self._container.mux(bare)
