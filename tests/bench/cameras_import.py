"""How long a register of 236,000 cameras takes to be read in, beside PostgreSQL's own COPY."""

import asyncio
import csv
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import msgspec
import psutil

from service.app import open_house
from service.camera.exporting import write_out
from service.camera.importing import Progress, read_in
from service.camera.wire import Format
from service.centre import actions as centre
from service.centre.wire import NewArea
from service.core.geo import Crs
from service.platform.house import House
from tests.bench.ground import ground
from tests.bench.report import Measure, below, only

NOTE = (
    "seconds; a file of a city in GCJ-02 with logins; floor: COPY of the same file's text into a"
    " table without an index"
)
_CAMERAS, _CAMERAS_QUICK = 236_000, 20_000
# The goal is of the whole city; a part of it has its part of the time.
_MOST_S = 60.0
_COLUMNS = (
    *("gb_id", "name", "area_code", "lat", "lon", "managing_unit", "bearing_deg", "spread_deg"),
    *("range_m", "rtsp_url", "username", "password"),
)
_CITY = "370800"


@dataclass
class Cost:
    """What reading a file took, and what else in the process felt of it."""

    took_s: float
    late_ms: float
    grown_mb: float
    updated: int


async def run(*, quick: bool) -> list[Measure]:
    """Into an empty register, again as it is and changed, as GeoJSON, along roads, and out."""
    count = _CAMERAS_QUICK if quick else _CAMERAS
    most_s = _MOST_S * count / _CAMERAS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, count)
        async with ground(database_pool=4) as standing, open_house(standing.settings) as house:
            await _plant_areas(house)
            floor_s = await _copy(standing.settings.database_url, folder / "new.csv")
            new = await _read(house, folder / "new.csv", Format.CSV, count)
            same = await _read(house, folder / "new.csv", Format.CSV, count)
            changed = await _read(house, folder / "changed.csv", Format.CSV, count)
            assert (new.updated, same.updated, changed.updated) == (0, 0, count)
            features = await _read(house, folder / "changed.geojson", Format.GEOJSON, count)
            began = time.perf_counter()
            async for _ in write_out(house, [_CITY], Format.CSV, Crs.GCJ02):
                pass
            out_s = time.perf_counter() - began
            await _empty(standing.settings.database_url)
            roads = await _read(house, folder / "roads.csv", Format.CSV, count)
    return [
        below(f"{count} new ones, CSV", new.took_s, most_s),
        only("beside COPY", new.took_s, floor_s),
        below("all of them again as they are, CSV", same.took_s, most_s),
        below("all of them again with a new name, CSV", changed.took_s, most_s),
        below("all of them again as they are, GeoJSON", features.took_s, most_s),
        below("new ones, one after the other along roads, CSV", roads.took_s, most_s),
        only("rows a second", count / new.took_s),
        only("memory grown by at most, MB", max(c.grown_mb for c in (new, features, roads))),
        only("loop late, most ms", max(c.late_ms for c in (new, same, changed, features, roads))),
        only("written out, CSV", out_s),
    ]


async def _read(house: House, path: Path, kind: Format, count: int) -> Cost:
    """Read a file, and look meanwhile how late the loop is and how much memory is taken."""
    process = psutil.Process()
    cost = Cost(0.0, 0.0, 0.0, 0)
    before = process.memory_info().rss
    done = asyncio.Event()

    async def beat() -> None:
        while not done.is_set():
            began = time.perf_counter()
            await asyncio.sleep(0.01)
            cost.late_ms = max(cost.late_ms, 1000 * (time.perf_counter() - began) - 10)
            cost.grown_mb = max(cost.grown_mb, (process.memory_info().rss - before) / 1e6)

    async def told(_: Progress) -> None:
        return

    beating = asyncio.create_task(beat())
    began = time.perf_counter()
    with path.open("rb") as file:
        async with house.transaction() as connection:
            read = await read_in(house, connection, file, kind, Crs.GCJ02, [_CITY], told)
    cost.took_s, cost.updated = time.perf_counter() - began, read.updated
    done.set()
    await beating
    assert (read.rows_read, read.faults_found) == (count, 0), read.faults
    return cost


async def _empty(url: str) -> None:
    """As the owner: the service may empty no table."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("TRUNCATE camera CASCADE")
    finally:
        await connection.close()


async def _copy(url: str, path: Path) -> float:
    """The floor: the text of the file, in a table that checks nothing."""
    connection = await asyncpg.connect(url)
    try:
        columns = ", ".join(f"{name} text" for name in _COLUMNS)
        await connection.execute(f"CREATE TABLE floor ({columns})")
        began = time.perf_counter()
        await connection.copy_to_table("floor", source=path, format="csv", header=True)
        return time.perf_counter() - began
    finally:
        await connection.close()


async def _plant_areas(house: House) -> None:
    async with house.transaction() as connection:
        city = {"area_code": _CITY, "parent_code": None, "name": "city", "level": "city"}
        await centre.add_area(connection, msgspec.convert(city, NewArea))
        for number in range(200):
            station = {
                "area_code": f"370828{number:03d}",
                "parent_code": _CITY,
                "name": f"station {number}",
                "level": "station",
            }
            await centre.add_area(connection, msgspec.convert(station, NewArea))


def _write(folder: Path, count: int) -> None:
    """The same cameras anywhere, with other names, as features, and along roads."""
    for name, place, suffix in (
        ("new", _anywhere, ""),
        ("changed", _anywhere, " 旁"),
        ("roads", _along, ""),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            writer.writerows(_rows(count, place, suffix))
    with (folder / "changed.geojson").open("w", encoding="utf-8") as text:
        text.write('{"type": "FeatureCollection", "features": [\n')
        for number, row in enumerate(_rows(count, _anywhere, " 旁")):
            said = dict(zip(_COLUMNS, row, strict=True))
            at = [said.pop("lon"), said.pop("lat")]
            geometry = {"type": "Point", "coordinates": at}
            feature = {"type": "Feature", "geometry": geometry, "properties": said}
            text.write(("," if number else "") + json.dumps(feature, ensure_ascii=False) + "\n")
        text.write("]}\n")


Spot = Callable[[random.Random, int, int], tuple[float, float]]


def _anywhere(chance: random.Random, _number: int, _count: int) -> tuple[float, float]:
    return 35 + chance.random(), 116 + chance.random()


def _along(_: random.Random, number: int, count: int) -> tuple[float, float]:
    """Seven roads straight through the county, measured in turn."""
    return 35 + number / count, 116 + number * 7 % count / count


def _rows(count: int, place: Spot, suffix: str) -> Iterator[tuple[object, ...]]:
    chance = random.Random(7)
    for number in range(count):
        lat, lon = place(chance, number, count)
        yield (
            f"37082800001320{number:06d}",
            f"人民路 {number} 号{suffix}",
            f"370828{number % 200:03d}",
            round(lat, 6),
            round(lon, 6),
            "城关派出所",
            number * 7 % 360,
            60,
            80,
            f"rtsp://10.{number % 200}.{number // 200 % 250}.{number % 250}/stream",
            "viewer",
            "swordfish",
        )
