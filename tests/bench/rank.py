"""Ranking units and choosing cameras in a province, beside PostGIS and Redis."""

import os
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import numpy as np
import psutil

from service.app import open_house
from service.camera import actions as camera
from service.camera import store as cameras
from service.camera.wire import View
from service.centre.wire import Policy
from service.core.geo import EARTH_RADIUS_M, Place, given
from service.dispatch import rules
from service.dispatch.ladder import Slot
from service.dispatch.wire import Need, NeedState
from service.incident import rules as incident_rules
from service.incident.wire import Kind, PostRole, Source, State, Whole
from service.patrol import actions as patrol
from service.patrol.wire import Standing
from service.platform.house import House
from service.platform.keys import read_keys
from service.platform.seal import Seal
from tests.bench.county import COUNTY, ROOT, plant_cameras, plant_units, spots
from tests.bench.ground import cpu_s, ground
from tests.bench.nearest import (
    Ask,
    by_postgis,
    by_redis,
    fill_postgis,
    fill_redis,
    postgis_server,
    redis_server,
)
from tests.bench.outside import had
from tests.bench.report import (
    Measure,
    at_most,
    below,
    middle,
    only,
    percentile,
    unmeasured,
)

NOTE = (
    "ms for one place, alternating; ours reads, ranks and explains, or chooses who looks there; the"
    " others only find the nearest 24: PostGIS on geography, Redis by GEOSEARCH, both by Debian's"
    " packages, and our own table by its index alone. CPU: of the asking process and of the servers"
)
UNITS, CAMERAS, NEAREST, QUERIES = 20_000, 236_000, 24, 10_000
_RANGE_M = 80.0  # How far a planted camera sees.
_NEAREST_CAMERAS = 40  # So many the statement keeps, seeing or not.
# The length of a chord is read back from eight bytes; what lies nearer together is a tie.
_TIE_M = 0.05


async def run(*, quick: bool = False) -> list[Measure]:
    """Alternate all, each on the same places; then hold ours against looking at every one."""
    units, cameras, count, queries = (
        (2_000, 10_000, 60, 300) if quick else (UNITS, CAMERAS, 1_000, QUERIES)
    )
    missing = had("redis-server", "postgis-server")
    async with ground() as standing, AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-rank-")))
        url = standing.settings.database_url
        unit_places = spots(units, seed=3, spread=1.0)
        camera_places = spots(cameras, seed=4, spread=1.0)
        await plant_units(url, unit_places)
        await plant_cameras(url, camera_places)
        peers: dict[str, tuple[Ask, Ask]] = {}
        if "postgis-server" not in missing:
            connection = await stack.enter_async_context(postgis_server(folder))
            await fill_postgis(connection, "units", unit_places)
            await fill_postgis(connection, "cameras", camera_places)
            peers["PostGIS"] = (
                by_postgis(connection, "units", NEAREST),
                by_postgis(connection, "cameras", NEAREST),
            )
        if "redis-server" not in missing:
            redis = await stack.enter_async_context(redis_server(folder))
            await fill_redis(redis, "units", unit_places)
            await fill_redis(redis, "cameras", camera_places)
            peers["Redis"] = by_redis(redis, "units", NEAREST), by_redis(redis, "cameras", NEAREST)
        seal = Seal(*read_keys(Path(standing.settings.data) / "secret.key"))
        async with open_house(standing.settings, seal=seal) as house:
            asked = spots(count, seed=5, spread=0.9)
            ranked = {"ours": _rank(house), "index": _by_index(house, "position")}
            ranked |= {name: asks[0] for name, asks in peers.items()}
            chosen = {"ours": _choose(house), "index": _by_index(house, "camera")}
            chosen |= {name: asks[1] for name, asks in peers.items()}
            units_took = await _alternate(asked, ranked)
            cameras_took = await _alternate(asked, chosen)
            server = standing.postgres_pid
            costs = [await _cost(ask, asked, server) for ask in (_rank(house), _choose(house))]
            sought = spots(queries, seed=6, spread=0.95)
            different = [
                await _differs(sought, unit_places, _units_of(house)),
                await _differs(sought, camera_places, _cameras_of(house), within_m=_RANGE_M),
            ]
    names = f"rank {units} units", f"choose of {cameras} cameras"
    return [
        *_measures(names[0], units_took, costs[0]),
        below(f"{names[0]}: differs from brute force, of {queries}", different[0], 0),
        *_measures(names[1], cameras_took, costs[1]),
        below(f"{names[1]}: differs from brute force, of {queries}", different[1], 0),
        *unmeasured(missing),
    ]


async def _alternate(places: list[Place], asks: dict[str, Ask]) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {name: [] for name in asks}
    order = list(asks)
    rng = random.Random(6)
    for place in places[:20]:
        for ask in asks.values():
            await ask(place)
    for place in places:
        rng.shuffle(order)
        for name in order:
            began = time.perf_counter()
            await asks[name](place)
            took[name].append(1000 * (time.perf_counter() - began))
    return took


async def _cost(ask: Ask, places: list[Place], server: int) -> float:
    """Milliseconds of a core for one."""
    before_s = cpu_s(os.getpid())
    for place in places:
        await ask(place)
    # PostgreSQL was started by this process, so it is counted with it.
    assert server in [child.pid for child in psutil.Process().children(recursive=True)]
    return 1000 * (cpu_s(os.getpid()) - before_s) / len(places)


def _measures(name: str, took: dict[str, list[float]], cost_ms: float) -> list[Measure]:
    ours = took["ours"]
    found = [only(f"{name}: CPU, ms", cost_ms)]
    for peer, theirs in took.items():
        if peer in ("PostGIS", "Redis"):
            found.append(at_most(f"{name}: p50, beside {peer}", middle(ours), middle(theirs), 1.0))
            bare = f"{name}: p50 of our {NEAREST} bare ids, beside {peer}"
            found.append(only(bare, middle(took["index"]), middle(theirs)))
        elif peer == "index":
            found.append(
                only(f"{name}: p50, beside {NEAREST} bare ids", middle(ours), middle(theirs))
            )
        if peer != "ours":
            found += [
                only(
                    f"{name}: p{100 * share:g}, beside {peer}",
                    percentile(ours, share),
                    percentile(theirs, share),
                )
                for share in (0.95, 0.99)
            ]
    return found


def _rank(house: House) -> Ask:
    async def rank(place: Place) -> object:
        near = await _units_of(house)(place)
        return rules.rank(_slot(house, place), near, Policy(), house.clock.now())

    return rank


def _units_of(house: House) -> Callable[[Place], Awaitable[list[Standing]]]:
    async def nearest(place: Place) -> list[Standing]:
        async with house.db.reading() as connection:
            near = await patrol.nearest(
                connection, [place], [ROOT], busy=(), only=None, count=NEAREST
            )
        return near[place]

    return nearest


def _choose(house: House) -> Ask:
    async def choose(place: Place) -> object:
        async with house.db.reading() as connection:
            return await camera.choose(house, connection, place, [ROOT], since_s=0, count_max=8)

    return choose


def _cameras_of(house: House) -> Callable[[Place], Awaitable[list[View]]]:
    """What is chosen from: every camera that reaches so far, and the nearest of any."""

    async def near(place: Place) -> list[View]:
        async with house.db.reading() as connection:
            return await cameras.views_near(connection, place, [], 0, [ROOT], house.clock.now())

    return near


def _by_index(house: House, table: str) -> Ask:
    column = "unit_id" if table == "position" else "camera_id"
    order = "flat(lat, lon) <-> flat($1, $2)"
    statement = f"SELECT {column} FROM {table} ORDER BY {order} LIMIT {NEAREST}"

    async def nearest(place: Place) -> object:
        async with house.db.reading() as connection:
            return await connection.fetch(statement, place.lat, place.lon)

    return nearest


async def _differs(
    sought: list[Place],
    places: list[Place],
    ask: Callable[[Place], Awaitable[list[Any]]],
    *,
    within_m: float | None = None,
) -> int:
    """For how many places the answer is another than that of looking at every one.

    Compared are the distances, nearest first: of equal ones any may be named. With `within_m` all
    that lie so near belong to it, and the nearest 40 besides.
    """
    everywhere, count = _directions(places), 0
    few = NEAREST if within_m is None else _NEAREST_CAMERAS
    for start in range(0, len(sought), 100):
        some = sought[start : start + 100]
        nearness = _directions(some) @ everywhere.T
        best = -np.sort(-np.partition(nearness, len(places) - few, axis=1)[:, -few:], axis=1)
        true_m = EARTH_RADIUS_M * np.sqrt(np.maximum(0, 2 - 2 * best))
        for at, place in enumerate(some):
            found = await ask(place)
            # Where each stands by its own word, not by the index's.
            theirs = _directions([one.place for one in found]) @ _directions([place])[0]
            found_m = np.sort(EARTH_RADIUS_M * np.sqrt(np.maximum(0, 2 - 2 * theirs)))
            right = len(found_m) == few and np.allclose(found_m, true_m[at], atol=_TIE_M, rtol=0)
            if within_m is not None:
                cosine = 1 - (within_m / EARTH_RADIUS_M) ** 2 / 2
                reached = int((nearness[at] >= cosine).sum())
                right = right and reached <= few
            count += not right
    return count


def _directions(places: list[Place]) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Unit vectors, one in each row."""
    lat, lon = np.radians(np.array([(place.lat, place.lon) for place in places])).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


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
