"""Which lines of sight a town's buildings stand in."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.core.plane import Grid, Indexes, Line, Numbers, Plane, centre, pieces

# What is looked at: a person's upper body.
_LOOKED_AT_M = 1.5

# A street camera looks along the walls of a block or two: squares of that size hold few others.
_SQUARE_M = 50.0

Flags = NDArray[np.bool_]


class Footprint(NamedTuple):
    """A building on the ground: its rings, each closed, and how high it is."""

    rings: Sequence[Line]
    height_m: float


class Walls:
    """The walls of all buildings, ready to be asked what they hide."""

    def __init__(self, footprints: Sequence[Footprint]) -> None:
        owners = np.repeat(np.arange(len(footprints)), [len(one.rings) for one in footprints])
        corners, ring, goes_on = pieces([ring for one in footprints for ring in one.rings])
        self._plane = Plane(centre(corners))
        spots = self._plane.spots(corners[:, 1], corners[:, 0])
        lines = np.column_stack([spots[:-1], spots[1:]])[goes_on]
        # Two centimetres at the rim of a province: half the memory is worth that.
        self._lines = lines.astype(np.float32)
        self._owner = owners[ring[:-1][goes_on]].astype(np.int32)
        self._height_m = np.array([one.height_m for one in footprints], np.float32)
        self._grid = Grid(self._lines, _SQUARE_M)

    def hide(self, eyes: Numbers, eyes_m: Numbers, looked_at: Numbers) -> Flags:
        """For each of n eyes, whether a building hides what it looks at.

        Eyes and what they look at are n × 2, longitude and latitude; eyes_m is how high they are.
        A building hides what lies behind it: the line of sight goes in and out again, and comes
        lower than its roof before it leaves. One that the line goes into, or out of, without
        crossing it whole holds the camera or the place itself: cameras hang on walls, keys in
        guard rooms, and registers are metres off.
        """
        hidden = np.zeros(len(eyes), bool)
        begin = self._plane.spots(eyes[:, 1], eyes[:, 0])
        end = self._plane.spots(looked_at[:, 1], looked_at[:, 0])
        sight, wall = self._grid.meet(np.column_stack([begin, end]))
        crossed, at = _crossings(begin, end, sight, self._lines[wall])
        # A wall that shares two squares with a line is met twice, and crossed once. Walls of one
        # building stand together, so in this order its crossings by one line do too.
        _, once = np.unique(sight[crossed] * len(self._lines) + wall[crossed], return_index=True)
        if not len(once):
            return hidden
        at, sight, wall = at[once], sight[crossed[once]], wall[crossed[once]]
        house = self._owner[wall]
        first = np.flatnonzero(np.diff(sight, prepend=-1) | np.diff(house, prepend=-1))
        times = np.diff(first, append=len(sight))
        last = np.maximum.reduceat(at, first)
        eye, house = sight[first], house[first]
        eye_m = eyes_m[eye]
        lowest = eye_m + np.minimum(0.0, _LOOKED_AT_M - eye_m) * last
        hidden[eye[(times % 2 == 0) & (lowest < self._height_m[house])]] = True
        return hidden


def _crossings(
    begin: Numbers, end: Numbers, sight: Indexes, walls: NDArray[np.float32]
) -> tuple[Indexes, Numbers]:
    """Of pairs of a line of sight and a wall: which cross, and how far along the line (0 to 1).

    A corner belongs to one of its two walls alone, so that going in and out is counted right.
    """
    eye, way = (spots.take(sight, axis=0) for spots in (begin, end - begin))
    first, second = walls[:, :2] - eye, walls[:, 2:] - eye
    # Most walls stand on one side of the line.
    apart = np.flatnonzero((_cross(way, first) >= 0) != (_cross(way, second) >= 0))
    way, first, second = (each.take(apart, axis=0) for each in (way, first, second))
    run = second - first
    with np.errstate(divide="ignore", invalid="ignore"):
        at = _cross(first, run) / _cross(way, run)
    within = (at > 0) & (at < 1)
    return apart[within], at[within]


def _cross(a: Numbers, b: Numbers) -> Numbers:
    product: Numbers = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return product
