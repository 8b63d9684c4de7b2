"""A ring of compressed pictures: some seconds back to a keyframe, in bounded memory.

Pure: no input, no output, no clock. What is inside a unit is its reader's affair.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain

from msgspec import Struct

from service.platform.rings.rtp import Coding

_MICROSECOND = timedelta(microseconds=1)
# Of a picture that is sent in parts, each is put behind those before: a keyframe of 350 KB whose
# every packet is marked as its last has so many.
_PARTS_MAX = 256
# Around each picture is some memory of its own; the quickest cameras send a tenth of these.
_UNITS_MAX = 10_000


class Unit(Struct, frozen=True, gc=False):
    """One compressed picture: `pts_us` is the stream's own clock, from any start."""

    data: bytes
    is_keyframe: bool
    pts_us: int
    arrived_at: datetime
    coding: Coding


class Clip(Struct, frozen=True):
    """What must be decoded, keyframe first, to see the last unit; when that was captured.

    `captured_at` is on our clock: the unit's own time, laid on the quickest arrival around it.
    `camera_at` is what the camera's own clock showed, where it said so.
    """

    units: Sequence[Unit]
    captured_at: datetime
    camera_at: datetime | None


class _Gop(Struct):
    """A keyframe and what builds on it. Units of one run share the stream's clock."""

    run: int
    units: list[Unit]
    size_bytes: int


class Ring:
    """The newest units of one camera: at least keep_s, at most bytes_max."""

    def __init__(self, *, keep_s: float, bytes_max: int) -> None:
        self._keep = timedelta(seconds=keep_s)
        self._bytes_max = bytes_max
        self._gops: deque[_Gop] = deque()
        self._run = 0
        # What the stream's zero is on the camera's own clock, for each run.
        self._said: dict[int, datetime] = {}
        self._starved = True
        # The newest unit, while it is not in the ring: it may be the head of a keyframe.
        self._aside: Unit | None = None
        # In how many parts the newest picture came.
        self._parts = 0
        self._count = 0
        self.size_bytes = 0

    @property
    def newest_at(self) -> datetime | None:
        """When the newest unit arrived."""
        return self._gops[-1].units[-1].arrived_at if self._gops else None

    def cut(self) -> None:
        """What comes next does not build on what is here, and has another clock."""
        self._run += 1
        self._starved, self._aside = True, None

    def said(self, camera_at: datetime, pts_us: int) -> None:
        """The camera says what its own clock shows at a moment of its stream."""
        self._said = {run: at for run, at in self._said.items() if self._holds(run)}
        self._said[self._run] = camera_at - pts_us * _MICROSECOND

    def add(self, unit: Unit) -> None:
        """Take a unit in; those that build on nothing we have are dropped.

        Two with one time are one picture: some cameras send its head apart.
        """
        before = self._aside if self._starved else self._gops[-1].units[-1]
        if before is not None and before.pts_us == unit.pts_us:
            self._parts += 1
            if self._parts > _PARTS_MAX:
                return
            unit = self._joined(before, unit)
        else:
            self._parts = 1
        if unit.is_keyframe:
            self._gops.append(_Gop(self._run, [], 0))
            self._starved, self._aside = False, None
        elif self._starved:
            self._aside = unit if len(unit.data) <= self._bytes_max else None
            return
        gop = self._gops[-1]
        gop.units.append(unit)
        gop.size_bytes += len(unit.data)
        self.size_bytes += len(unit.data)
        self._count += 1
        self._trim(unit.arrived_at - self._keep)

    @property
    def key(self) -> Unit | None:
        """The last keyframe's unit, as far as it came."""
        return self._gops[-1].units[0] if self._gops else None

    def last_key(self) -> Clip | None:
        """The last keyframe alone."""
        return self._clip(self._gops[-1], 0) if self._gops else None

    def newest(self) -> Clip | None:
        """The newest unit and what it builds on."""
        return self._clip(self._gops[-1], -1) if self._gops else None

    def nearest(self, instant: datetime) -> Clip | None:
        """The unit captured nearest to an instant, the earlier of two, and what it builds on."""
        offsets = {gop.run: self._offset(gop.run) for gop in self._gops}
        best: tuple[timedelta, _Gop, int] | None = None
        for gop in self._gops:
            for index, unit in enumerate(gop.units):
                away = abs(offsets[gop.run] + unit.pts_us * _MICROSECOND - instant)
                if best is None or away < best[0]:
                    best = (away, gop, index)
        return self._clip(best[1], best[2]) if best else None

    def after(self, seen: Unit | None) -> Sequence[Unit]:
        """What came after the unit that a follower saw last.

        Where that is no more in the newest group, all of the group: its keyframe needs nothing.
        """
        units = self._gops[-1].units if self._gops else []
        for index in range(len(units) - 1, -1, -1):
            if units[index] is seen:
                return units[index + 1 :]
        return list(units)

    def captured_at(self, pts_us: int) -> datetime:
        """When a picture of the newest run was captured, on our clock."""
        return self._offset(self._gops[-1].run) + pts_us * _MICROSECOND

    def _clip(self, gop: _Gop, index: int) -> Clip:
        units = gop.units[: index + 1] if index >= 0 else list(gop.units)
        pts, said = units[-1].pts_us * _MICROSECOND, self._said.get(gop.run)
        return Clip(units, self._offset(gop.run) + pts, said + pts if said else None)

    def _offset(self, run: int) -> datetime:
        """What the stream's zero is on our clock: whatever comes late was not captured late."""
        return min(u.arrived_at - u.pts_us * _MICROSECOND for u in self._units(run))

    def _holds(self, run: int) -> bool:
        return any(gop.run == run for gop in self._gops)

    def _units(self, run: int) -> Iterator[Unit]:
        return chain.from_iterable(gop.units for gop in self._gops if gop.run == run)

    def _joined(self, first: Unit, rest: Unit) -> Unit:
        """A unit with the part of it that came before, which leaves the ring."""
        if not self._starved:
            gop = self._gops[-1]
            gop.units.pop()
            gop.size_bytes -= len(first.data)
            self.size_bytes -= len(first.data)
            self._count -= 1
            if not gop.units:
                self._gops.pop()
        is_keyframe = first.is_keyframe or rest.is_keyframe
        data = first.data + rest.data
        return Unit(data, is_keyframe, rest.pts_us, first.arrived_at, rest.coding)

    def _trim(self, oldest_at: datetime) -> None:
        """Let whole groups go: those not needed to reach back far enough, or too large."""
        while len(self._gops) > 1 and (
            self._gops[1].units[0].arrived_at <= oldest_at or self._is_too_large()
        ):
            gone = self._gops.popleft()
            self.size_bytes -= gone.size_bytes
            self._count -= len(gone.units)
        if self._is_too_large():
            self._starve(self._gops[0])

    def _is_too_large(self) -> bool:
        return self.size_bytes > self._bytes_max or self._count > _UNITS_MAX

    def _starve(self, gop: _Gop) -> None:
        """One group alone is too large: keep its keyframe, and wait for the next."""
        del gop.units[1:]
        gop.size_bytes = self.size_bytes = len(gop.units[0].data)
        self._count, self._starved = 1, True
        if self.size_bytes > self._bytes_max:
            self._gops.clear()
            self._count = self.size_bytes = 0
