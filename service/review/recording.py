"""One camera's recording out of several files: a picture by instant, the frames between two.

Every instant is a number of seconds since the recording begins. Files may leave gaps, overlap, be
cut short or of another size; what cannot be read is a gap, and `broken` says so. Nothing is decoded
but what is asked for.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct

from service.core.times import EARLIEST, seconds_between
from service.review.reel import FRAMES_MAX, Groups, Reel, Shot
from service.review.refusals import NotARecording

# A year of files of half an hour.
_PARTS_MAX = 20_000
# Each open file costs a few megabytes, and its index: 60 MB for a day of 10 pictures a second.
_OPEN_MAX = 4


class Part(Struct, frozen=True):
    """One file of a recording, and the instant of its first picture."""

    path: str
    starts_at: datetime


class Broken(Struct, frozen=True):
    """A file of which nothing can be said, and why."""

    path: str
    why: str


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
