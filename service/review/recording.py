"""One camera's recording out of several files: a picture by instant, the frames between two.

Every instant is a number of seconds since the recording begins. Files may leave gaps, overlap, be
cut short or of another size; what cannot be read is a gap, and `broken` says so. Nothing is decoded
but what is asked for.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.container import InputContainer
from av.index import IndexEntries
from av.packet import Packet
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from msgspec import Struct
from numpy.typing import NDArray

from service.core.times import EARLIEST, seconds_between
from service.review.refusals import NotARecording

# A file is read as what recorders write and as nothing that names other files, or addresses.
_OPENING = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,matroska,webm,mpegts,mpeg,avi,flv,asf,dhav,ogg",
}
# A year of files of half an hour.
_PARTS_MAX = 20_000
# Each open file costs a few megabytes, and its index: 60 MB for a day of 10 pictures a second.
_OPEN_MAX = 4
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


class Part(Struct, frozen=True):
    """One file of a recording, and the instant of its first picture."""

    path: str
    starts_at: datetime


class Broken(Struct, frozen=True):
    """A file of which nothing can be said, and why."""

    path: str
    why: str


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
            raise NotARecording(f"{Path(self.path).name}: {_why(error)}") from error
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


@dataclass(frozen=True)
class _Laid:
    """A file that can be read, and where it lies in the recording."""

    path: str
    from_s: float
    to_s: float


class Recording:
    """Several files of one camera on one line of seconds. Close it, or use `with`."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """Open each file once. Raises NotARecording where none can be read."""
        if not 0 < len(parts) <= _PARTS_MAX:
            raise NotARecording(f"{len(parts)} files; from 1 to {_PARTS_MAX} can be looked at")
        self._open: OrderedDict[str, Reel] = OrderedDict()
        self.begins_at = min(part.starts_at for part in parts)
        self.broken: list[Broken] = []
        self._laid: list[_Laid] = []
        for part in sorted(parts, key=lambda part: part.starts_at):
            self._lay(part)
        if not self._laid:
            raise NotARecording("; ".join(broken.why for broken in self.broken[:3]))
        self.duration_s = max(laid.to_s for laid in self._laid)

    def _lay(self, part: Part) -> None:
        from_s = seconds_between(self.begins_at, part.starts_at)
        try:
            reel = self._reel(part.path)
        except NotARecording as error:
            self.broken.append(Broken(part.path, error.detail))
            return
        self._laid.append(_Laid(part.path, from_s, from_s + reel.duration_s))

    def _reel(self, path: str) -> Reel:
        """An open file; the one used longest ago is closed for it. Raises NotARecording."""
        reel = self._open.pop(path, None) or Reel(path)
        self._open[path] = reel
        while len(self._open) > _OPEN_MAX:
            self._open.popitem(last=False)[1].close()
        return reel

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the files back."""
        for reel in self._open.values():
            reel.close()
        self._open.clear()

    def laid_from(self, from_s: float, to_s: float) -> Iterator[tuple[str, float, float]]:
        """Files that have something between two seconds: which, from which second, to which."""
        for laid in self._laid:
            if laid.from_s < to_s and laid.to_s > from_s and self._opened(laid) is not None:
                yield laid.path, laid.from_s, laid.to_s

    def groups(self) -> Iterator[Groups]:
        """The groups of each file that can be read, one file after the other."""
        for laid in self._laid:
            reel = self._opened(laid)
            if reel is not None:
                found = reel.groups()
                yield Groups(found.at_s + laid.from_s, found.size_bytes)

    def keyframes(self, from_s: float = 0.0) -> Iterator[Shot]:
        """Every keyframe from from_s on, in order, by as many threads as the machine has."""
        last_s = -1.0
        for laid in self._laid:
            if laid.to_s < from_s or self._opened(laid) is None:
                continue
            reel = Reel(laid.path, threads=0)
            try:
                for shot in reel.keyframes(max(0.0, from_s - laid.from_s)):
                    if shot.at_s + laid.from_s > last_s:
                        last_s = shot.at_s + laid.from_s
                        yield Shot(last_s, shot.picture)
            finally:
                reel.close()

    def _opened(self, laid: _Laid) -> Reel | None:
        """A file of ours; None, and broken, where it can be read no more or its clock was set."""
        try:
            reel = self._reel(laid.path)
        except NotARecording as error:
            self._give_up(laid, error.detail)
            return None
        if reel.clock_jumps:
            self._give_up(laid, f"{Path(laid.path).name}: its clock was set back meanwhile")
            return None
        return reel

    def _give_up(self, laid: _Laid, why: str) -> None:
        if all(broken.path != laid.path for broken in self.broken):
            self.broken.append(Broken(laid.path, why))

    def keyframe(self, at_s: float, after_s: float, before_s: float) -> Shot | None:
        """The keyframe at or before at_s, else the nearest to it, strictly between the others.

        None where the recording has none there: it was off, or the two are neighbours.
        """
        found: list[Shot] = []
        for laid in self._near(at_s):
            reel = self._opened(laid)
            if reel is None or laid.to_s < after_s or laid.from_s > before_s:
                continue
            shift = laid.from_s
            shot = reel.keyframe(at_s - shift, after_s - shift, before_s - shift)
            if shot is not None and self._opened(laid) is not None:
                found.append(Shot(shot.at_s + shift, shot.picture))
                if laid.from_s <= at_s <= laid.to_s:
                    break
        return min(found, key=lambda shot: abs(shot.at_s - at_s), default=None)

    def _near(self, at_s: float) -> list[_Laid]:
        """The file that holds an instant, later ones first, then its neighbours."""

        def distance(laid: _Laid) -> float:
            return max(laid.from_s - at_s, at_s - laid.to_s, 0.0)

        return sorted(self._laid, key=lambda laid: (distance(laid), -laid.from_s))[:3]

    def frames(self, from_s: float, to_s: float) -> Iterator[Shot]:
        """Every picture between two seconds, both included, at most FRAMES_MAX, in order."""
        last_s = from_s - 1.0
        count = 0
        for laid in self._laid:
            if laid.to_s < from_s or laid.from_s > to_s:
                continue
            reel = self._opened(laid)
            if reel is None:
                continue
            for shot in reel.frames(max(from_s, last_s) - laid.from_s, to_s - laid.from_s):
                at_s = shot.at_s + laid.from_s
                if at_s > last_s and count < FRAMES_MAX:
                    last_s, count = at_s, count + 1
                    yield Shot(at_s, shot.picture)

    def paths(self, from_s: float, to_s: float) -> list[str]:
        """The files that have pictures of this time."""
        return [one.path for one in self._laid if one.to_s >= from_s and one.from_s <= to_s]

    def pictures(self, from_s: float, to_s: float) -> Iterator[Shot]:
        """As frames, however many, decoded by as many threads as the machine has."""
        last_s = from_s - 1.0
        for laid in self._laid:
            if laid.to_s < from_s or laid.from_s > to_s or self._opened(laid) is None:
                continue
            reel = Reel(laid.path, threads=0)
            shift = laid.from_s
            try:
                wanted = reel.frames(max(from_s, last_s) - shift, to_s - shift, count_max=None)
                for shot in wanted:
                    if shot.at_s + shift > last_s:
                        last_s = shot.at_s + shift
                        yield Shot(last_s, shot.picture)
            finally:
                reel.close()


def whole_file(path: str | Path) -> Recording:
    """A recording of one file, whose first second is 0. Raises NotARecording."""
    return Recording([Part(str(path), EARLIEST)])


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "not there"
    return "empty, cut, or of a kind that cannot be read"
