"""Ranking units and choosing cameras in a province, beside the bare nearest-neighbour queries."""

import random
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from redis.asyncio import Redis

from service.app import open_house
from service.camera import actions as camera
from service.centre.wire import Policy
from service.core.geo import Place, distance_m, given, on_sphere
from service.dispatch import rules
from service.dispatch.ladder import Slot
from service.dispatch.wire import Need, NeedState
from service.incident import rules as incident_rules
from service.incident.wire import Kind, PostRole, Source, State, Whole
from service.patrol import actions as patrol
from service.platform.house import House
from service.platform.keys import read_keys
from service.platform.seal import Seal
from tests.bench.county import COUNTY, ROOT, bench_id, plant_cameras, plant_units, spots
from tests.bench.ground import ground
from tests.bench.report import Measure, middle, only, percentile

NOTE = (
    "ms for one place; ours reads, ranks and explains, the others only find the nearest ids:"
    " PostgreSQL by its index (same table, one statement), Redis by GEOSEARCH; alternating"
)
UNITS, CAMERAS, NEAREST = 20_000, 236_000, 24


async def run(*, quick: bool = False) -> list[Measure]:
    """Alternate the three, each on the same places."""
    units, cameras, count = (2_000, 10_000, 60) if quick else (UNITS, CAMERAS, 1_000)
    async with ground() as standing:
        url = standing.settings.database_url
        unit_places = spots(units, seed=3, spread=1.0)
        camera_places = spots(cameras, seed=4, spread=1.0)
        await plant_units(url, unit_places)
        await plant_cameras(url, camera_places)
        redis = Redis.from_url(standing.settings.redis_url)
        await _fill(redis, "units", unit_places)
        await _fill(redis, "cameras", camera_places)
        seal = Seal(*read_keys(Path(standing.settings.data) / "secret.key"))
        async with open_house(standing.settings, seal=seal) as house:
            asked = spots(count, seed=5, spread=0.9)
            await _check_nearest(house, unit_places, asked[:20])
            units_took = await _alternate(
                asked, _rank(house), _by_postgres(house, "position"), _by_redis(redis, "units")
            )
            cameras_took = await _alternate(
                asked, _choose(house), _by_postgres(house, "camera"), _by_redis(redis, "cameras")
            )
        await redis.aclose()
    return [
        *_measures(f"rank {units} units", units_took),
        *_measures(f"choose of {cameras} cameras", cameras_took),
    ]


Ask = Callable[[Place], Awaitable[object]]


async def _alternate(places: list[Place], *asks: Ask) -> list[list[float]]:
    took: list[list[float]] = [[] for _ in asks]
    order = list(range(len(asks)))
    rng = random.Random(6)
    for place in places[:20]:
        for ask in asks:
            await ask(place)
    for place in places:
        rng.shuffle(order)
        for n in order:
            began = time.perf_counter()
            await asks[n](place)
            took[n].append(1000 * (time.perf_counter() - began))
    return took


def _measures(name: str, took: list[list[float]]) -> list[Measure]:
    ours, postgres, redis = took
    return [
        only(f"{name}: p50, beside PostgreSQL", middle(ours), middle(postgres)),
        only(f"{name}: p99, beside PostgreSQL", percentile(ours, 0.99), percentile(postgres, 0.99)),
        only(f"{name}: p50, beside GEOSEARCH", middle(ours), middle(redis)),
        only(f"{name}: p99, beside GEOSEARCH", percentile(ours, 0.99), percentile(redis, 0.99)),
    ]


def _rank(house: House) -> Ask:
    async def rank(place: Place) -> object:
        now = house.clock.now()
        async with house.db.reading() as connection:
            near = await patrol.nearest(
                connection, [place], [ROOT], busy=(), only=None, count=NEAREST
            )
        return rules.rank(_slot(house, place), near[place], Policy(), now)

    return rank


def _choose(house: House) -> Ask:
    async def choose(place: Place) -> object:
        async with house.db.reading() as connection:
            return await camera.choose(house, connection, place, [ROOT], since_s=0, count_max=8)

    return choose


def _by_postgres(house: House, table: str) -> Ask:
    column = "unit_id" if table == "position" else "camera_id"
    statement = f"SELECT {column} FROM {table} ORDER BY spot <-> cube($1::float8[]) LIMIT {NEAREST}"

    async def nearest(place: Place) -> object:
        async with house.db.reading() as connection:
            return await connection.fetch(statement, on_sphere(place))

    return nearest


def _by_redis(redis: Redis, key: str) -> Ask:
    async def nearest(place: Place) -> object:
        return await redis.geosearch(
            key,
            longitude=place.lon,
            latitude=place.lat,
            radius=40,
            unit="km",
            sort="ASC",
            count=NEAREST,
        )

    return nearest


async def _fill(redis: Redis, key: str, places: list[Place]) -> None:
    for start in range(0, len(places), 5_000):
        flat: list[object] = []
        for n, place in enumerate(places[start : start + 5_000], start):
            flat += [place.lon, place.lat, str(n)]
        await redis.geoadd(key, flat)


async def _check_nearest(house: House, places: list[Place], asked: list[Place]) -> None:
    """What the index answers is what looking at each unit would answer."""
    for place in asked:
        async with house.db.reading() as connection:
            near = await patrol.nearest(
                connection, [place], [ROOT], busy=(), only=None, count=NEAREST
            )
        found = {unit.unit_id for unit in near[place]}
        ordered = sorted(range(len(places)), key=lambda n: distance_m(places[n], place))
        truth = {bench_id("unit", n) for n in ordered[:NEAREST]}
        assert found == truth, "the index missed a nearer unit"


def _slot(house: House, place: Place) -> Slot:
    """An incident at a place that needs one unit."""
    now = house.clock.now()
    nobody = UUID(int=0)
    need = Need(
        need_id=nobody,
        incident_id=nobody,
        number=0,
        root=ROOT,
        role=PostRole.PRIMARY,
        point_name="",
        place=place,
        skills=(),
        state=NeedState.OPEN,
        tier=0,
        opened_at=now,
        next_at=now + timedelta(seconds=5),
        exhausted=False,
        desk_at=None,
        holder=None,
    )
    whole = Whole(
        incident_id=nobody,
        number=1,
        source=Source.PRESS,
        kind=Kind.EMERGENCY,
        technical=False,
        silent=False,
        test=False,
        priority=2,
        state=State.ACTIVE,
        area_code=COUNTY,
        site_id=None,
        title="",
        place=given(place),
        note="",
        alarms=1,
        latched=1,
        commander=None,
        eta_at=None,
        desk_at=None,
        desk_reason=None,
        merged_into=None,
        disposition=None,
        opened_at=now,
        changed_at=now,
        closed_at=None,
        closed_by=None,
        scope=[COUNTY, ROOT],
        plan=incident_rules.default_plan(Kind.EMERGENCY, 3),
        points=[],
        drill_units=[],
    )
    return Slot(need, whole, ())
