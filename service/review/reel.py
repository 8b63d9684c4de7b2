"""One open file of a recording: its keyframes, its frames, its clock."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.index import IndexEntries
from av.packet import Packet
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from service.review.refusals import NotARecording

# A file is read as what recorders write and as nothing that names other files, or addresses.
_OPENING = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,matroska,webm,mpegts,mpeg,avi,flv,asf,dhav,ogg",
}
# Four times an 8-megapixel camera.
_PIXELS_MAX = 40_000_000
# What cannot be decoded is passed over, so often.
_SPOILT_MAX = 8
# Tries to land before an instant in a file that has no index.
_STEPS_BACK_S = (0.0, 4.0, 16.0, 64.0)
# Keyframes stand in order, but for what an encoder's clock wobbles.
_SET_BACK_S = 1.0
# Pictures of one scan: thirty seconds of a fast camera, and some.
FRAMES_MAX = 4_000
# Packets without a keyframe: ten minutes of a fast camera. Beyond, nothing can be sought.
_PACKETS_MAX = 40_000


@dataclass(frozen=True)
class Groups:
    """Each keyframe but the last: its instant in seconds, and the bytes up to the next one."""

    at_s: NDArray[np.float64]
    size_bytes: NDArray[np.int64]


@dataclass(frozen=True)
class Shot:
    """One decoded picture and its instant, in seconds since the recording (or the file) begins."""

    at_s: float
    picture: VideoFrame


class Reel:
    """One open file; instants are seconds since its first picture."""

    OPENING = _OPENING

    def __init__(self, path: str | Path, *, threads: int = 1) -> None:
        """Open it; 0 threads are as many as the machine has. Raises NotARecording."""
        self.path = str(path)
        self._threads = threads
        try:
            self._container: InputContainer = av.open(f"file:{self.path}", options=_OPENING)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise NotARecording(f"{Path(self.path).name}: {why(error)}") from error
        try:
            self._stream = self._prepare()
            self.duration_s = self._length_s()
        except NotARecording:
            self._container.close()
            raise
        # Where keyframes stand in the file: later ones stand farther back, or its clock was set.
        self._known: list[tuple[float, int]] = []
        self.clock_jumps = False

    def _prepare(self) -> VideoStream:
        if not self._container.streams.video:
            raise NotARecording(f"{Path(self.path).name}: no pictures in it")
        stream = self._container.streams.video[0]
        context = stream.codec_context
        if context is None or stream.time_base is None or not context.width:
            raise NotARecording(f"{Path(self.path).name}: pictures of a kind that cannot be read")
        if context.width * context.height > _PIXELS_MAX:
            raise NotARecording(f"{Path(self.path).name}: pictures too large")
        # Threads by frame hold pictures back: for whole files, not for one picture.
        context.thread_type = "SLICE" if self._threads == 1 else "FRAME"
        context.thread_count = self._threads
        for other in self._container.streams:
            if other.index != stream.index:
                other.discard = Discard.all
        self._tick_s = float(stream.time_base)
        self._zero = stream.start_time or 0
        # One table of all pictures cannot go back, wherever it has them in the file.
        self._is_tabled = "mp4" in self._container.format.name
        return stream

    def _length_s(self) -> float:
        if self._stream.duration:
            return self._stream.duration * self._tick_s
        if self._container.duration:
            return self._container.duration / av.time_base
        last_s = 0.0
        for packet in self._packets(None):
            last_s = max(last_s, self._at_s(packet) or 0.0)
        if not last_s:
            raise NotARecording(f"{Path(self.path).name}: no times in it")
        return last_s

    @property
    def stream(self) -> VideoStream:
        """Its pictures, as its container tells of them."""
        return self._stream

    def is_set_back(self, go_on: Callable[[], bool]) -> bool:
        """Whether its clock is set back on the way. Reads the file, for as long as it may."""
        last_s = 0.0
        if self._is_tabled or not self._seek(-_STEPS_BACK_S[1]):
            return False
        for packet in self._packets(None):
            at_s = self._at_s(packet) if packet.is_keyframe else None
            if at_s is None:
                continue
            if at_s < last_s - _SET_BACK_S:
                return True
            if not go_on():
                return False
            last_s = at_s
        return False

    def close(self) -> None:
        """Give the file back."""
        self._container.close()

    def _at_s(self, packet: "Packet[VideoStream]") -> float | None:
        ticks = packet.pts if packet.pts is not None else packet.dts
        return None if ticks is None else (ticks - self._zero) * self._tick_s

    def _packets(self, limit: int | None) -> Iterator["Packet[VideoStream]"]:
        """Packets from where the file stands; ends where it is cut."""
        try:
            for count, packet in enumerate(self._container.demux(self._stream)):
                if limit is not None and count >= limit:
                    return
                if packet.size:
                    yield packet
        except (av.error.FFmpegError, OSError):
            return

    def _seek(self, at_s: float) -> bool:
        for wanted_s in (at_s, max(0.0, at_s)):
            ticks = self._zero + round(wanted_s / self._tick_s)
            try:
                self._container.seek(ticks, stream=self._stream)
            except (av.error.FFmpegError, OSError):
                continue
            return True
        return False

    def keyframe(self, at_s: float, after_s: float, before_s: float) -> Shot | None:
        """The keyframe at or before at_s, else the next after it, strictly between the two others.

        None where there is none; after_s and before_s may lie outside the file.
        """
        found: Shot | None = None
        for back_s in _STEPS_BACK_S:
            if not self._seek(at_s - back_s):
                continue
            found = self._next_keyframe(after_s, before_s)
            if found is None or found.at_s <= at_s or at_s - back_s <= max(0.0, after_s):
                return found
        return found

    def _next_keyframe(self, after_s: float, before_s: float) -> Shot | None:
        # The demuxer could leave other packets out, but loses count of their times then (mov).
        spoilt = 0
        for packet in self._packets(_PACKETS_MAX):
            at_s = self._at_s(packet)
            if not packet.is_keyframe or at_s is None:
                continue
            self._note(at_s, packet.pos)
            if at_s >= before_s or self.clock_jumps or spoilt > _SPOILT_MAX:
                return None
            if at_s <= after_s:
                continue
            picture = self._alone(packet)
            if picture is not None:
                return Shot(at_s, picture)
            spoilt += 1
        return None

    def _alone(self, packet: "Packet[VideoStream]") -> VideoFrame | None:
        """One keyframe by itself."""
        context = self._stream.codec_context
        try:
            context.flush_buffers()
            pictures = [*context.decode(packet), *context.decode(None)]
            context.flush_buffers()
        except (av.error.FFmpegError, ValueError):
            return None
        good = [picture for picture in pictures if not picture.is_corrupt]
        return good[0] if good else None

    def _note(self, at_s: float, pos: int | None) -> None:
        """Remember where a keyframe stands, and see whether its clock was set back meanwhile."""
        if pos is None or pos < 0 or self._is_tabled:
            return
        here = bisect_left(self._known, (at_s, -1))
        if here < len(self._known) and self._known[here][0] == at_s:
            return
        before = self._known[here - 1][1] if here else -1
        after = self._known[here][1] if here < len(self._known) else pos + 1
        self.clock_jumps |= not before < pos < after
        self._known.insert(here, (at_s, pos))

    def frames(
        self, from_s: float, to_s: float, *, count_max: int | None = FRAMES_MAX
    ) -> Iterator[Shot]:
        """Every picture from from_s to to_s, both included, in order; at most count_max."""
        count = 0
        for shot in self._from(from_s):
            full = count_max is not None and count >= count_max
            if shot.at_s > to_s or full or self.clock_jumps:
                return
            if shot.at_s >= from_s:
                count += 1
                yield shot

    def _from(self, from_s: float) -> Iterator[Shot]:
        """Pictures from before from_s on, where the file has any before it."""
        shots: Iterator[Shot] = iter(())
        first: Shot | None = None
        for back_s in _STEPS_BACK_S:
            if not self._seek(from_s - back_s):
                continue
            shots = self._decoded()
            first = next(shots, None)
            if first is not None and first.at_s <= from_s:
                break
        return shots if first is None else chain((first,), shots)

    def _decoded(self, *, keyframes_only: bool = False) -> Iterator[Shot]:
        context = self._stream.codec_context
        context.flush_buffers()
        for packet in chain(self._packets(None), (None,)):
            if keyframes_only and packet is not None and not packet.is_keyframe:
                continue
            try:
                pictures = context.decode(packet)
            except (av.error.FFmpegError, ValueError):
                continue
            for picture in pictures:
                if picture.pts is not None and not picture.is_corrupt:
                    yield Shot((picture.pts - self._zero) * self._tick_s, picture)

    def keyframes(self, from_s: float = 0.0) -> Iterator[Shot]:
        """Every keyframe of the file in order, and nothing else decoded; those from from_s on."""
        if self._seek(max(0.0, from_s) - _STEPS_BACK_S[1]):
            for shot in self._decoded(keyframes_only=True):
                if shot.at_s >= from_s:
                    yield shot

    def groups(self) -> Groups:
        """What follows each keyframe: by the index without reading it, else by reading the file."""
        index = self._stream.index_entries
        whole = len(index) > max(self.duration_s, 1.0) and index[0].size > 0
        rows = self._indexed(index) if whole else self._read()
        table = np.array(rows, np.float64).reshape(-1, 2)
        return Groups(table[:, 0], table[:, 1].astype(np.int64))

    def _indexed(self, index: IndexEntries) -> list[tuple[float, int]]:
        """What lies between two keyframes is what follows the first."""
        size, rows = Path(self.path).stat().st_size, list[tuple[float, int]]()
        number, here = 0, index[0]
        while (following := index.search_timestamp(here.timestamp + 1, backward=False)) > number:
            number, after = following, index[following]
            if after.pos > size:
                break
            at_s = (here.timestamp - self._zero) * self._tick_s
            rows.append((at_s, max(0, after.pos - here.pos - here.size)))
            here = after
        return rows

    def _read(self) -> list[tuple[float, int]]:
        rows = list[tuple[float, int]]()
        begun_s, count = None, 0
        if self._seek(-_STEPS_BACK_S[1]):
            for packet in self._packets(None):
                at_s = self._at_s(packet)
                if not packet.is_keyframe or at_s is None:
                    count += packet.size
                    continue
                if begun_s is not None:
                    rows.append((begun_s, count))
                begun_s, count = at_s, 0
        return rows


def why(error: Exception) -> str:
    """What is wrong with a file, without its path."""
    if isinstance(error, FileNotFoundError):
        return "not there"
    return "empty, cut, or of a kind that cannot be read"
