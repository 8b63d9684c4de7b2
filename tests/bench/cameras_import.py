"""How long a register of 236,000 cameras takes to be read in, beside PostgreSQL's own COPY."""

import asyncio
import csv
import json
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import msgspec
import psutil

from service.app import open_house
from service.camera.importing import Progress, read_in, write_out
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


async def run(*, quick: bool) -> list[Measure]:
    """Into an empty register, again into the full one, as GeoJSON, and out."""
    count = _CAMERAS_QUICK if quick else _CAMERAS
    most_s = _MOST_S * count / _CAMERAS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cameras.csv"
        collection = Path(folder) / "cameras.geojson"
        _write(path, collection, count)
        async with ground(database_pool=4) as standing, open_house(standing.settings) as house:
            await _plant_areas(house)
            floor_s = await _copy(standing.settings.database_url, path)
            before = psutil.Process().memory_info().rss
            new_s, late_ms = await _read(house, path, Format.CSV, count)
            grown_mb = (psutil.Process().memory_info().rss - before) / 1e6
            again_s, _ = await _read(house, path, Format.CSV, count)
            features_s, _ = await _read(house, collection, Format.GEOJSON, count)
            began = time.perf_counter()
            async for _ in write_out(house, [_CITY], Format.CSV, Crs.GCJ02):
                pass
            out_s = time.perf_counter() - began
    return [
        below(f"{count} new ones, CSV", new_s, most_s),
        only("beside COPY", new_s, floor_s),
        below("all of them again, CSV", again_s, most_s),
        below("all of them again, GeoJSON", features_s, most_s),
        only("rows a second", count / new_s),
        only("memory grown by, MB", grown_mb),
        only("loop late, most ms", late_ms),
        only("written out, CSV", out_s),
    ]


async def _read(house: House, path: Path, kind: Format, count: int) -> tuple[float, float]:
    """Seconds, and by how much the loop was late meanwhile."""
    late = 0.0
    done = asyncio.Event()

    async def beat() -> None:
        nonlocal late
        while not done.is_set():
            began = time.perf_counter()
            await asyncio.sleep(0.01)
            late = max(late, time.perf_counter() - began - 0.01)

    async def told(_: Progress) -> None:
        return

    beating = asyncio.create_task(beat())
    began = time.perf_counter()
    with path.open("rb") as file:
        async with house.transaction() as connection:
            read = await read_in(house, connection, file, kind, Crs.GCJ02, [_CITY], told)
    took = time.perf_counter() - began
    done.set()
    await beating
    assert (read.rows_read, read.faults_found) == (count, 0), read.faults
    return took, late * 1000


async def _copy(url: str, path: Path) -> float:
    """The floor: the text of the file, in a table that checks nothing."""
    connection = await asyncpg.connect(url)
    try:
        columns = ", ".join(f"{name} text" for name in _COLUMNS)
        await connection.execute(f"CREATE TABLE floor ({columns})")
        began = time.perf_counter()
        await connection.copy_to_table("floor", source=str(path), format="csv", header=True)
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


def _write(path: Path, collection: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows(_rows(count))
    with collection.open("w", encoding="utf-8") as text:
        text.write('{"type": "FeatureCollection", "features": [\n')
        for number, row in enumerate(_rows(count)):
            said = dict(zip(_COLUMNS, row, strict=True))
            at = [said.pop("lon"), said.pop("lat")]
            geometry = {"type": "Point", "coordinates": at}
            feature = {"type": "Feature", "geometry": geometry, "properties": said}
            text.write(("," if number else "") + json.dumps(feature, ensure_ascii=False) + "\n")
        text.write("]}\n")


def _rows(count: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(7)
    for number in range(count):
        yield (
            f"37082800001320{number:06d}",
            f"人民路 {number} 号",
            f"370828{number % 200:03d}",
            round(35 + chance.random(), 6),
            round(116 + chance.random(), 6),
            "城关派出所",
            chance.randrange(360),
            60,
            80,
            f"rtsp://10.{number % 200}.{number // 200 % 250}.{number % 250}/stream",
            "viewer",
            "swordfish",
        )
