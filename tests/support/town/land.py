"""The simulated county's land: its border, its waters and the areas of its police stations."""

from dataclasses import dataclass
from math import pi, sin, sqrt
from random import Random

from tests.support.town import names
from tests.support.town.figures import AREA_KM2
from tests.support.town.grid import RIVER_U, TownGrid, bent
from tests.support.town.ground import (
    Ring,
    Spot,
    ahead,
    bearing_deg,
    bend,
    between,
    blob,
    distance_m,
    inside,
    line_distance_m,
    nearer_half,
)
from tests.support.town.names import Name

CITY_CODE, COUNTY_CODE = "379900", "379928"
RIVER_WIDTH_M, CANAL_WIDTH_M = 62.0, 16.0
_STREETS_MARGIN = 1.2  # The street offices reach this much further than the last avenue.
_SEAT_BEARINGS = tuple(30.0 + 40.0 * i for i in range(9))  # Clear of the river, north and south.


@dataclass(frozen=True, slots=True)
class StationArea:
    """The area of one police station: a street office of the town, or a township."""

    code: str
    name: Name
    ring: Ring
    seat: Spot


@dataclass(slots=True)
class Land:
    """What the county lies on."""

    radius_m: float
    outline: list[Spot]
    town_ring: list[Spot]  # The four street offices together.
    stations: list[StationArea]  # Street offices first.
    borders: list[list[Spot]]  # Between stations, each drawn once.
    river: list[Spot]
    canals: list[tuple[Name, list[Spot]]]
    reservoir: list[Spot]

    def station_at(self, spot: Spot) -> StationArea:
        """The police station whose area holds spot; the nearest seat's where rings leave gaps."""
        for station in self.stations:
            if inside(spot, station.ring):
                return station
        return min(self.stations, key=lambda s: distance_m(spot, s.seat))

    def is_dry(self, spot: Spot, *, clear_m: float) -> bool:
        """Whether spot keeps clear_m metres from every bank."""
        if inside(spot, self.reservoir):
            return False
        lines = [
            (self.river, RIVER_WIDTH_M),
            ([*self.reservoir, self.reservoir[0]], 0.0),
            *((line, CANAL_WIDTH_M) for _, line in self.canals),
        ]
        return all(line_distance_m(spot, line) > clear_m + width / 2 for line, width in lines)


def build_land(rng: Random, scale: float, town: TownGrid) -> Land:
    """Border, waters and areas of a county of this scale round the town."""
    radius = sqrt(AREA_KM2 * max(scale, 0.1) * 1e6 / pi)
    outline = _outline(rng, radius)
    quarters = _street_offices(town)
    town_ring = town.ring(_STREETS_MARGIN)
    townships, borders = _townships(rng, outline, town_ring)
    heart = bent(0.0, 0.0)
    borders += [[heart, *_axis(town, turn)] for turn in range(4)]
    borders.append([*town_ring, town_ring[0]])
    river = _river(rng, town, radius, outline)
    canals = _canals(town, river, radius, outline, [s.seat for s in townships])
    reservoir = blob(ahead(heart, 291, 0.63 * radius), 0.068 * radius, rng, corners=32, rough=0.42)
    return Land(radius, outline, town_ring, quarters + townships, borders, river, canals, reservoir)


def _outline(rng: Random, radius: float) -> list[Spot]:
    rough = blob((0.0, 0.0), radius, rng, corners=26, rough=0.16)
    ring: list[Spot] = []
    for a, b in zip(rough, rough[1:] + rough[:1], strict=True):
        ring += bend(a, b, rng, sway=0.09, step_m=190)[:-1]
    return ring


def _axis(town: TownGrid, turn: int) -> list[Spot]:
    """Along the avenue from the heart (left out) to the edge of the street offices."""
    far = _STREETS_MARGIN * (town.half_depth_m if turn % 2 else town.half_width_m)
    sign = 1 if turn < 2 else -1
    steps = [sign * far * i / 24 for i in range(1, 25)]
    return [bent(0.0, d) if turn % 2 else bent(d, 0.0) for d in steps]


def _street_offices(town: TownGrid) -> list[StationArea]:
    """Four quarters between the axes: north-east, south-west, south-east, north-west."""
    offices: list[StationArea] = []
    for number, (name, quarter) in enumerate(
        zip(names.STREET_OFFICES, (0, 2, 3, 1), strict=True), start=1
    ):
        arc = town.ring(_STREETS_MARGIN, first=quarter, last=quarter + 1)
        out, back = _axis(town, quarter), _axis(town, (quarter + 1) % 4)
        ring = [bent(0.0, 0.0), *out[:-1], *arc, *back[-2::-1]]
        u = (0.5 if quarter in (0, 3) else -0.5) * town.half_width_m
        v = (0.5 if quarter in (0, 1) else -0.5) * town.half_depth_m
        offices.append(StationArea(f"{COUNTY_CODE}{number:03d}", name, ring, bent(u, v)))
    return offices


def _townships(
    rng: Random, outline: Ring, town_ring: Ring
) -> tuple[list[StationArea], list[list[Spot]]]:
    """Nine townships, each nearest to its own seat, with swaying borders between them."""
    seats: list[Spot] = []
    for base in _SEAT_BEARINGS:
        course = base + rng.uniform(-4, 4)
        reach = _reach(outline, course)
        seats.append(ahead((0.0, 0.0), course, reach * rng.uniform(0.66, 0.74)))
    townships: list[StationArea] = []
    drawn: dict[tuple[Spot, Spot], list[Spot]] = {}
    outer = {_rounded(spot) for spot in outline}
    for number, (name, seat) in enumerate(zip(names.TOWNSHIPS, seats, strict=True), start=101):
        cell = list(outline)
        for other in seats:
            if other != seat:
                cell = nearer_half(cell, seat, other)
        ring = _swaying(cell, outer, drawn)
        townships.append(StationArea(f"{COUNTY_CODE}{number}", name, ring, seat))
    borders = [[s for s in line if not inside(s, town_ring)] for line in drawn.values()]
    return townships, [line for line in borders if len(line) > 1]


def _rounded(spot: Spot) -> Spot:
    return (round(spot[0], 1), round(spot[1], 1))


def _swaying(
    cell: list[Spot], outer: set[Spot], drawn: dict[tuple[Spot, Spot], list[Spot]]
) -> list[Spot]:
    """The cell with its inner sides bent; both neighbours find the same bent side in drawn."""
    ring: list[Spot] = []
    for a, b in zip(cell, cell[1:] + cell[:1], strict=True):
        one, two = _rounded(a), _rounded(b)
        if (one in outer or two in outer) and distance_m(a, b) < 400:
            ring.append(a)
            continue
        low, high = min(one, two), max(one, two)
        if (low, high) not in drawn:
            own = Random(f"{low} {high}")
            drawn[low, high] = bend(low, high, own, sway=0.05, step_m=160)
        side = drawn[low, high]
        ring += (side if one == low else side[::-1])[:-1]
    return ring


def _reach(outline: Ring, course: float) -> float:
    """How far the border is from the heart in one direction."""
    nearest = min(outline, key=lambda s: abs((bearing_deg((0, 0), s) - course + 180) % 360 - 180))
    return distance_m((0.0, 0.0), nearest)


def _river(rng: Random, town: TownGrid, radius: float, outline: Ring) -> list[Spot]:
    """From north to south: held between its quays in town, meandering outside."""
    phase = rng.uniform(0, 2 * pi)
    quay = 1.12 * town.half_depth_m
    line: list[Spot] = []
    for i in range(round(2.4 * radius / 55)):
        v = 1.2 * radius - 55 * i
        free = min(1.0, max(0.0, (abs(v) - quay) / 1500))
        free = free * free * (3 - 2 * free)
        swing = 300 * sin(v / 420 + phase) + 150 * sin(v / 233 + 2 * phase)
        line.append(bent(RIVER_U + free * swing, v))
    held = [i for i, spot in enumerate(line) if inside(spot, outline)]
    spare = 11  # The water does not end at the border.
    return line[max(0, held[0] - spare) : held[-1] + spare]


def _canals(
    town: TownGrid, river: list[Spot], radius: float, outline: Ring, seats: list[Spot]
) -> list[tuple[Name, list[Spot]]]:
    """One to the west from below the town, one to the east from above, clear of the seats."""
    canals: list[tuple[Name, list[Spot]]] = []
    for name, side, courses in zip(
        names.CANALS, (-1, 1), (range(250, 280, 3), range(70, 100, 3)), strict=True
    ):
        start = bent(RIVER_U, side * (1.45 * town.half_depth_m))
        mouth = min(river, key=lambda s: distance_m(s, start))
        lines = [
            bend(mouth, ahead(mouth, course, 1.7 * radius), Random(course), sway=0.02, step_m=240)
            for course in courses
        ]
        line = max(lines, key=lambda run: min(line_distance_m(seat, run) for seat in seats))
        held = max(i for i, spot in enumerate(line) if inside(spot, outline))
        canals.append((name, line[: held + 3]))
    return canals


def towards(outline: Ring, spot: Spot, share: float) -> Spot:
    """The point at share of the way from the heart through spot to the border."""
    course = bearing_deg((0.0, 0.0), spot)
    return between((0.0, 0.0), ahead((0.0, 0.0), course, _reach(outline, course)), share)
