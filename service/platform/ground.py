"""The ground on which things happen: streets and buildings, from the operator's map file.

Read in a thread, and once: the map is checked when the program starts and made ready when a
program that chooses cameras asks for it. Until then, and without a file, the ground is open.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
import structlog
from msgspec import Struct, field

from service.core.plane import Line
from service.core.streets import Street, Streets
from service.core.walls import Footprint, Walls
from service.settings import WrongSetting, variable

_log = structlog.get_logger()

# A province's streets and houses fit; what is larger is not a map for one service.
_MAP_BYTES_MAX = 512 * 1024 * 1024

# Where a map does not say: four storeys, and two lanes.
_HEIGHT_M = 12.0
_STOREY_M = 3.0
_WIDTH_M = 7.0

Position = list[float]


class Land(Struct, frozen=True):
    """What is known of the ground; nothing where there is no map."""

    walls: Walls | None = None
    streets: Streets | None = None


OPEN = Land()


class Ground:
    """The map file, and the land that was made of it."""

    def __init__(self, map_file: str) -> None:
        self.land = OPEN
        self._path = Path(map_file) if map_file else None
        self._making: asyncio.Task[None] | None = None

    async def check(self) -> None:
        """Read the whole map. Raises WrongSetting, naming what is wrong where."""
        if self._path is not None:
            await asyncio.to_thread(_check, self._path)

    def prepare(self) -> None:
        """Make the land ready in the background, once."""
        if self._path is not None and self._making is None:
            self._making = asyncio.create_task(self._make(self._path), name="ground")

    async def prepared(self) -> None:
        """Wait until what was begun is ready; a thread that reads cannot be stopped."""
        if self._making is not None:
            await self._making

    async def _make(self, path: Path) -> None:
        try:
            self.land = await asyncio.to_thread(read_land, path)
        except WrongSetting as error:
            # It was whole when the program started; cameras are chosen without it.
            _log.error("ground.unusable", trouble=str(error))


class _Geometry(Struct):
    type: str
    coordinates: msgspec.Raw = msgspec.Raw(b"[]")


class _Properties(Struct):
    """What is read of a feature; our own words, and those of OpenStreetMap."""

    kind: object = None
    highway: object = None
    building: object = None
    name: object = None
    name_en: object = None
    name_en_osm: object = field(default=None, name="name:en")
    width_m: object = None
    height_m: object = None
    height: object = None
    levels: object = field(default=None, name="building:levels")


class _Feature(Struct):
    type: Literal["Feature"]
    geometry: _Geometry | None = None
    properties: _Properties | None = None


class _Map(Struct):
    type: Literal["FeatureCollection"]
    features: list[msgspec.Raw]


_feature = msgspec.json.Decoder(_Feature)
_line = msgspec.json.Decoder(list[Position])
_lines = msgspec.json.Decoder(list[list[Position]])
_areas = msgspec.json.Decoder(list[list[list[Position]]])
_STREETS = {"LineString": lambda raw: [_line.decode(raw)], "MultiLineString": _lines.decode}
_BUILDINGS = {"Polygon": lambda raw: [_lines.decode(raw)], "MultiPolygon": _areas.decode}


def read_land(path: Path) -> Land:
    """The land of a map file. Raises WrongSetting."""
    streets: list[Street] = []
    footprints: list[Footprint] = []
    for part in _parts(path):
        if isinstance(part, Street):
            streets.append(part)
        else:
            footprints.append(part)
    return Land(Walls(footprints) if footprints else None, Streets(streets) if streets else None)


def _check(path: Path) -> None:
    for _ in _parts(path):
        pass


def _parts(path: Path) -> Iterator[Street | Footprint]:
    """Streets and buildings of a map file, one by one. Raises WrongSetting."""
    try:
        size = path.stat().st_size
        if size > _MAP_BYTES_MAX:
            raise _unusable(f"{path} has {size} bytes, more than {_MAP_BYTES_MAX}")
        features = msgspec.json.decode(path.read_bytes(), type=_Map).features
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _unusable(f"{path}: {error}") from error
    for number, raw in enumerate(features):
        try:
            yield from _features(_feature.decode(raw))
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
            raise _unusable(f"{path}: feature {number}: {error}") from error


def _unusable(reason: str) -> WrongSetting:
    return WrongSetting(f"{variable('map_file')} cannot be used: {reason}")


def _features(feature: _Feature) -> Iterator[Street | Footprint]:
    """The street, or the buildings, that a feature stands for; nothing for others."""
    geometry, told = feature.geometry, feature.properties or _Properties()
    if geometry is None:
        return
    if geometry.type in _STREETS and _is_street(told):
        lines = [_points(line, 2) for line in _STREETS[geometry.type](geometry.coordinates)]
        name_en = _text(told.name_en) or _text(told.name_en_osm)
        yield Street(lines, _text(told.name), name_en, _number(told.width_m) or _WIDTH_M)
    elif geometry.type in _BUILDINGS and _is_building(told):
        for rings in _BUILDINGS[geometry.type](geometry.coordinates):
            yield Footprint([_ring(ring) for ring in rings], _height_m(told))


def _is_street(told: _Properties) -> bool:
    return _text(told.kind).startswith("road") or _text(told.highway) not in ("", "no")


def _is_building(told: _Properties) -> bool:
    return told.kind == "building" or _text(told.building) not in ("", "no")


def _height_m(told: _Properties) -> float:
    high = _number(told.height_m) or _number(told.height)
    return high or _STOREY_M * _number(told.levels) or _HEIGHT_M


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> float:
    """A positive number, also one that was written as text ("12", "12 m"); else 0."""
    if isinstance(value, str):
        try:
            value = float(value.removesuffix("m"))
        except ValueError:
            return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10_000:
        return 0.0
    return float(value)


def _ring(positions: list[Position]) -> Line:
    points = _points(positions, 4)
    if points[0] != points[-1]:
        raise ValueError("a ring does not end where it begins")
    return points


def _points(positions: list[Position], least: int) -> Line:
    """The points of a line, without their heights. Raises ValueError."""
    if len(positions) < least or any(len(position) < 2 for position in positions):
        raise ValueError(f"a line needs {least} positions of longitude and latitude")
    points = [(position[0], position[1]) for position in positions]
    if not all(-180 <= lon <= 180 and -85 <= lat <= 85 for lon, lat in points):
        raise ValueError("a position is not on the Earth: longitude comes first, then latitude")
    return points
