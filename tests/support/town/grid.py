"""The built-up town of the simulation: avenues, side streets and the blocks between them.

The town is laid out on a straight grid (u east, v north, metres) and bent afterwards: `bent`
turns and sways the grid a little, so that no street is quite straight. Avenues cut the town into
cells; each cell is cut into blocks by side streets, each cut at another share, which leaves the
T-junctions of a grown town. One column of the grid belongs to the river.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, pi, radians, sin
from random import Random

from tests.support.town import names
from tests.support.town.ground import Spot
from tests.support.town.names import Name

RIVER_WEST_U, RIVER_EAST_U = 570.0, 714.0
RIVER_U = (RIVER_WEST_U + RIVER_EAST_U) / 2
AXIS_WIDTH_M, AVENUE_WIDTH_M, LANE_WIDTH_M = 36.0, 26.0, 12.0
RING_MARGIN = 1.13  # The ring road keeps this far out of the town's outline.
_TURN = radians(-5.0)

# Widest and deepest block a cell of each use is left with, metres.
_BLOCK_MAX = {
    "old": (105.0, 100.0),
    "centre": (190.0, 150.0),
    "residential": (250.0, 195.0),
    "industry": (300.0, 260.0),
}


def bent(u: float, v: float) -> Spot:
    """Where a point of the straight grid lies on the ground."""
    east = u + 75 * sin(v / 900 + 0.6) + 16 * sin(v / 270 + 1.0) + 10 * sin(u / 350)
    north = v + 60 * sin(u / 1000 + 2.2) + 12 * sin(u / 300 + 0.4)
    # The heart stays where it is.
    east -= 75 * sin(0.6) + 16 * sin(1.0)
    north -= 60 * sin(2.2) + 12 * sin(0.4)
    return (east * cos(_TURN) - north * sin(_TURN), east * sin(_TURN) + north * cos(_TURN))


@dataclass(slots=True, eq=False)
class Line:
    """One street of the straight grid, with the places along it where others meet it."""

    upright: bool  # North-south; else east-west.
    at: float
    start: float
    end: float
    kind: str
    name: Name
    width_m: float
    stops: set[float] = field(default_factory=set)

    def spots(self) -> list[Spot]:
        """The bent street; every junction is one of its corners."""
        marks = sorted({self.start, self.end, *self.stops})
        filled: list[float] = []
        for a, b in pairwise(marks):
            pieces = max(1, round((b - a) / 130))
            filled += [a + (b - a) * i / pieces for i in range(pieces)]
        filled.append(marks[-1])
        return [bent(self.at, m) if self.upright else bent(m, self.at) for m in filled]


@dataclass(slots=True, eq=False)
class Block:
    """A piece of ground between four streets, in grid coordinates, kerb to kerb."""

    west: float
    south: float
    east: float
    north: float
    use: str
    lines: tuple[Line, Line, Line, Line]  # West, south, east, north.
    name: Name | None = None
    middle: Spot = field(init=False)  # On the ground.

    def __post_init__(self) -> None:
        self.middle = bent((self.west + self.east) / 2, (self.south + self.north) / 2)

    @property
    def width_m(self) -> float:
        return self.east - self.west

    @property
    def depth_m(self) -> float:
        return self.north - self.south

    @property
    def area_m2(self) -> float:
        return self.width_m * self.depth_m

    def ring(self) -> list[Spot]:
        """On the ground."""
        return quad(self.west, self.south, self.east, self.north)


def quad(west: float, south: float, east: float, north: float) -> list[Spot]:
    """A grid rectangle on the ground."""
    return [bent(west, south), bent(east, south), bent(east, north), bent(west, north)]


@dataclass(slots=True)
class TownGrid:
    """The town: its streets and blocks, and how far it reaches."""

    half_width_m: float
    half_depth_m: float
    lines: list[Line]
    blocks: list[Block]
    cells: list[Block]  # The avenues' cells, uncut.

    def ring(self, margin: float, *, first: float = 0.0, last: float = 4.0) -> list[Spot]:
        """The rounded outline, margin times as far out, by quarter-turns from the east."""
        count = round((last - first) * 14)
        spots: list[Spot] = []
        for i in range(count + (last - first < 4.0)):
            turn = (first + i / 14) * pi / 2
            x, y = cos(turn), sin(turn)
            u = margin * self.half_width_m * abs(x) ** (2 / 2.8) * (1 if x > 0 else -1)
            v = margin * self.half_depth_m * abs(y) ** (2 / 2.8) * (1 if y > 0 else -1)
            spots.append(bent(u, v))
        return spots

    def takes(self, west: float, south: float, east: float, north: float) -> bool:
        """Whether a cell is built up: its middle in the outline, no corner past the ring road."""
        corners = [(u, v) for u in (west, east) for v in (south, north)]
        return self.holds((west + east) / 2, (south + north) / 2) and all(
            self.holds(u, v, margin=RING_MARGIN - 0.02) for u, v in corners
        )

    def holds(self, u: float, v: float, *, margin: float = 1.0) -> bool:
        """Whether a grid point lies in the rounded outline of the town."""
        x, y = abs(u / (self.half_width_m * margin)), abs(v / (self.half_depth_m * margin))
        return float(x**2.8 + y**2.8) <= 1.0


def build_grid(rng: Random, stretch: float) -> TownGrid:
    """The town's streets and blocks, `stretch` times as long and wide as the demo's."""
    town = TownGrid(1560 * stretch, 1270 * stretch, [], [], [])
    us = _columns(rng, town.half_width_m)
    vs = _rows(rng, town.half_depth_m)
    built = {
        (i, j)
        for i in range(len(us) - 1)
        for j in range(len(vs) - 1)
        if town.holds((us[i] + us[i + 1]) / 2, (vs[j] + vs[j + 1]) / 2)
        and all(
            town.holds(u, v, margin=RING_MARGIN - 0.02)
            for u in us[i : i + 2]
            for v in vs[j : j + 2]
        )
    }
    uprights = _upright_avenues(us, vs, built)
    levels = _level_avenues(us, vs, built)
    for upright in uprights.values():
        for parts in levels.values():
            for level in parts:
                _cross(upright, level)
    town.lines += [*uprights.values(), *(line for parts in levels.values() for line in parts)]
    lane_names = names.lanes(rng)
    for i, j in sorted(built):
        sides = (
            uprights[i],
            _part_at(levels[j], us[i], us[i + 1]),
            uprights[i + 1],
            _part_at(levels[j + 1], us[i], us[i + 1]),
        )
        cell = Block(us[i], vs[j], us[i + 1], vs[j + 1], "", sides)
        cell.use = _use_of(cell, town)
        town.cells.append(cell)
        if cell.use not in ("river", "lake"):
            _cut(cell, rng, lane_names, town)
    return town


def _columns(rng: Random, half_width: float) -> list[float]:
    us = [0.0, RIVER_WEST_U, RIVER_EAST_U]
    while us[-1] < half_width * 0.95:
        us.append(us[-1] + rng.uniform(400, 480))
    west = -rng.uniform(430, 480)
    while west > -half_width * 1.02:
        us.append(west)
        west -= rng.uniform(430, 520)
    return sorted(us)


def _rows(rng: Random, half_depth: float) -> list[float]:
    vs = [0.0]
    for side in (1, -1):
        v = side * rng.uniform(370, 420)
        while abs(v) < half_depth * 1.03:
            vs.append(v)
            v += side * rng.uniform(370, 430)
    return sorted(vs)


def _upright_avenues(
    us: list[float], vs: list[float], built: set[tuple[int, int]]
) -> dict[int, Line]:
    order = sorted((u for u in us if u not in (RIVER_WEST_U, RIVER_EAST_U)), key=abs)
    lines: dict[int, Line] = {}
    for i, u in enumerate(us):
        rows = [j for side, j in built if side in (i - 1, i)]
        if not rows:
            continue
        if u in (RIVER_WEST_U, RIVER_EAST_U):
            name = names.RIVERSIDES[u == RIVER_EAST_U]
        else:
            name = _avenue_name(names.AVENUES_NORTH_SOUTH, order.index(u), "经", "Jing")
        low, high = vs[min(rows)], vs[max(rows) + 1]
        lines[i] = Line(True, u, low, high, "road_main", name, _avenue_width_m(u))
    return lines


def _level_avenues(
    us: list[float], vs: list[float], built: set[tuple[int, int]]
) -> dict[int, list[Line]]:
    """East-west avenues; those without a bridge end at the river on both sides."""
    order = sorted(vs, key=abs)
    zero = vs.index(0.0)
    lines: dict[int, list[Line]] = {}
    for j, v in enumerate(vs):
        columns = [i for i, side in built if side in (j - 1, j)]
        if not columns:
            continue
        name = _avenue_name(names.AVENUES_EAST_WEST, order.index(v), "纬", "Wei")
        low, high = us[min(columns)], us[max(columns) + 1]
        rank = j - zero
        bridged = rank % 2 == (0 if rank >= 0 else 1)
        cuts = [(low, high)] if bridged else [(low, RIVER_WEST_U), (RIVER_EAST_U, high)]
        lines[j] = [
            Line(False, v, a, b, "road_main", name, _avenue_width_m(v)) for a, b in cuts if a < b
        ]
    return lines


def _avenue_name(pool: tuple[Name, ...], rank: int, zh: str, en: str) -> Name:
    if rank < len(pool):
        return pool[rank]
    number = rank - len(pool) + 1
    return Name(f"{zh}{names.numeral(number)}路", f"{en} {number} Road")


def _avenue_width_m(at: float) -> float:
    return AXIS_WIDTH_M if at == 0.0 else AVENUE_WIDTH_M


def _cross(upright: Line, level: Line) -> None:
    if level.start <= upright.at <= level.end and upright.start <= level.at <= upright.end:
        upright.stops.add(level.at)
        level.stops.add(upright.at)


def _part_at(parts: list[Line], west: float, east: float) -> Line:
    return next(
        (p for p in parts if p.start <= west and east <= p.end),
        parts[0],  # The river's own cells have no avenue across.
    )


def _use_of(cell: Block, town: TownGrid) -> str:
    """What a cell is for, by where it lies: the plan a small town follows without being told."""
    u, v = (cell.west + cell.east) / 2, (cell.south + cell.north) / 2
    if cell.west == RIVER_WEST_U:
        return "river"
    if -900 < u < -480 and 380 < v < 700:
        return "lake"
    if abs(u) < 620 and abs(v) < 420:
        return "old" if v < 0 else "centre"
    if u > 0.5 * town.half_width_m and v < -0.25 * town.half_depth_m:
        return "industry"
    return "residential"


def _cut(cell: Block, rng: Random, lane_names: Iterator[Name], town: TownGrid) -> None:
    """Cut a cell into blocks; each cut is a side street from one side to the other."""
    width_max, depth_max = _BLOCK_MAX[cell.use]
    wide, deep = cell.width_m / width_max, cell.depth_m / depth_max
    if max(wide, deep) <= 1.0:
        town.blocks.append(_kerbed(cell))
        return
    upright = wide >= deep
    share = rng.uniform(0.4, 0.6)
    west, south, east, north = cell.lines
    if upright:
        at = cell.west + share * cell.width_m
        lane = Line(True, at, cell.south, cell.north, "road_side", next(lane_names), LANE_WIDTH_M)
        meets = (south, north)
        halves = (
            Block(cell.west, cell.south, at, cell.north, cell.use, (west, south, lane, north)),
            Block(at, cell.south, cell.east, cell.north, cell.use, (lane, south, east, north)),
        )
    else:
        at = cell.south + share * cell.depth_m
        lane = Line(False, at, cell.west, cell.east, "road_side", next(lane_names), LANE_WIDTH_M)
        meets = (west, east)
        halves = (
            Block(cell.west, cell.south, cell.east, at, cell.use, (west, south, east, lane)),
            Block(cell.west, at, cell.east, cell.north, cell.use, (west, lane, east, north)),
        )
    for line, end in zip(meets, (lane.start, lane.end), strict=True):
        line.stops.add(at)
        lane.stops.add(end)
    town.lines.append(lane)
    for half in halves:
        _cut(half, rng, lane_names, town)


def _kerbed(block: Block) -> Block:
    """The block without its half of the streets."""
    west, south, east, north = (line.width_m / 2 for line in block.lines)
    return Block(
        block.west + west,
        block.south + south,
        block.east - east,
        block.north - north,
        block.use,
        block.lines,
    )
