"""Others that find what is near: PostGIS and Redis, out of Debian's packages, as shipped."""

import asyncio
import contextlib
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as NoRedis

from service.core.geo import Place
from service.platform.local.folder import Runner, find_runner
from tests.bench.ground import end, free_port
from tests.bench.outside import program

Ask = Callable[[Place], Awaitable[object]]
# As wide as a search for the nearest has to be where there are few.
_RADIUS_KM = 40
_AT_ONCE = 5_000


@asynccontextmanager
async def redis_server(folder: Path) -> AsyncIterator[Redis]:
    """A redis-server of this run. Raises NotHad."""
    port = free_port()
    words = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder))
    server = _start(str(program("redis-server")), *words)
    redis: Redis = Redis(port=port)
    try:
        for _ in range(600):
            with contextlib.suppress(NoRedis):
                await redis.ping()
                break
            await asyncio.sleep(0.05)
        yield redis
    finally:
        await redis.aclose()
        end(server)


async def fill_redis(redis: Redis, key: str, places: Sequence[Place]) -> None:
    """Lay places down under their numbers."""
    for start in range(0, len(places), _AT_ONCE):
        flat: list[str | float] = []
        for n, place in enumerate(places[start : start + _AT_ONCE], start):
            flat += [place.lon, place.lat, str(n)]
        await redis.geoadd(key, flat)


def by_redis(redis: Redis, key: str, count: int) -> Ask:
    """The nearest, by GEOSEARCH."""

    async def nearest(place: Place) -> object:
        return await redis.geosearch(
            key,
            longitude=place.lon,
            latitude=place.lat,
            radius=_RADIUS_KM,
            unit="km",
            sort="ASC",
            count=count,
        )

    return nearest


@asynccontextmanager
async def postgis_server(folder: Path) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """A PostgreSQL with PostGIS of this run, and a connection. Raises NotHad."""
    runner = find_runner()
    data = _folder_for(runner, folder)
    initdb = str(program("postgis-initdb"))
    words = ("-D", str(data), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C")
    made = await asyncio.create_subprocess_exec(
        initdb, *words, stdout=subprocess.DEVNULL, **_as(runner)
    )
    assert await made.wait() == 0, "PostGIS's cluster was not made"
    # Read from memory like ours; how it keeps what is written is not asked here.
    given: tuple[str, ...] = (
        "listen_addresses=",
        f"unix_socket_directories={data}",
        "shared_buffers=64MB",
    )
    given += ("random_page_cost=1.1", "jit=off")
    flags = [word for one in given for word in ("-c", one)]
    server = _start(str(program("postgis-server")), "-D", str(data), *flags, runner=runner)
    try:
        connection = await _connected(data)
        await connection.execute("CREATE EXTENSION postgis")
        yield connection
        await connection.close()
    finally:
        end(server)


async def fill_postgis(
    connection: "asyncpg.Connection[asyncpg.Record]", table: str, places: Sequence[Place]
) -> None:
    """A table of places by number, with the index that PostGIS is told to have."""
    await connection.execute("CREATE TEMP TABLE given (n int, lon float8, lat float8)")
    rows = [(n, place.lon, place.lat) for n, place in enumerate(places)]
    await connection.copy_records_to_table("given", records=rows)
    await connection.execute(
        f"CREATE TABLE {table} AS"
        " SELECT n, ST_MakePoint(lon, lat)::geography(Point, 4326) AS spot FROM given",
        timeout=600,
    )
    await connection.execute(f"CREATE INDEX ON {table} USING gist (spot)", timeout=600)
    await connection.execute(f"VACUUM ANALYZE {table}")
    await connection.execute("DROP TABLE given")


def by_postgis(connection: "asyncpg.Connection[asyncpg.Record]", table: str, count: int) -> Ask:
    """The nearest on the spheroid, by the index."""
    statement = (
        f"SELECT n FROM {table}"
        f" ORDER BY spot <-> ST_MakePoint($1, $2)::geography(Point, 4326) LIMIT {count}"
    )

    async def nearest(place: Place) -> object:
        return await connection.fetch(statement, place.lon, place.lat)

    return nearest


def _folder_for(runner: Runner, folder: Path) -> Path:
    """A folder within this one for whoever runs a server, who has to get there."""
    folder.chmod(0o755)
    data = folder / "postgis"
    data.mkdir()
    runner.own(data)
    return data


async def _connected(data: Path) -> "asyncpg.Connection[asyncpg.Record]":
    for _ in range(600):
        with contextlib.suppress(OSError, asyncpg.CannotConnectNowError):
            return await asyncpg.connect(host=str(data), user="bench", database="postgres")
        await asyncio.sleep(0.05)
    raise RuntimeError("PostGIS does not start")


def _start(*command: str, runner: Runner | None = None) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_as(runner)
    )


def _as(runner: Runner | None) -> dict[str, Any]:
    return {} if runner is None else {"cwd": "/", **runner.popen()}
