"""Choosing cameras in a province with its streets and houses, beside the bare nearest query."""

import json
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from service.app import open_house
from service.camera import actions as camera
from service.camera.wire import Chosen
from service.core.geo import Place, ahead
from service.core.plane import Plane
from service.platform.db import connect
from service.platform.house import House
from service.platform.keys import read_keys
from service.platform.seal import Seal
from tests.bench.county import ROOT, plant_cameras
from tests.bench.ground import ground
from tests.bench.report import Measure, below, middle, only, percentile

NOTE = (
    "ms for one place; ours reads, looks along streets and past houses, chooses, explains; beside"
    " it PostgreSQL's nearest 24 ids by index alone (same table); places alternate between town,"
    " village and nowhere, and between 0 s and 10 min after the press"
)
CAMERAS, BUILDINGS = 236_000, 135_000
NEAREST, WANTED = 24, 8
SINCE_S = (0, 60, 600)
CENTRE = Place(35.07, 116.31)
# A county seat of 70 by 70 blocks, and the towns around it of 12 by 12.
SEAT, TOWN, TOWNS, BLOCK_M = 70, 12, 60, 110.0

Ask = Callable[[Place, float], Awaitable[Sequence[Chosen]]]


async def run(*, quick: bool = False) -> list[Measure]:
    """Alternate the two, each on the same places."""
    cameras, count = (10_000, 90) if quick else (CAMERAS, 1_500)
    async with ground() as standing:
        towns = _towns()
        map_file = Path(standing.settings.data) / "map.json"
        map_file.write_text(json.dumps(_map(towns, 10_000 if quick else BUILDINGS)))
        settings = msgspec.structs.replace(standing.settings, map_file=str(map_file))
        await plant_cameras(settings.database_url, _feet(towns, cameras))
        await _vary(settings.database_url)
        seal = Seal(*read_keys(Path(settings.data) / "secret.key"))
        async with open_house(settings, seal=seal) as house:
            house.ground.prepare()
            await house.ground.prepared()
            assert house.ground.land.streets is not None, "the bench looks along streets"
            ours, bare, reasons = await _alternate(house, _asked(towns, count))
    name = f"choose of {cameras} cameras"
    return [
        only(f"{name}: p50, beside nearest", middle(ours), middle(bare)),
        only(f"{name}: p95, beside nearest", percentile(ours, 0.95), percentile(bare, 0.95)),
        only(f"{name}: p99, beside nearest", percentile(ours, 0.99), percentile(bare, 0.99)),
        below(f"{name}: p99", percentile(ours, 0.99), 10),
        *(only(f"share chosen: {reason}", share) for reason, share in reasons),
    ]


async def _alternate(
    house: House, asked: list[tuple[Place, float]]
) -> tuple[list[float], list[float], list[tuple[str, float]]]:
    took: dict[Ask, list[float]] = {_choose(house): [], _nearest(house): []}
    reasons: Counter[str] = Counter()
    rng = random.Random(6)
    for number, (place, since_s) in enumerate([*asked[:30], *asked]):
        for ask in rng.sample(list(took), 2):
            began = time.perf_counter()
            found = await ask(place, since_s)
            if number >= 30:
                took[ask].append(1000 * (time.perf_counter() - began))
                reasons.update(c.reason for c in found)
    ours, bare = took.values()
    return ours, bare, [(reason, n / reasons.total()) for reason, n in sorted(reasons.items())]


def _choose(house: House) -> Ask:
    async def choose(place: Place, since_s: float) -> Sequence[Chosen]:
        async with house.db.reading() as connection:
            return await camera.choose(
                house, connection, place, [ROOT], since_s=since_s, count_max=WANTED
            )

    return choose


def _nearest(house: House) -> Ask:
    order = "flat(lat, lon) <-> flat($1, $2)"
    statement = f"SELECT camera_id FROM camera ORDER BY {order} LIMIT {NEAREST}"

    async def nearest(place: Place, _: float) -> Sequence[Chosen]:
        async with house.db.reading() as connection:
            await connection.fetch(statement, place.lat, place.lon)
        return ()

    return nearest


# ── Where it is measured ────────────────────────────────────────────────────────────────────

Town = tuple[Place, int]


def _towns() -> list[Town]:
    rng = random.Random(1)
    around = [ahead(CENTRE, rng.uniform(0, 360), rng.uniform(8_000, 30_000)) for _ in range(TOWNS)]
    return [(CENTRE, SEAT), *((place, TOWN) for place in around)]


def _map(towns: list[Town], buildings: int) -> dict[str, Any]:
    """Streets in squares, and houses in the blocks between them."""
    rng = random.Random(2)
    features: list[dict[str, Any]] = []
    in_block = -(-buildings // sum(k * k for _, k in towns))
    for middle_, k in towns:
        plane = Plane(middle_)

        def at(east: float, north: float, plane: Plane = plane) -> list[float]:
            place = plane.place(east, north)
            return [round(place.lon, 6), round(place.lat, 6)]

        rim = k * BLOCK_M / 2
        steps = [n * BLOCK_M - rim for n in range(k + 1)]
        for n, off in enumerate(steps):
            main = n % 5 == 0
            told = {"kind": "road_main" if main else "road_side", "width_m": 26 if main else 9}
            for line in ([at(s, off) for s in steps], [at(off, s) for s in steps]):
                features.append(
                    _feature("LineString", line, told | {"name": f"{len(features)} 路"})
                )
        for east in steps[:-1]:
            for north in steps[:-1]:
                for n in range(in_block):
                    west, south = east + 12 + n % 4 * 23, north + 12 + n // 4 % 4 * 23
                    wide, deep = rng.uniform(10, 18), rng.uniform(8, 16)
                    ring = [at(west, south), at(west + wide, south), at(west + wide, south + deep)]
                    ring += [at(west, south + deep), ring[0]]
                    told = {"kind": "building", "height_m": rng.choice([6, 12, 18])}
                    features.append(_feature("Polygon", [ring], told))
    return {"type": "FeatureCollection", "features": features}


def _feature(shape: str, coordinates: object, told: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": told, "geometry": geometry}


def _feet(towns: list[Town], count: int) -> list[Place]:
    """Cameras on the streets: a third in the seat, a third in the towns, the rest in the province.

    The seat then has a thousand to a square kilometre, more than any city of the day.
    """
    rng = random.Random(4)
    feet = []
    for n in range(count):
        if n % 3 == 2:
            feet.append(Place(CENTRE.lat + rng.uniform(-1, 1), CENTRE.lon + rng.uniform(-1, 1)))
            continue
        middle_, k = towns[0] if n % 3 == 0 else rng.choice(towns[1:])
        rim = k * BLOCK_M / 2
        on, along = (
            rng.randrange(k + 1) * BLOCK_M - rim + rng.uniform(-6, 6),
            rng.uniform(-rim, rim),
        )
        feet.append(Plane(middle_).place(*rng.choice([(on, along), (along, on)])))
    return feet


async def _vary(url: str) -> None:
    """As registers are: most see a street, one in ten is a dome, one in fifty a high point."""
    connection = await connect(url)
    try:
        await connection.execute("SELECT setseed(0.5)")
        await connection.execute(
            "UPDATE camera SET range_m = 40 + 60 * random(), spread_deg = 50 + 40 * random(),"
            " silent_since = CASE WHEN random() < 0.08 THEN now() END",
            timeout=600,
        )
        for share, values in (
            (0.1, "kind = 'dome', spread_deg = 360, range_m = 80"),
            (0.02, "kind = 'high_point', range_m = 800 + 1200 * random(), height_m = 40"),
        ):
            await connection.execute(
                f"UPDATE camera SET {values} WHERE random() < {share}", timeout=600
            )
        await connection.execute("REINDEX TABLE camera", timeout=600)
        await connection.execute("VACUUM (FULL, ANALYZE) camera", timeout=600)
    finally:
        await connection.close()


def _asked(towns: list[Town], count: int) -> list[tuple[Place, float]]:
    """Places where keys are pressed: in the seat, in towns, between them."""
    rng = random.Random(5)
    asked: list[tuple[Place, float]] = []
    for n in range(count):
        middle_, k = [towns[0], rng.choice(towns[1:]), (CENTRE, 900)][n % 3]
        rim = k * BLOCK_M / 2
        place = Plane(middle_).place(rng.uniform(-rim, rim), rng.uniform(-rim, rim))
        asked.append((place, SINCE_S[n // 3 % 3]))
    return asked
