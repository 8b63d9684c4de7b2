"""The real PostgreSQL and Redis that the whole suite shares, and a fresh database for each test."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from argon2 import PasswordHasher
from msgspec.structs import replace

from service.app import open_house
from service.cli.seed import Seed, plant
from service.platform.local.folder import DataFolder, find_runner
from service.platform.local.postgres import LocalPostgres
from service.platform.local.valkey import LocalValkey
from service.platform.seal import Seal
from service.schema.migrate import migrate
from service.settings import Settings
from tests.support.clock import HandClock
from tests.support.hamlet import PASSWORD

SEAL = Seal(bytes(range(32)))
_TEMPLATE = "watchbell_template"
_ROOM_BYTES = 2 << 30


@dataclass
class Servers:
    """Addresses of the shared servers."""

    database_url: str
    redis_url: str
    stop: list[object]

    def database(self, name: str) -> str:
        """The address of another database on the same server."""
        return with_database(self.database_url, name)


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _quick_folder() -> str | None:
    """Memory where there is enough of it: each test has a database of its own, made by copying."""
    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK | os.X_OK)):
        return None
    return str(memory) if shutil.disk_usage(memory).free > _ROOM_BYTES else None


async def start_servers(*, on_disk: bool = False) -> Servers:
    """Use what DATABASE_URL and REDIS_URL name, and start the rest; in memory where there is room,
    unless what a commit costs on a disk is to be measured.
    """
    database_url = os.environ.get("DATABASE_URL", "")
    redis_url = os.environ.get("REDIS_URL", "")
    stop: list[object] = []
    if not database_url or not redis_url:
        folder = Path(
            tempfile.mkdtemp(prefix="watchbell-test-", dir=None if on_disk else _quick_folder())
        )
        runner = find_runner()
        data = DataFolder(folder)
        data.open(runner)
        stop.append(data)
        if not database_url:
            postgres = LocalPostgres(data, runner)
            database_url = await postgres.start()
            stop.append(postgres.server)
        if not redis_url:
            valkey = LocalValkey(data, runner)
            redis_url = await valkey.start()
            stop.append(valkey.server)
    return Servers(database_url, redis_url, stop)


async def stop_servers(servers: Servers) -> None:
    """Stop what was started here, and leave nothing behind."""
    for part in reversed(servers.stop):
        if isinstance(part, DataFolder):
            part.close()
            await asyncio.to_thread(_remove, part.root)
        else:
            await part.stop()  # type: ignore[attr-defined]


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


async def make_template(servers: Servers, seed: Seed) -> None:
    """A migrated and planted database that each test gets a copy of."""
    await _run(servers, f"DROP DATABASE IF EXISTS {_TEMPLATE}", f"CREATE DATABASE {_TEMPLATE}")
    url = servers.database(_TEMPLATE)
    clock = HandClock()
    await migrate(url, clock)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=folder, database_url=url)
        async with open_house(settings, clock, SEAL) as house:
            # As of a demonstration, for which a password that all share is worked out once.
            shared = [replace(account, demo=True) for account in seed.accounts]
            await plant(house, replace(seed, accounts=shared))
            demo = [account.name for account in seed.accounts if account.demo]
            # A hash says itself how costly it is to check: cheap ones let tests sign in at once.
            cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
            async with house.db.reading() as connection:
                statement = "UPDATE account SET password_hash = $1, demo = name = ANY($2)"
                await connection.execute(statement, cheap, demo)


@asynccontextmanager
async def fresh_database(servers: Servers, name: str) -> AsyncIterator[str]:
    """A copy of the template, gone afterwards."""
    await _run(
        servers,
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        # Copied as files: to write each page into the log costs twice as much.
        f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY FILE_COPY",
    )
    try:
        yield servers.database(name)
    finally:
        await _run(servers, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


async def _run(servers: Servers, *statements: str) -> None:
    connection = await asyncpg.connect(servers.database_url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
