"""Sectors for patrols around the place where somebody was seen last: by direction and street."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import atan2, degrees

from msgspec import Struct

from service.core.geo import Place
from service.core.plane import Plane
from service.core.streets import Way
from service.planning.rules import SPEEDS_MPS, Origin

# Farther than this nobody is looked for on foot: the next county is told instead.
FAR_MOST_M = 20_000.0
# Whoever has just gone may stand around the corner.
NEAR_LEAST_M = 100.0
STREETS_MOST = 6


class Sector(Struct, frozen=True):
    """Where one patrol looks: clockwise from one bearing to another, as far as he may have come.

    `share` is how likely he is in it, of all sectors; streets are named as they are met.
    """

    from_deg: float
    until_deg: float
    far_m: float
    share: float
    streets: tuple[str, ...]


def sectors(
    origin: Origin, shares: Sequence[float], ways: Iterable[Way], now: datetime, count: int
) -> list[Sector]:
    """So many sectors around the origin, the likeliest first; together they are all round.

    `shares` says how likely each of as many directions is, north first and then clockwise.
    Neighbours that are least likely together are looked through by one patrol.
    """
    step = 360 / len(shares)
    parts = [(number, number, share) for number, share in enumerate(shares)]
    while len(parts) > max(1, count):
        pairs = [
            (one[2] + other[2], number)
            for number, (one, other) in enumerate(zip(parts, [*parts[1:], parts[0]], strict=True))
        ]
        _, least = min(pairs)
        following = (least + 1) % len(parts)
        joined = (parts[least][0], parts[following][1], parts[least][2] + parts[following][2])
        parts = [one for n, one in enumerate(parts) if n not in (least, following)]
        parts.insert(min(least, len(parts)), joined)
    elapsed_s = max(0.0, (now - origin.from_at).total_seconds())
    far_m = min(FAR_MOST_M, max(NEAR_LEAST_M, SPEEDS_MPS[origin.going][1] * elapsed_s))
    named = [(_bearing_deg(origin.place, way.places[0]), way.street) for way in ways if way.places]
    found = []
    for first, last, share in parts:
        begins = (first - 0.5) * step % 360
        ends = (last + 0.5) * step % 360
        wide = (ends - begins) % 360 or 360.0
        streets = dict.fromkeys(
            street for at, street in named if street and (at - begins) % 360 < wide
        )
        found.append(Sector(begins, ends, far_m, share, tuple(streets)[:STREETS_MOST]))
    return sorted(found, key=lambda one: (-one.share, one.from_deg))


def _bearing_deg(origin: Place, to: Place) -> float:
    east, north = Plane(origin).spot(to)
    return degrees(atan2(east, north)) % 360
