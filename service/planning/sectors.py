"""Sectors for patrols around the place where somebody was seen last: by direction and street."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import atan2, degrees, isclose
from uuid import UUID

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
    `toward_deg` is where in it he is likeliest, where one part of it is likelier than another.
    """

    from_deg: float
    until_deg: float
    far_m: float
    share: float
    streets: tuple[str, ...]
    toward_deg: float | None = None

    @property
    def middle_deg(self) -> float:
        """The bearing halfway through it."""
        return (self.from_deg + _wide(self.from_deg, self.until_deg) / 2) % 360


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
    named = [(bearing_deg(origin.place, way.places[0]), way.street) for way in ways if way.places]
    found = []
    for first, last, share in parts:
        begins = (first - 0.5) * step % 360
        ends = (last + 0.5) * step % 360
        wide = _wide(begins, ends)
        streets = dict.fromkeys(
            street for at, street in named if street and (at - begins) % 360 < wide
        )
        toward_deg = _likeliest(first, last, shares, step)
        found.append(Sector(begins, ends, far_m, share, tuple(streets)[:STREETS_MOST], toward_deg))
    return sorted(found, key=lambda one: (-one.share, one.from_deg))


def share_out(found: Sequence[Sector], bearings: Mapping[UUID, float]) -> dict[UUID, Sector]:
    """Which unit looks through which sector; each has one.

    `bearings` says in which direction each unit is, or looks already: all together turn as little
    as can be, so whoever looks somewhere goes on there. What are more units than sectors look
    through the likeliest once more. The order of both does not matter.
    """
    units = sorted(bearings, key=lambda one: (bearings[one] % 360, one))
    likely = sorted(found, key=lambda one: (-one.share, one.from_deg))
    again = [likely[number % len(likely)] for number in range(len(units))] if likely else []
    slots = sorted(again, key=lambda one: (one.middle_deg, one.from_deg))

    def turned_deg(shift: int) -> float:
        return sum(
            abs((bearings[unit] - slots[(n + shift) % len(slots)].middle_deg + 180) % 360 - 180)
            for n, unit in enumerate(units)
        )

    if not slots:
        return {}
    # Of things that lie around a circle the best pairs follow each other in the same order.
    shift = min(range(len(slots)), key=lambda one: (round(turned_deg(one), 6), one))
    return {unit: slots[(n + shift) % len(slots)] for n, unit in enumerate(units)}


def _likeliest(first: int, last: int, shares: Sequence[float], step: float) -> float | None:
    count = len(shares)
    inside = [(first + n) % count for n in range((last - first) % count + 1)]
    best = max(inside, key=lambda one: (shares[one], -one))
    alike = all(isclose(shares[one], shares[best], rel_tol=1e-6) for one in inside)
    return None if alike else best * step


def _wide(from_deg: float, until_deg: float) -> float:
    return (until_deg - from_deg) % 360 or 360.0


def bearing_deg(origin: Place, to: Place) -> float:
    """In which direction a place lies: north is nothing, and then clockwise."""
    east, north = Plane(origin).spot(to)
    return degrees(atan2(east, north)) % 360
