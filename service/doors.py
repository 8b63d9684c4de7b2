"""Doors that belong to no feature: the live stream, health, metrics, the map."""

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial
from itertools import product
from pathlib import Path
from typing import Annotated, Final

from litestar import MediaType, Response, get
from litestar.params import QueryParameter
from litestar.response import Stream
from prometheus_client import REGISTRY, CollectorRegistry, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from service.core.problem import Fault, NotFound, Problem
from service.core.wire import Told
from service.footage.wire import office_scope
from service.identity import actions as identity
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import OFFICE, session_scope
from service.patrol import actions as patrol
from service.patrol.wire import NoUnit
from service.platform import pulse
from service.platform.asks import Errand, for_system, system
from service.platform.db import AWAY, ROLELESS
from service.platform.house import House
from service.platform.outbox import Lane, person_scope, site_scope, unit_scope
from service.platform.pulse import Carrier
from service.platform.rings import leases
from service.platform.web import GivenHouse, StrictRequest, Unavailable
from service.schema.migrate import Standing, read_migrations, standing

_OPS = ["ops"]
_SEQ_MAX = 2**63 - 1

_NEWEST: Final = "mostrecent"
READERS = Gauge("watchbell_live_readers", "Open live streams.", multiprocess_mode="livesum")
JOBS = Gauge(
    "watchbell_jobs", "Jobs by lane and state.", ["lane", "state"], multiprocess_mode=_NEWEST
)
OVERDUE = Gauge(
    "watchbell_jobs_overdue_seconds",
    "How long the oldest has been due.",
    ["lane", "state"],
    multiprocess_mode=_NEWEST,
)
CARRIERS = Gauge("watchbell_carriers", "Carriers that live.", multiprocess_mode=_NEWEST)
REDIS_AWAY = Gauge(
    "watchbell_redis_away", "1 while Redis does not answer.", multiprocess_mode=_NEWEST
)
ALL_LANES = Gauge(
    "watchbell_all_lanes",
    "1 while the first carrier takes the lanes of arq.",
    multiprocess_mode=_NEWEST,
)


class TooManyReaders(Problem):
    """There are as many open streams as this process takes; try another, or later."""

    code = "live.too_many_readers"
    fault = Fault.TOO_MANY


class Health(Told):
    """How the parts are. `ready` means that a press would be taken now."""

    ready: bool
    parts: Mapping[str, str]


class TilesCrs(StrEnum):
    """In which system a tile server draws."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


class Tiles(Told):
    """Where pictures of the ground come from, {z}/{x}/{y}, and in which system they are drawn."""

    url: str
    crs: TilesCrs


class MapSetup(Told):
    """Where the map of the pages begins; the base layer is at /v1/map/base where there is one."""

    lat: float
    lon: float
    zoom: float
    has_base: bool
    tiles: Tiles | None


@get("/v1/live", guards=[may()], security=SIGNED_IN, tags=["live"], media_type="text/event-stream")
async def live(
    house: GivenHouse,
    who: GivenWho,
    request: StrictRequest,
    after: Annotated[int | None, QueryParameter(ge=0, le=_SEQ_MAX)] = None,
) -> Stream:
    """Events that you may hear, as server-sent events; `Last-Event-ID` or `after` resumes."""
    if house.live.readers >= house.settings.sockets_max:
        raise TooManyReaders(retry_s=5)
    whose = str(who.account_id)
    if house.live.readers_of(whose) >= house.settings.sockets_each_max:
        raise TooManyReaders("You have too many of them open.", retry_s=5)
    keys = set(who.areas()) | {site_scope(site_id) for site_id in who.sites()}
    keys |= {session_scope(who.session_id), person_scope(who.account_id)}
    keys |= {office_scope(area_code) for area_code in who.areas(OFFICE)}
    try:
        async with house.db.reading() as connection:
            keys.add(unit_scope((await patrol.unit_of(connection, who)).unit_id))
    except NoUnit:
        pass
    seen = request.headers.get("last-event-id", "")
    start = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else after
    return Stream(
        house.live.read(
            frozenset(keys),
            start,
            who.until,
            whose=whose,
            holds=partial(identity.holds, house, who),
        ),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@get("/health/live", security=OPEN, tags=_OPS)
async def health_live() -> Health:
    """This process runs."""
    return Health(ready=True, parts={})


@get("/health/ready", security=OPEN, tags=_OPS)
async def health_ready(house: GivenHouse) -> Response[Health]:
    """Whether a press would be taken now, and how the parts are."""
    health = await _health(house)
    return Response(health, status_code=200 if health.ready else 503)


@for_system(Errand.HEALTH)
async def _health(house: GivenHouse) -> Health:
    now = house.clock.now()
    try:
        async with house.db.reading() as connection:
            schema = await standing(connection, read_migrations())
            carriers = await pulse.carriers(connection, now)
            warm = await leases.counts(connection, now)
    except AWAY:
        return Health(ready=False, parts={"database": "away"})
    except ROLELESS:
        # Nobody has migrated it since there are roles.
        return Health(ready=False, parts={"database": "ok", "schema": Standing.BEHIND})
    critical = [c for c in carriers if Lane.CRITICAL in c.lanes]
    parts = {
        "database": "ok",
        "schema": schema,
        "bell": "ok" if house.bell.connected else "away",
        "carriers": "ok" if critical else "none",
        "redis": "away" if any(c.redis_away for c in critical) else "ok",
        "worker": _worker(house, carriers),
        # Where nobody carries pictures alone, another does; then all cameras are cold.
        "pictures": "ok" if any(list(c.lanes) == [Lane.PICTURES] for c in carriers) else "away",
        "warm": f"{warm.warm} of {warm.wished}",
    }
    return Health(ready=schema.serves, parts=parts)


def _worker(house: House, carriers: Sequence[Carrier]) -> str:
    """How the second carrier is; without it the first takes its lanes."""
    if any(Lane.REST in c.lanes and Lane.CRITICAL not in c.lanes for c in carriers):
        return "ok"
    return "away" if house.settings.redis_url else "none"


@get("/metrics", security=OPEN, tags=_OPS, media_type=MediaType.TEXT, include_in_schema=False)
async def metrics(house: GivenHouse) -> Response[bytes]:
    """What Prometheus reads."""
    now = house.clock.now()
    try:
        with system(Errand.HEALTH):
            async with house.db.reading() as connection:
                carriers = await pulse.carriers(connection, now)
                rows = await pulse.waiting(connection, now)
    except AWAY as error:
        raise Unavailable(retry_s=1) from error
    READERS.set(house.live.readers)
    CARRIERS.set(len(carriers))
    REDIS_AWAY.set(any(c.redis_away for c in carriers))
    ALL_LANES.set(any({Lane.CRITICAL, Lane.REST} <= set(c.lanes) for c in carriers))
    standing = {(row.lane, row.state): row for row in rows}
    for place in product(Lane, pulse.STATES):
        row = standing.get(place)
        JOBS.labels(*place).set(row.jobs if row else 0)
        OVERDUE.labels(*place).set(row.overdue_s if row else 0)
    return Response(generate_latest(_counted()), media_type="text/plain; version=0.0.4")


def _counted() -> CollectorRegistry:
    """What this process counts; where several count together in one folder, all of them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


@get("/v1/map", security=OPEN, tags=["map"])
async def map_setup(house: GivenHouse) -> MapSetup:
    """Where the map begins."""
    s = house.settings
    tiles = Tiles(url=s.tiles_url, crs=TilesCrs(s.tiles_crs)) if s.tiles_url else None
    base = bool(s.map_file)
    return MapSetup(lat=s.map_lat, lon=s.map_lon, zoom=s.map_zoom, has_base=base, tiles=tiles)


@get("/v1/map/base", security=OPEN, tags=["map"], media_type="application/geo+json")
async def map_base(house: GivenHouse) -> Response[bytes]:
    """The map's base layer: streets, water, buildings as GeoJSON in WGS-84."""
    if not house.settings.map_file:
        raise NotFound(field="map")
    data = _read_once(Path(house.settings.map_file))
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(data, media_type="application/geo+json", headers=headers)


_read: dict[Path, bytes] = {}


def _read_once(path: Path) -> bytes:
    if path not in _read:
        _read[path] = path.read_bytes()
    return _read[path]


ROUTES = [live, health_live, health_ready, metrics, map_setup, map_base]
