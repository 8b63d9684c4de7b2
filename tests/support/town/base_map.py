"""The map under the simulated county, as GeoJSON: what a console draws below its own marks.

Each feature has a `kind` (water, park, block, building, road_main, road_side, road_country,
area_border); areas are polygons, roads and borders are lines, names of areas are points. Where
sensible it has `name`, `name_en`, `use` (of blocks and parks), `level` (of borders) and
`width_m` (of roads). Features come in drawing order.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random
from typing import NotRequired, TypedDict

from tests.support.town import names
from tests.support.town.figures import SCALE_DEFAULT
from tests.support.town.grid import RING_MARGIN, Block
from tests.support.town.ground import Ring, Spot, place_at, ribbon
from tests.support.town.land import CANAL_WIDTH_M, RIVER_WIDTH_M
from tests.support.town.names import Name
from tests.support.town.plan import Plan, make_plan
from tests.support.town.quarters import buildings, greens, lake_park, river_parks, woods

_BUILT_BLOCKS_MAX = 700  # Of a larger town only the blocks are drawn: the map stays light.
_DIGITS = 5  # About a metre.

Position = list[float]


class Geometry(TypedDict):
    type: str
    coordinates: Sequence[object]


class Properties(TypedDict):
    kind: str
    name: NotRequired[str]
    name_en: NotRequired[str]
    use: NotRequired[str]
    level: NotRequired[str]
    width_m: NotRequired[float]


class Feature(TypedDict):
    type: str
    properties: Properties
    geometry: Geometry


class FeatureCollection(TypedDict):
    type: str
    features: list[Feature]


def base_map(scale: float = SCALE_DEFAULT) -> FeatureCollection:
    """The map of the county of this scale; under 600 kB up to the demo's scale."""
    return base_map_of(make_plan(scale))


def base_map_of(plan: Plan) -> FeatureCollection:
    """The map of this plan."""
    rng = Random(f"{plan.seed} map")
    features = [
        *_ground(plan),
        *_greens(plan, rng),
        *_waters(plan, rng),
        *_roads(plan),
        *_buildings(plan, rng),
        *_borders(plan),
    ]
    return {"type": "FeatureCollection", "features": features}


def _ground(plan: Plan) -> Iterable[Feature]:
    yield _feature(_polygon(plan.town.ring(RING_MARGIN)), "block", use="outskirts")
    nameless: dict[str, list[Ring]] = {}
    for block in plan.town.blocks:
        if block.name is None:
            nameless.setdefault(block.use, []).append(block.ring())
        else:
            yield _feature(_polygon(block.ring()), "block", use=block.use, name=block.name)
    for use, rings in nameless.items():
        yield _feature(_many(rings), "block", use=use)
    for home in plan.settlements:
        use = "seat" if home.is_seat else "village"
        yield _feature(_polygon(home.ring()), "block", use=use, name=home.name)


def _greens(plan: Plan, rng: Random) -> Iterable[Feature]:
    nameless: dict[str, list[Ring]] = {}
    for use, ring in woods(plan.land, plan.settlements, rng):
        nameless.setdefault(use, []).append(ring)
    for block in plan.town.blocks:
        for use, ring in greens(block, rng):
            if block.name == names.SQUARE:
                yield _feature(_polygon(ring), "park", use=use, name=names.SQUARE)
            else:
                nameless.setdefault(use, []).append(ring)
    for use, rings in nameless.items():
        yield _feature(_many(rings), "park", use=use)
    yield _feature(_many(river_parks(plan.town.cells)), "park", use="garden", name=names.RIVER_PARK)
    for cell in _lake_cells(plan):
        park, _, _ = lake_park(cell, Random(plan.seed))
        yield _feature(_polygon(park), "park", use="garden", name=names.LAKE_PARK)


def _waters(plan: Plan, rng: Random) -> Iterable[Feature]:
    river = ribbon(plan.land.river, RIVER_WIDTH_M)
    yield _feature(_polygon(river), "water", name=names.RIVER)
    for name, line in plan.land.canals:
        yield _feature(_polygon(ribbon(line, CANAL_WIDTH_M)), "water", name=name)
    yield _feature(_polygon(plan.land.reservoir), "water", name=names.RESERVOIR)
    for cell in _lake_cells(plan):
        _, lake, island = lake_park(cell, Random(plan.seed))
        yield _feature(_polygon(lake, island), "water", name=names.LAKE)


def _lake_cells(plan: Plan) -> list[Block]:
    return [cell for cell in plan.town.cells if cell.use == "lake"]


def _roads(plan: Plan) -> Iterable[Feature]:
    """One feature a street of the town or highway; the country's roads are one together."""
    plain: dict[tuple[str, float], list[Sequence[Spot]]] = {}
    named: dict[tuple[str, float, Name], list[Sequence[Spot]]] = {}
    in_town = len(plan.town.lines)
    for number, street in enumerate(plan.streets):
        if number >= in_town and street.kind != "road_main":
            plain.setdefault((street.kind, street.width_m), []).append(street.line)
        else:
            named.setdefault((street.kind, street.width_m, street.name), []).append(street.line)
    for kind in ("road_country", "road_side", "road_main"):
        for key, lines in plain.items():
            if key[0] == kind:
                yield _feature(_lines(lines), kind, width_m=key[1])
        for known, lines in named.items():
            if known[0] == kind:
                yield _feature(_lines(lines), kind, width_m=known[1], name=known[2])


def _buildings(plan: Plan, rng: Random) -> Iterable[Feature]:
    """One feature a block: a town has thousands of walls and few blocks."""
    if len(plan.town.blocks) > _BUILT_BLOCKS_MAX:
        return
    for block in plan.town.blocks:
        walls = buildings(block, rng)
        if walls:
            yield _feature(_many(walls), "building", use=block.use)
    for home in plan.settlements:
        taken = plan.sites.plots.get(home.code, [])
        halls = [home.hall(plot) for plot in taken]
        yield _feature(_many([*home.houses(rng, taken), *halls]), "building", use="village")


def _borders(plan: Plan) -> Iterable[Feature]:
    for line in plan.land.borders:
        yield _feature(_line(line), "area_border", level="station")
    outline = plan.land.outline
    yield _feature(_line([*outline, outline[0]]), "area_border", level="district")
    for station in plan.land.stations:
        point: Geometry = {"type": "Point", "coordinates": _position(station.seat)}
        yield _feature(point, "area_border", level="station", name=station.name)


def _feature(
    geometry: Geometry,
    kind: str,
    *,
    name: Name | None = None,
    use: str | None = None,
    level: str | None = None,
    width_m: float | None = None,
) -> Feature:
    properties: Properties = {"kind": kind}
    if name is not None:
        properties["name"], properties["name_en"] = name.zh, name.en
    if use is not None:
        properties["use"] = use
    if level is not None:
        properties["level"] = level
    if width_m is not None:
        properties["width_m"] = width_m
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _line(spots: Sequence[Spot]) -> Geometry:
    return {"type": "LineString", "coordinates": [_position(s) for s in spots]}


def _lines(lines: Sequence[Sequence[Spot]]) -> Geometry:
    if len(lines) == 1:
        return _line(lines[0])
    return {
        "type": "MultiLineString",
        "coordinates": [[_position(spot) for spot in line] for line in lines],
    }


def _polygon(*rings: Ring) -> Geometry:
    """The first ring with the others as holes."""
    first, *holes = (_closed(ring) for ring in rings)
    return {"type": "Polygon", "coordinates": [_wound(first, 1), *(_wound(h, -1) for h in holes)]}


def _many(rings: Iterable[Ring]) -> Geometry:
    closed = [[_wound(_closed(ring), 1)] for ring in rings]
    return {"type": "MultiPolygon", "coordinates": closed}


def _position(spot: Spot) -> Position:
    place = place_at(spot)
    return [round(place.lon, _DIGITS), round(place.lat, _DIGITS)]


def _closed(ring: Ring) -> list[Position]:
    positions = [_position(spot) for spot in ring]
    return [*positions, positions[0]]


def _wound(ring: list[Position], turn: int) -> list[Position]:
    """Outer rings run against the clock, holes with it (RFC 7946, 3.1.6)."""
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return ring if area * turn > 0 else ring[::-1]
