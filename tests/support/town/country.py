"""Villages, township seats and country roads of the simulated county."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from tests.support.town import names
from tests.support.town.grid import RING_MARGIN, TownGrid, bent
from tests.support.town.ground import (
    Spot,
    ahead,
    bearing_deg,
    bend,
    between,
    bounds,
    centre_of,
    distance_m,
    inside,
    meeting,
    rectangle,
)
from tests.support.town.land import Land, StationArea, towards
from tests.support.town.names import Name

_ROW_PITCH_M = 31.0  # One courtyard house and its lane, north to south.


Plot = tuple[float, float, float, float]  # Along from, to and across from, to, metres.


@dataclass(frozen=True, slots=True)
class Street:
    """A street on the ground; streets meet where they share a corner."""

    name: Name
    kind: str  # road_main, road_side or road_country.
    line: tuple[Spot, ...]
    width_m: float


@dataclass(frozen=True, slots=True)
class Settlement:
    """A village, or the seat of a township with its cross street."""

    code: str
    name: Name
    station: StationArea
    centre: Spot
    bearing: float  # Of its main street.
    length_m: float
    depth_m: float
    is_seat: bool

    @property
    def ends(self) -> tuple[Spot, Spot]:
        """Where the main street leaves the village."""
        half = self.length_m / 2 + 15
        return (
            ahead(self.centre, self.bearing + 180, half),
            ahead(self.centre, self.bearing, half),
        )

    def at(self, along: float, across: float) -> Spot:
        """A spot by metres along the main street and to the right of it."""
        return ahead(ahead(self.centre, self.bearing, along), self.bearing + 90, across)

    def ring(self) -> list[Spot]:
        """Its ground, with the corners rounded off."""
        a, b = self.length_m / 2, self.depth_m / 2
        cut = min(a, b) * 0.28
        corners = [
            (-a, -b + cut), (-a + cut, -b), (a - cut, -b), (a, -b + cut),
            (a, b - cut), (a - cut, b), (-a + cut, b), (-a, b - cut),
        ]  # fmt: skip
        return [self.at(*corner) for corner in corners]

    def lanes(self) -> list[float]:
        """Where lanes cross the main street, metres along it."""
        count = max(1, round(self.length_m / 110) - 1)
        gap = self.length_m / (count + 1)
        return [-self.length_m / 2 + gap * (i + 1) for i in range(count)]

    def streets(self) -> list[Street]:
        """Main street and lanes, joined where they cross."""
        start, end = self.ends
        middles = [self.at(along, 0.0) for along in self.lanes()]
        main_name = Name(f"{self.name.zh}中心街", f"{self.name.en} Central Street")
        lane_name = Name(f"{self.name.zh}巷", f"{self.name.en} Lane")
        found = [Street(main_name, "road_side", (start, *middles, end), 9.0)]
        reach = self.depth_m / 2 - 8
        for along, middle in zip(self.lanes(), middles, strict=True):
            line = (self.at(along, -reach), middle, self.at(along, reach))
            found.append(Street(lane_name, "road_side", line, 6.0))
        return found

    def plot(self, cell: int, side: int) -> Plot:
        """Ground on the main street between two lanes: along from, to; across from, to."""
        edges = [-self.length_m / 2, *self.lanes(), self.length_m / 2]
        deep = min(100.0, self.depth_m / 2 - 6)
        low, high = edges[cell] + 6, edges[cell + 1] - 6
        return (low, high, 8.0, deep) if side > 0 else (low, high, -deep, -8.0)

    def hall(self, plot: Plot) -> list[Spot]:
        """The one large building on a plot, away from the street."""
        deep = plot[3] - plot[2]
        near, far = (0.45, 0.85) if plot[2] > 0 else (0.15, 0.55)
        low, high = plot[2] + near * deep, plot[2] + far * deep
        middle = self.at((plot[0] + plot[1]) / 2, (low + high) / 2)
        return rectangle(middle, self.bearing, 0.7 * (plot[1] - plot[0]), min(18.0, high - low))

    @property
    def cells(self) -> int:
        """Plots on each side of the main street."""
        return len(self.lanes()) + 1

    def houses(self, rng: Random, taken: Sequence[Plot]) -> list[list[Spot]]:
        """Rows of courtyard houses between the lanes, but not on the plots taken."""
        rows: list[list[Spot]] = []
        edges = [-self.length_m / 2 + 4, *self.lanes(), self.length_m / 2 - 4]
        per_side = int((self.depth_m / 2 - 12) / _ROW_PITCH_M)
        for west, east in pairwise(edges):
            for number in range(-per_side, per_side):
                across = (number + 0.5) * _ROW_PITCH_M + (7 if number >= 0 else -7)
                outer = abs(across) > self.depth_m / 2 - 45
                low, high = west + 7, east - 7
                low += rng.uniform(0, 30) if outer and west == edges[0] else rng.uniform(0, 3)
                high -= rng.uniform(0, 30) if outer and east == edges[-1] else rng.uniform(0, 3)
                built = any(
                    p[0] < (low + high) / 2 < p[1] and p[2] - 8 < across < p[3] + 8 for p in taken
                )
                if built or high - low < 16 or rng.random() < 0.07:
                    continue
                middle = self.at((low + high) / 2, across)
                rows.append(rectangle(middle, self.bearing, high - low, rng.uniform(13, 16)))
        return rows


def build_settlements(rng: Random, land: Land, village_count: int) -> list[Settlement]:
    """The nine seats, then the villages, spread evenly over the dry country."""
    townships = [s for s in land.stations if s.code[6] == "1"]
    settlements = [
        Settlement(
            code=f"{station.code}001",
            name=Name(f"{station.name.zh[:-1]}社区", station.name.en.removesuffix(" Town")),
            station=station,
            centre=station.seat,
            bearing=bearing_deg((0.0, 0.0), station.seat) + rng.uniform(-6, 6),
            length_m=rng.uniform(560, 660),
            depth_m=rng.uniform(300, 360),
            is_seat=True,
        )
        for station in townships
    ]
    taken = [s.centre for s in settlements]
    village_names = names.villages(rng)
    numbers = dict.fromkeys((s.code for s in land.stations), 200)
    for _ in range(village_count):
        centre = _open_ground(rng, land, taken)
        taken.append(centre)
        station = land.station_at(centre)
        numbers[station.code] += 1
        settlements.append(
            Settlement(
                code=f"{station.code}{numbers[station.code]}",
                name=next(village_names),
                station=station,
                centre=centre,
                bearing=rng.choice((90.0, 90.0, 84.0, 96.0, 72.0, 108.0, 10.0)) + rng.gauss(0, 4),
                length_m=rng.uniform(230, 360),
                depth_m=rng.uniform(150, 250),
                is_seat=False,
            )
        )
    return settlements


def _open_ground(rng: Random, land: Land, taken: list[Spot]) -> Spot:
    """Of sixteen dry spots outside the town the one farthest from every other village."""
    best, best_gap = (0.0, 0.0), -1.0
    tried = 0
    while tried < 16 or best_gap < 0:
        assert tried < 2000, "the county has no dry ground left"
        reach = 1.25 * land.radius_m
        spot = (rng.uniform(-reach, reach), rng.uniform(-reach, reach))
        further = (spot[0] * 1.07, spot[1] * 1.07)
        nearer = (spot[0] * 0.9, spot[1] * 0.9)
        if not inside(further, land.outline) or inside(nearer, land.town_ring):
            continue
        tried += 1
        gap = min(distance_m(spot, other) for other in taken)
        if gap > best_gap and land.is_dry(spot, clear_m=230):
            best, best_gap = spot, gap
    return best


def build_roads(
    rng: Random, land: Land, town: TownGrid, settlements: list[Settlement]
) -> list[Street]:
    """Ring road, highways and country roads between villages, joined where they cross."""
    highways, used = _highways(land, town, settlements)
    ring = town.ring(RING_MARGIN)
    plain = Name("乡道", "Country road")
    straight = [
        *((a, b, names.RING_ROAD) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)),
        *((a, b, names.HIGHWAYS[i // 2]) for i, (a, b) in enumerate(highways)),
        *((a, b, plain) for a, b in _links(land, town, settlements, used)),
    ]
    streets: list[Street] = []
    for a, b, name in straight:
        kind, width = ("road_country", 7.0) if name == plain else ("road_main", 20.0)
        sway = {plain: 0.045, names.RING_ROAD: 0.0}.get(name, 0.02)
        for p, q in _noded(a, b, [(c, d) for c, d, _ in straight]):
            line = bend(p, q, rng, sway=sway, step_m=105)
            streets.append(Street(name, kind, tuple(line), width))
    return streets


def _gates(town: TownGrid) -> list[Spot]:
    """Where the four axes leave the town: north, east, south, west."""
    upright = next(line for line in town.lines if line.upright and line.at == 0.0)
    level = next(line for line in town.lines if not line.upright and line.at == 0.0)
    return [
        bent(0.0, upright.end),
        bent(level.end, 0.0),
        bent(0.0, upright.start),
        bent(level.start, 0.0),
    ]


def _highways(
    land: Land, town: TownGrid, settlements: list[Settlement]
) -> tuple[list[tuple[Spot, Spot]], set[Spot]]:
    """From each gate to the nearest seat, and from its other end over the border."""
    free = [s for s in settlements if s.is_seat]
    lines: list[tuple[Spot, Spot]] = []
    used: set[Spot] = set()
    for gate in _gates(town):
        seat = min(free, key=lambda s: distance_m(s.centre, gate))
        near, far = sorted(seat.ends, key=lambda end: distance_m(end, gate))
        # The seat's own main street lies between the two.
        lines += [(gate, near), (far, towards(land.outline, seat.centre, 1.1))]
        used.add(seat.centre)
        free.remove(seat)
    return lines, used


def _noded(a: Spot, b: Spot, others: list[tuple[Spot, Spot]]) -> list[tuple[Spot, Spot]]:
    """The segment a-b cut wherever another crosses it; both find the same crossing."""
    cuts: list[Spot] = []
    (west, south), (east, north) = bounds([a, b])
    for c, d in others:
        if (c[0] < west and d[0] < west) or (c[0] > east and d[0] > east):
            continue
        if (c[1] < south and d[1] < south) or (c[1] > north and d[1] > north):
            continue
        # Computed in one order, so that both segments get the very same floats.
        first, second = sorted([(min(a, b), max(a, b)), (min(c, d), max(c, d))])
        at = meeting(*first, *second)
        if at is not None:
            cuts.append(at)
    cuts.sort(key=lambda spot: distance_m(a, spot))
    marks = [a, *cuts, b]
    return list(pairwise(marks))


def _links(
    land: Land, town: TownGrid, settlements: list[Settlement], used: set[Spot]
) -> list[tuple[Spot, Spot]]:
    """Country roads as straight lines: every village is reached, neighbours are mostly joined."""
    doors = _side_doors(town)
    hubs = [s.centre for s in settlements] + doors
    parent = list(range(len(hubs)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    # The town and the seats on its highways hang together already.
    first = len(settlements)
    for i, hub in enumerate(hubs):
        if i >= first or hub in used:
            parent[root(i)] = root(first)
    core = [(e * 0.8, n * 0.8) for e, n in land.town_ring]
    candidates = sorted(
        (distance_m(hubs[i], hubs[j]), i, j)
        for i in range(len(hubs))
        for j in _near(i, hubs)
        if i < j and j >= 0 and not (i >= first and j >= first)
    )
    links: list[tuple[Spot, Spot]] = []
    for length, i, j in candidates:
        a, b = _ends(hubs[i], hubs[j], settlements, i, j)
        way = [between(a, b, share) for share in (0.2, 0.35, 0.5, 0.65, 0.8)]
        if any(inside(spot, core) or inside(spot, land.reservoir) for spot in way):
            continue
        joined = root(i) == root(j)
        if joined and (length > 0.16 * land.radius_m * 1.9 or not _is_gabriel(i, j, hubs)):
            continue
        parent[root(i)] = root(j)
        links.append((a, b))
    return links


def _side_doors(town: TownGrid) -> list[Spot]:
    """Ends of the other avenues at the edge of the town, every second one."""
    ends: list[Spot] = []
    for line in town.lines:
        if line.kind == "road_main" and line.at != 0.0:
            pair = (line.start, line.end)
            for end in pair:
                u, v = (line.at, end) if line.upright else (end, line.at)
                if not town.holds(u, v, margin=0.9):
                    ends.append(bent(u, v))
    ends.sort(key=lambda spot: bearing_deg((0.0, 0.0), spot))
    return ends[::2]


def _near(i: int, hubs: list[Spot]) -> list[int]:
    """The twelve nearest other hubs."""
    order = sorted(range(len(hubs)), key=lambda j: distance_m(hubs[i], hubs[j]))
    return order[1:13]


def _is_gabriel(i: int, j: int, hubs: list[Spot]) -> bool:
    """Whether no third hub lies in the circle over i-j: such roads never cross."""
    middle = centre_of([hubs[i], hubs[j]])
    reach = distance_m(hubs[i], middle)
    return all(distance_m(hub, middle) >= reach for k, hub in enumerate(hubs) if k not in (i, j))


def _ends(a: Spot, b: Spot, settlements: list[Settlement], i: int, j: int) -> tuple[Spot, Spot]:
    """The road runs from street end to street end, not from middle to middle."""

    def door(hub: Spot, number: int, other: Spot) -> Spot:
        if number >= len(settlements):
            return hub
        return min(settlements[number].ends, key=lambda end: distance_m(end, other))

    return door(a, i, b), door(b, j, a)
