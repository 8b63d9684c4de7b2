"""Embedded servers of a test's own, which it may kill, stop and wipe."""

import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from redis.asyncio import Redis

from service.platform.local.folder import DataFolder, find_runner
from service.platform.local.postgres import LocalPostgres
from service.platform.local.valkey import LocalValkey


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that the servers' user can enter, gone afterwards; tmp_path is closed to him."""
    with tempfile.TemporaryDirectory(prefix="watchbell-test-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[DataFolder]:
    """A data folder that is ours while this lasts."""
    data = DataFolder(folder)
    data.open(find_runner())
    try:
        yield data
    finally:
        data.close()


@asynccontextmanager
async def own_valkey() -> AsyncIterator[tuple[LocalValkey, str]]:
    """A Redis-compatible server, and its address."""
    with own_folder() as folder, opened(folder) as data:
        valkey = LocalValkey(data, find_runner())
        url = await valkey.start()
        try:
            yield valkey, url
        finally:
            await valkey.server.stop()


@asynccontextmanager
async def postgres_in(folder: Path) -> AsyncIterator[tuple[LocalPostgres, str]]:
    """A PostgreSQL in a folder, and the address of its database."""
    with opened(folder) as data:
        postgres = LocalPostgres(data, find_runner())
        url = await postgres.start()
        try:
            yield postgres, url
        finally:
            await postgres.server.stop()


async def wipe(url: str) -> None:
    """Forget everything that a Redis-compatible server holds."""
    client = Redis.from_url(url)
    try:
        await client.flushall()
    finally:
        await client.aclose()
