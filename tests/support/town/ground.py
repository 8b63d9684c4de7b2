"""Flat ground under the simulated town: metres east and north of its heart, and plane geometry.

Everything of the town is laid out on spots, and turned into WGS-84 places at the end. Within the
20 km the county can grow to, the plane keeps distances to 0.1 % and bearings to 0.2 degrees.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, pi, radians, sin
from random import Random
from typing import TypedDict

Spot = tuple[float, float]  # Metres east and north of the heart of the town.
Ring = Sequence[Spot]  # A polygon without holes; the last corner is not the first again.

HEART_LAT, HEART_LON = 35.07, 116.31
DEGREE_M = 6_371_008.8 * pi / 180  # On the sphere of IUGG's mean radius.


class PlaceDict(TypedDict):
    """A place as the town's documents write it."""

    lat: float
    lon: float
    crs: str


@dataclass(frozen=True, slots=True)
class Place:
    """A point in WGS-84, degrees."""

    lat: float
    lon: float

    def as_dict(self) -> PlaceDict:
        """With the reference system named, rounded to 0.1 m."""
        return {"lat": round(self.lat, 6), "lon": round(self.lon, 6), "crs": "WGS-84"}


def place_at(spot: Spot) -> Place:
    """The place on Earth of a spot."""
    lat = HEART_LAT + spot[1] / DEGREE_M
    return Place(lat, HEART_LON + spot[0] / (DEGREE_M * cos(radians(lat))))


def spot_of(place: Place) -> Spot:
    """The spot of a place on Earth."""
    east = (place.lon - HEART_LON) * DEGREE_M * cos(radians(place.lat))
    return (east, (place.lat - HEART_LAT) * DEGREE_M)


def distance_m(a: Spot, b: Spot) -> float:
    """Metres between two spots."""
    return hypot(b[0] - a[0], b[1] - a[1])


def bearing_deg(a: Spot, b: Spot) -> float:
    """Direction from a to b, degrees clockwise from north, 0 to 360."""
    return degrees(atan2(b[0] - a[0], b[1] - a[1])) % 360.0


def ahead(spot: Spot, bearing: float, distance: float) -> Spot:
    """The spot reached by going distance metres along bearing degrees."""
    course = radians(bearing)
    return (spot[0] + distance * sin(course), spot[1] + distance * cos(course))


def between(a: Spot, b: Spot, share: float) -> Spot:
    """The spot at share (0 is a, 1 is b) of the way from a to b."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def centre_of(ring: Ring) -> Spot:
    """The mean of the corners."""
    return (sum(e for e, _ in ring) / len(ring), sum(n for _, n in ring) / len(ring))


def inside(spot: Spot, ring: Ring) -> bool:
    """Whether spot lies in ring (even-odd rule)."""
    found = False
    e, n = spot
    before = ring[-1]
    for corner in ring:
        if (corner[1] > n) != (before[1] > n):
            cut = (before[0] - corner[0]) * (n - corner[1]) / (before[1] - corner[1]) + corner[0]
            if e < cut:
                found = not found
        before = corner
    return found


def nearer_half(ring: Ring, mine: Spot, other: Spot) -> list[Spot]:
    """The part of ring that is nearer to mine than to other."""

    def lead(spot: Spot) -> float:
        return distance_m(spot, other) ** 2 - distance_m(spot, mine) ** 2

    kept: list[Spot] = []
    before = ring[-1]
    for corner in ring:
        a, b = lead(before), lead(corner)
        if (a >= 0) != (b >= 0):
            kept.append(between(before, corner, a / (a - b)))
        if b >= 0:
            kept.append(corner)
        before = corner
    return kept


def ribbon(line: Sequence[Spot], width_m: float) -> list[Spot]:
    """The outline of a line drawn width_m wide, as one ring."""
    left: list[Spot] = []
    right: list[Spot] = []
    for i, spot in enumerate(line):
        course = bearing_deg(line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)])
        left.append(ahead(spot, course - 90, width_m / 2))
        right.append(ahead(spot, course + 90, width_m / 2))
    return left + right[::-1]


def meeting(a: Spot, b: Spot, c: Spot, d: Spot) -> Spot | None:
    """Where a-b and c-d cross in their insides; None where they do not."""
    r = (b[0] - a[0], b[1] - a[1])
    s = (d[0] - c[0], d[1] - c[1])
    turn = r[0] * s[1] - r[1] * s[0]
    if abs(turn) < 1e-9:
        return None
    t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / turn
    w = ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / turn
    edge = 1e-6
    return between(a, b, t) if edge < t < 1 - edge and edge < w < 1 - edge else None


def line_distance_m(spot: Spot, line: Sequence[Spot]) -> float:
    """Metres from spot to the nearest point of line."""
    nearest = distance_m(spot, line[0])
    for a, b in pairwise(line):
        run = (b[0] - a[0], b[1] - a[1])
        length_sq = run[0] ** 2 + run[1] ** 2
        along = ((spot[0] - a[0]) * run[0] + (spot[1] - a[1]) * run[1]) / length_sq
        nearest = min(nearest, distance_m(spot, between(a, b, min(1.0, max(0.0, along)))))
    return nearest


def bend(a: Spot, b: Spot, rng: Random, *, sway: float, step_m: float) -> list[Spot]:
    """A gently swaying line from a to b; it strays at most about sway times its length."""
    length = distance_m(a, b)
    course = bearing_deg(a, b)
    count = max(1, round(length / step_m))
    first, second = rng.uniform(-sway, sway) * length, rng.uniform(-sway, sway) * length / 2
    return [
        ahead(
            between(a, b, i / count),
            course + 90,
            first * sin(pi * i / count) + second * sin(2 * pi * i / count),
        )
        if 0 < i < count
        else (a if i == 0 else b)
        for i in range(count + 1)
    ]


def blob(centre: Spot, radius_m: float, rng: Random, *, corners: int, rough: float) -> list[Spot]:
    """A rounded, irregular ring about centre."""
    waves = [(k, rng.uniform(0, 2 * pi), rng.uniform(0.3, 1.0) / k) for k in (2, 3, 4, 5)]
    ring: list[Spot] = []
    for i in range(corners):
        turn = 2 * pi * i / corners
        swell = sum(size * sin(k * turn + phase) for k, phase, size in waves)
        ring.append(ahead(centre, degrees(turn), radius_m * (1 + rough * swell)))
    return ring


def rectangle(centre: Spot, bearing: float, length_m: float, depth_m: float) -> list[Spot]:
    """A rectangle whose length runs along bearing."""
    return [
        ahead(ahead(centre, bearing, along * length_m / 2), bearing + 90, across * depth_m / 2)
        for along, across in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]


def bounds(spots: Iterable[Spot]) -> tuple[Spot, Spot]:
    """South-west and north-east corner of the box round spots."""
    all_spots = list(spots)
    easts, norths = [e for e, _ in all_spots], [n for _, n in all_spots]
    return (min(easts), min(norths)), (max(easts), max(norths))
