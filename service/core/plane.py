"""A stretch of the Earth drawn flat, and the lines on it found by the squares that they cross.

Good for a county or a province: straight lines stay straight, so whether two cross is exact.
Lengths on it are right at the origin's latitude only and are taken from `geo` where they matter.
"""

from collections.abc import Sequence
from itertools import chain
from math import cos, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.geo import EARTH_RADIUS_M, Place

Numbers = NDArray[np.float64]
Indexes = NDArray[np.int64]

# A broken line on the Earth: longitude and latitude of each of its points, as GeoJSON has them.
Line = Sequence[tuple[float, float]]

# A square's two numbers in one: 2^31 squares each way is more than the Earth has.
_ROW = 1 << 32


class Plane:
    """Metres east and north of an origin."""

    def __init__(self, origin: Place) -> None:
        self._origin = origin
        self._north_m = radians(1) * EARTH_RADIUS_M
        self._east_m = self._north_m * cos(radians(origin.lat))

    def spots(self, lats: NDArray[Any], lons: NDArray[Any]) -> Numbers:
        """Points of n latitudes and longitudes in degrees: n × 2, metres east and north."""
        turns = (np.asarray(lons, float) - self._origin.lon + 180.0) % 360.0 - 180.0
        return np.column_stack(
            [turns * self._east_m, (np.asarray(lats, float) - self._origin.lat) * self._north_m]
        )

    def spot(self, place: Place) -> tuple[float, float]:
        """One place, metres east and north."""
        east, north = self.spots(np.array([place.lat]), np.array([place.lon]))[0]
        return float(east), float(north)

    def place(self, east: float, north: float) -> Place:
        """What lies so many metres east and north."""
        lon = self._origin.lon + east / self._east_m
        return Place(self._origin.lat + north / self._north_m, (lon + 180.0) % 360.0 - 180.0)


class Grid:
    """Straight lines (n × 4: from east, north to east, north) by the squares that they cross."""

    def __init__(self, lines: NDArray[Any], square_m: float) -> None:
        self._square_m = square_m
        which, keys = _squares(lines, square_m)
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._which = which[order].astype(np.int32)

    def meet(self, lines: NDArray[Any]) -> tuple[Indexes, Indexes]:
        """Each pair (asked line, kept line) that shares a square, once for each such square."""
        asked, keys = _squares(lines, self._square_m)
        spots, found = self._at(keys)
        return asked[spots], found

    def near(self, east: float, north: float, reach_m: float) -> Indexes:
        """The kept lines of every square that comes within reach of a point."""
        around = np.arange(
            np.floor((east - reach_m) / self._square_m),
            np.floor((east + reach_m) / self._square_m) + 1,
        ).astype(np.int64)
        along = np.arange(
            np.floor((north - reach_m) / self._square_m),
            np.floor((north + reach_m) / self._square_m) + 1,
        ).astype(np.int64)
        _, found = self._at((around[:, None] * _ROW + along[None, :]).ravel())
        return np.unique(found)

    def _at(self, keys: Indexes) -> tuple[Indexes, Indexes]:
        """For squares: which of them (by number) holds which kept line."""
        first = np.searchsorted(self._keys, keys, "left")
        counts = np.searchsorted(self._keys, keys, "right") - first
        return np.repeat(np.arange(len(keys)), counts), self._which[spans(first, counts)].astype(
            np.int64
        )


def pieces(lines: Sequence[Line]) -> tuple[Numbers, Indexes, NDArray[np.bool_]]:
    """Broken lines in one: all points (n × 2), the line of each, and after which a line goes on.

    The last is one shorter: it is false between the end of a line and the begin of the next.
    """
    if not lines:
        return np.empty((0, 2)), np.empty(0, np.int64), np.empty(0, bool)
    points = np.array(list(chain.from_iterable(lines)), float)
    counts = [len(line) for line in lines]
    goes_on = np.ones(sum(counts) - 1, bool)
    goes_on[np.cumsum(counts[:-1], dtype=np.int64) - 1] = False
    return points, np.repeat(np.arange(len(lines)), counts), goes_on


def centre(points: Numbers) -> Place:
    """The middle of points (n × 2, longitude and latitude); 0, 0 of none."""
    lon, lat = points.mean(axis=0) if len(points) else (0.0, 0.0)
    return Place(float(lat), float(lon))


def lengths_m(begin: Numbers, end: Numbers) -> Numbers:
    """Great-circle lengths between points (n × 2, longitude and latitude)."""
    a, b = np.radians(begin), np.radians(end)
    half = (
        np.sin((b[:, 1] - a[:, 1]) / 2) ** 2
        + np.cos(a[:, 1]) * np.cos(b[:, 1]) * np.sin((b[:, 0] - a[:, 0]) / 2) ** 2
    )
    length: Numbers = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return length


def spans(first: NDArray[Any], counts: NDArray[Any]) -> Indexes:
    """first, first + 1, … so many of each, one after the other."""
    ends = np.cumsum(counts)
    starts = np.repeat(first - (ends - counts), counts)
    numbers: Indexes = np.arange(len(starts), dtype=np.int64) + starts.astype(np.int64)
    return numbers


def _squares(lines: NDArray[Any], square_m: float) -> tuple[Indexes, Indexes]:
    """The squares of each line, and perhaps a neighbour: (number of the line, square).

    A line is cut into pieces no longer than a square; a piece lies in at most four of them.
    """
    lines = np.asarray(lines, float)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    pieces = np.maximum(1, np.ceil(length / square_m)).astype(np.int64)
    which = np.repeat(np.arange(len(lines)), pieces)
    step = (lines[:, 2:] - lines[:, :2]) / pieces[:, None]
    number = spans(np.zeros(len(lines), np.int64), pieces)
    begin = lines[which, :2] + step[which] * number[:, None]
    end = begin + step[which]
    low = np.floor(np.minimum(begin, end) / square_m).astype(np.int64)
    high = np.floor(np.maximum(begin, end) / square_m).astype(np.int64)
    wide, tall = high[:, 0] > low[:, 0], high[:, 1] > low[:, 1]
    parts = [
        (np.ones(len(which), bool), low[:, 0], low[:, 1]),
        (wide, high[:, 0], low[:, 1]),
        (tall, low[:, 0], high[:, 1]),
        (wide & tall, high[:, 0], high[:, 1]),
    ]
    return (
        np.concatenate([which[mask] for mask, _, _ in parts]),
        np.concatenate([east[mask] * _ROW + north[mask] for mask, east, north in parts]),
    )
