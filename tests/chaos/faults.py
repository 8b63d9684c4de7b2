"""Everything that can go wrong, each for a while: how it begins, and how it is healed."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.chaos.away import AWAY
from tests.chaos.ground import DISK_BYTES, Ground
from tests.chaos.proxy import CUT, HOLE, WELL, Mode

Fault = Callable[[Ground, random.Random], AbstractAsyncContextManager[None]]

PARTS = ("service serve", "jobs critical", "jobs others", "jobs pictures")
_CAMERAS = ("hang", "lie", "flood", "error")
_PUSHES = ("500", "429", "goaway", "silence", "freeze", "drop")
_CONNECTIONS_MOST = 100
# A second, an hour back, a year ahead, and the year in which clocks without a battery begin.
_CLOCKS_S = ("1", "-3600", "31536000", "-1700000000")


def _kill(victim: str) -> Fault:
    @asynccontextmanager
    async def fault(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
        if ground.kill_part(victim):
            ground.journal.write("killed", victim=victim)
        yield

    return fault


@asynccontextmanager
async def _kill_all(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
    ground.journal.write("killed", victim="all")
    await ground.kill_all()
    yield
    await ground.start_service()


def _kill_box(sort: str) -> Fault:
    @asynccontextmanager
    async def fault(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
        ground.kill_program(rng.choice(ground.names(sort)))
        yield

    return fault


@asynccontextmanager
async def _kill_redis(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
    process = ground.valkey.server.process
    if process is not None and process.poll() is None:
        process.kill()
    yield


@asynccontextmanager
async def _wipe_redis(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
    client = Redis(unix_socket_path=str(ground.behind["redis"]), socket_timeout=2)
    with contextlib.suppress(RedisError, OSError):
        await client.flushall()
    await client.aclose()
    yield


@asynccontextmanager
async def _kill_database(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
    process = ground.postgres.server.process
    if process is not None and process.poll() is None:
        process.kill()
    yield


@asynccontextmanager
async def _restart_database(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
    """A fast shutdown, and a start: what an upgrade of the server does."""
    await ground.postgres.server.stop()
    yield


@asynccontextmanager
async def _fill_connections(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
    """As many as the server takes, so that it refuses whoever comes anew."""
    taken: list[asyncpg.Connection[asyncpg.Record]] = []
    with contextlib.suppress(*AWAY):
        for _ in range(_CONNECTIONS_MOST):
            connection = await asyncpg.connect(ground.database, timeout=2)
            taken.append(connection)
    try:
        yield
    finally:
        for connection in taken:
            connection.terminate()


@asynccontextmanager
async def _read_only(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
    await _owning(ground, "ALTER SYSTEM SET default_transaction_read_only = on")
    try:
        yield
    finally:
        await _owning(ground, "ALTER SYSTEM RESET default_transaction_read_only")


async def _owning(ground: Ground, statement: str) -> None:
    """Until it is done: a database that stays as it is would prove nothing."""
    for _ in range(100):
        with contextlib.suppress(*AWAY):
            connection = await asyncpg.connect(ground.database, timeout=2)
            try:
                await connection.execute("SET default_transaction_read_only = off")
                await connection.execute(statement)
                await connection.execute("SELECT pg_reload_conf()")
                return
            finally:
                connection.terminate()
        await asyncio.sleep(0.3)
    raise TimeoutError(statement)


@asynccontextmanager
async def _full_disk(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
    ground.resize_disk(None)
    try:
        yield
    finally:
        ground.resize_disk(DISK_BYTES)


def _line(name: str, mode: Mode) -> Fault:
    @asynccontextmanager
    async def fault(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
        await ground.lines[name].set(mode)
        try:
            yield
        finally:
            await ground.lines[name].set(WELL)

    return fault


def _mood(file: str, moods: tuple[str, ...], usual: str) -> Fault:
    @asynccontextmanager
    async def fault(ground: Ground, rng: random.Random) -> AsyncIterator[None]:
        (ground.folder / file).write_text(rng.choice(moods))
        try:
            yield
        finally:
            (ground.folder / file).write_text(usual)

    return fault


# How often each is chosen, beside the others.
FAULTS: dict[str, tuple[int, Fault]] = {
    **{f"kill {part}": (3, _kill(part)) for part in PARTS},
    "kill all": (1, _kill_all),
    "kill a box": (2, _kill_box("box")),
    "kill a plain box": (2, _kill_box("plain")),
    "kill redis": (2, _kill_redis),
    "wipe redis": (2, _wipe_redis),
    "hole to redis": (1, _line("redis", HOLE)),
    "kill the database": (2, _kill_database),
    "restart the database": (1, _restart_database),
    "no connections left": (2, _fill_connections),
    "read-only database": (2, _read_only),
    "full disk": (1, _full_disk),
    "cut to the database": (2, _line("database", CUT)),
    "hole to the database": (1, _line("database", HOLE)),
    "slow database": (1, _line("database", Mode(delay_s=0.05))),
    "cut to the service": (2, _line("service", CUT)),
    "hole to the service": (2, _line("service", HOLE)),
    "late and overtaken": (3, _line("service", Mode(delay_s=1.5))),
    "said twice": (3, _line("service", Mode(repeat_share=0.3))),
    "gateway": (3, _mood("gateway", _PUSHES, "good")),
    "hole to the gateway": (1, _line("gateway", HOLE)),
    "cameras": (3, _mood("camera", _CAMERAS, "good")),
    "hole to the cameras": (1, _line("camera", HOLE)),
    "clock": (2, _mood("clock", _CLOCKS_S, "0")),
}
