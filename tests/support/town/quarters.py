"""What stands on the blocks of the simulated town: who has which block, and its buildings."""

from collections.abc import Callable
from random import Random

from tests.support.town.country import Settlement
from tests.support.town.grid import RIVER_EAST_U, RIVER_U, RIVER_WEST_U, Block, TownGrid, quad
from tests.support.town.ground import (
    Spot,
    ahead,
    bearing_deg,
    blob,
    centre_of,
    distance_m,
    inside,
    rectangle,
)
from tests.support.town.land import RIVER_WIDTH_M, Land

Rect = tuple[float, float, float, float]  # West, south, east, north in grid coordinates.


def claim(
    town: TownGrid,
    use: str,
    *,
    near: Spot,
    area_m2: tuple[float, float],
    apart_m: float = 0.0,
    of: tuple[str, ...] = ("residential",),
) -> Block | None:
    """The free block nearest to `near` of a size, apart from others of that use; now its own."""
    others = [block.middle for block in town.blocks if block.use == use]
    fit = [
        (distance_m(block.middle, near), i)
        for i, block in enumerate(town.blocks)
        if block.use in of and block.name is None and area_m2[0] <= block.area_m2 <= area_m2[1]
    ]
    for _, i in sorted(fit):
        block = town.blocks[i]
        if all(distance_m(block.middle, other) >= apart_m for other in others):
            block.use = use
            return block
    return None


def settle_uses(town: TownGrid, rng: Random) -> None:
    """Give the blocks nobody claimed their ordinary uses: a little trade, a little green."""
    for block in town.blocks:
        if block.use == "residential":
            chance = rng.random()
            on_avenue = any(line.kind == "road_main" for line in block.lines)
            if chance < 0.05 and block.area_m2 < 20_000:
                block.use = "green"
            elif chance < (0.2 if on_avenue else 0.08):
                block.use = "trade"
            elif chance > 0.82:
                block.use = "towers"
        elif block.use == "centre":
            block.use = "trade"


def buildings(block: Block, rng: Random) -> list[list[Spot]]:
    """Footprints on the ground of what stands on a block."""
    inner: Rect = (block.west + 7, block.south + 7, block.east - 7, block.north - 7)
    build = _BUILDERS.get(block.use)
    return [quad(*rect) for rect in build(inner, rng)] if build else []


def greens(block: Block, rng: Random) -> list[tuple[str, list[Spot]]]:
    """Lawns, courts and tracks on a block: (use, ring)."""
    middle = block.middle
    if block.use == "school":
        w, s, e, n = block.west, block.south, block.east, block.north
        return [("sports", _track((w + 14, s + 12, w + 0.46 * (e - w), n - 12)))]
    if block.use == "government":
        w, s, e, n = block.west, block.south, block.east, block.north
        return [("lawn", quad(w + 18, s + 10, e - 18, s + 0.3 * (n - s)))]
    if block.use in ("square", "green"):
        return [("garden", quad(block.west + 3, block.south + 3, block.east - 3, block.north - 3))]
    if block.use == "towers":
        return [("garden", blob(middle, 0.16 * block.width_m, rng, corners=12, rough=0.35))]
    if block.use == "residential" and min(block.width_m, block.depth_m) > 120:
        return [("garden", blob(middle, 17, rng, corners=10, rough=0.3))]
    return []


def lake_park(cell: Block, rng: Random) -> tuple[list[Spot], list[Spot], list[Spot]]:
    """The park of the lake cell, its lake and the island in it, on the ground."""
    inset = 15.0
    park = quad(cell.west + inset, cell.south + inset, cell.east - inset, cell.north - inset)
    middle = cell.middle
    reach = min(cell.width_m, cell.depth_m) / 2 - 78
    lake = [
        (e + (e - middle[0]) * 0.28, n) for e, n in blob(middle, reach, rng, corners=34, rough=0.3)
    ]
    island = blob(ahead(middle, 70, reach * 0.35), 21, rng, corners=16, rough=0.25)
    return park, lake, island


def river_parks(cells: list[Block]) -> list[list[Spot]]:
    """Green banks between the quays and the riverside roads."""
    rings: list[list[Spot]] = []
    for cell in cells:
        if cell.use == "river":
            for west, east in (
                (RIVER_WEST_U + 15, RIVER_U - RIVER_WIDTH_M / 2),
                (RIVER_U + RIVER_WIDTH_M / 2, RIVER_EAST_U - 15),
            ):
                rows = [cell.south + (cell.north - cell.south) * i / 6 for i in range(7)]
                left = [quad(west, v, west, v)[0] for v in rows]
                right = [quad(east, v, east, v)[0] for v in rows]
                rings.append(left + right[::-1])
    return rings


def _slabs(rect: Rect, rng: Random) -> list[Rect]:
    """Housing: parallel slabs facing south, as sunlight rules space them."""
    west, south, east, north = rect
    depth, gap = rng.uniform(12, 14.5), rng.uniform(22, 28)
    columns = max(1, round((east - west) / rng.uniform(52, 68)))
    pitch = (east - west) / columns
    found: list[Rect] = []
    rows = max(1, int((north - south + gap) / (depth + gap)))
    step = (north - south - depth) / max(1, rows - 1)
    for row in range(rows):
        v = south + row * step
        for column in range(columns):
            if rng.random() < 0.05:
                continue
            u = west + column * pitch
            trim = rng.choice((0.0, 0.0, 6.0))
            found.append((u + 4 + trim, v, u + pitch - 5, v + depth))
    return found


def _towers(rect: Rect, rng: Random) -> list[Rect]:
    """Newer housing: point towers in a checkerboard, far apart."""
    west, south, east, north = rect
    columns = max(1, round((east - west) / 58))
    rows = max(1, round((north - south) / 52))
    wide, deep = (east - west) / columns, (north - south) / rows
    width, depth = rng.uniform(27, 32), rng.uniform(15, 18)
    found: list[Rect] = []
    for row in range(rows):
        for column in range(columns):
            u = west + (column + 0.5) * wide + (5.0 if row % 2 else -5.0)
            v = south + (row + 0.5) * deep
            found.append((u - width / 2, v - depth / 2, u + width / 2, v + depth / 2))
    return found


def _courtyards(rect: Rect, rng: Random) -> list[Rect]:
    """The old town: short, close rows with narrow alleys."""
    west, south, east, north = rect
    found: list[Rect] = []
    v = south - 3
    while v + 9 <= north + 3:
        depth = rng.uniform(7.5, 10)
        u = west - 3
        while u + 9 <= east + 3:
            width = min(rng.uniform(22, 44), east + 3 - u)
            if rng.random() > 0.07 and width > 8:
                found.append((u, v, u + width, v + depth))
            u += width + rng.choice((1.5, 1.5, 5.0))
        v += depth + rng.uniform(6, 9)
    return found


def _perimeter(rect: Rect, rng: Random) -> list[Rect]:
    """Trade: shops round the edge, a tower or two inside."""
    west, south, east, north = rect
    depth = 15.0
    found: list[Rect] = []
    for low, high in ((south - 3, south - 3 + depth), (north + 3 - depth, north + 3)):
        middle = west + (east - west) * rng.uniform(0.4, 0.6)
        found += [(west, low, middle - 4, high), (middle + 4, low, east, high)]
    for low, high in ((west - 3, west - 3 + depth), (east + 3 - depth, east + 3)):
        if north - south > 3 * depth + 16:
            found.append((low, south + depth + 4, high, north - depth - 4))
    if east - west > 90 and north - south > 90:
        u, v = (west + east) / 2 + rng.uniform(-12, 12), (south + north) / 2
        found.append((u - 14, v - 12, u + 14, v + 12))
    return found


def _sheds(rect: Rect, rng: Random) -> list[Rect]:
    west, south, east, north = rect
    columns = max(1, round((east - west) / 110))
    rows = max(1, round((north - south) / 70))
    wide, deep = (east - west) / columns, (north - south) / rows
    return [
        (
            west + c * wide + 6,
            south + r * deep + 6,
            west + (c + 1) * wide - rng.uniform(8, 26),
            south + (r + 1) * deep - rng.uniform(8, 18),
        )
        for c in range(columns)
        for r in range(rows)
        if rng.random() > 0.08
    ]


def _school(rect: Rect, rng: Random) -> list[Rect]:
    """Teaching slabs joined by a corridor on the east side; the track is the west half."""
    west, south, east, north = rect
    left = west + 0.52 * (east - west)
    slabs = max(2, min(4, int((north - south) / 34)))
    step = (north - south - 16) / slabs
    found: list[Rect] = [
        (left, south + 12 + i * step, east - 16, south + 26 + i * step) for i in range(slabs)
    ]
    found.append((east - 16, south + 12, east - 8, south + 26 + (slabs - 1) * step))
    return found


def _nursery(rect: Rect, rng: Random) -> list[Rect]:
    west, south, east, north = rect
    return [
        (west + 6, north - 20, east - 6, north - 6),
        (west + 6, south + 0.4 * (north - south), west + 22, north - 22),
    ]


def _hospital(rect: Rect, rng: Random) -> list[Rect]:
    west, south, east, north = rect
    middle, cross = (west + east) / 2, (south + north) / 2
    return [
        (west + 10, cross + 6, east - 10, cross + 26),
        (middle - 11, cross + 26, middle + 11, north - 4),
        (middle - 30, south + 12, middle + 30, south + 36),
        (west + 4, north - 18, middle - 24, north - 4),
    ]


def _hall(rect: Rect, rng: Random) -> list[Rect]:
    """One great building: a mall, a bus station."""
    west, south, east, north = rect
    return [(west + 8, south + 0.32 * (north - south), east - 8, north - 6)]


def _office(rect: Rect, rng: Random) -> list[Rect]:
    west, south, east, north = rect
    v = south + 0.5 * (north - south)
    return [
        (west + 14, v, east - 14, v + 18),
        (west + 8, v - 16, west + 26, v + 22),
        (east - 26, v - 16, east - 8, v + 22),
        (west + 20, north - 16, east - 20, north - 4),
    ]


def _track(rect: Rect) -> list[Spot]:
    """A running track: two straights and two half-circles, on the ground."""
    ring = quad(*rect)
    long_north = distance_m(ring[0], ring[3]) > distance_m(ring[0], ring[1])
    if not long_north:
        ring = ring[1:] + ring[:1]
    wide, long = distance_m(ring[0], ring[1]), distance_m(ring[1], ring[2])
    course, middle, half = bearing_deg(ring[1], ring[2]), centre_of(ring), wide / 2
    spots: list[Spot] = []
    for end in (1, -1):
        hub = ahead(middle, course, end * max(0.0, long / 2 - half))
        for i in range(9):
            turn = course + (90 - 22.5 * i if end > 0 else 270 - 22.5 * i)
            spots.append(ahead(hub, turn, half))
    return spots


_BUILDERS: dict[str, Callable[[Rect, Random], list[Rect]]] = {
    "residential": _slabs,
    "towers": _towers,
    "old": _courtyards,
    "trade": _perimeter,
    "industry": _sheds,
    "school": _school,
    "kindergarten": _nursery,
    "hospital": _hospital,
    "mall": _hall,
    "terminal": _hall,
    "government": _office,
}


def woods(land: Land, settlements: list[Settlement], rng: Random) -> list[tuple[str, list[Spot]]]:
    """Orchards by the villages and willow woods along the river: (use, ring)."""
    found: list[tuple[str, list[Spot]]] = []
    for village in settlements:
        for _ in range(rng.choice((1, 2, 2, 3))):
            side = rng.choice((-1, 1))
            along = rng.uniform(-0.7, 0.7) * village.length_m
            deep, long = rng.uniform(60, 150), rng.uniform(90, 260)
            across = side * (village.depth_m / 2 + deep / 2 + rng.uniform(12, 160))
            ring = rectangle(village.at(along, across), village.bearing, long, deep)
            if land.is_dry(centre_of(ring), clear_m=110):
                found.append(("orchard", ring))
    for a, b in zip(land.river[::6], land.river[1::6], strict=False):
        bank = rng.choice((-90.0, 90.0))
        reach = rng.uniform(45, 105)
        spot = ahead(a, bearing_deg(a, b) + bank, RIVER_WIDTH_M / 2 + reach * 0.9)
        if not inside(spot, land.town_ring) and inside(spot, land.outline):
            found.append(("wood", blob(spot, reach, rng, corners=11, rough=0.45)))
    return found
