"""Redis by its sentinels: the master is found, and the next one when it is killed."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from jobs.lanes import open_redis
from service.platform.local.valkey import find_binary
from service.platform.redis_pool import redis_pool
from tests.support.embedded import own_folder
from tests.support.waits import until

# A sentinel gives up on a master sooner than by its default of thirty seconds.
_SENTINEL = """\
port {port}
bind 127.0.0.1
dir {folder}
requirepass of-the-sentinel
sentinel monitor town 127.0.0.1 {master} 1
sentinel auth-pass town p@ss
sentinel down-after-milliseconds town 300
sentinel failover-timeout town 2000
"""
_PASSWORDS = {"replication": "p@ss", "sentinel": "of-the-sentinel"}


def _unused() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def _watched() -> AsyncIterator[tuple[int, int, Callable[[], None]]]:
    """A master with a replica and a sentinel: the sentinel's port, the master's, how to kill it."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(own_folder())
        binary = str(find_binary())
        master, replica, sentinel = _unused(), _unused(), _unused()

        async def started(*arguments: str) -> asyncio.subprocess.Process:
            quiet = asyncio.subprocess.DEVNULL
            child = await asyncio.create_subprocess_exec(
                binary, *arguments, stdout=quiet, stderr=quiet, cwd=folder
            )
            stack.push_async_callback(_ended, child)
            return child

        words = ("--requirepass", "p@ss", "--masterauth", "p@ss")
        plain = ("--bind", "127.0.0.1", "--save", "", *words, "--port")
        first = await started(*plain, str(master))
        await started(*plain, str(replica), "--replicaof", "127.0.0.1", str(master))
        await until(lambda: _says(replica, "master_link_status", "up"))
        config = Path(folder) / "sentinel.conf"
        config.write_text(_SENTINEL.format(port=sentinel, folder=folder, master=master))
        await started(str(config), "--sentinel")
        await until(lambda: _says(sentinel, "master0", "slaves=1", section="sentinel"))
        yield sentinel, master, first.kill


async def _ended(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        child.kill()
    await child.wait()


async def _says(port: int, name: str, wanted: str, *, section: str = "replication") -> bool:
    client = Redis(port=port, password=_PASSWORDS[section])
    try:
        said = await client.info(section)
        return wanted in str(said.get(name)).replace("'", "").replace(": ", "=")
    except RedisError:
        return False
    finally:
        await client.aclose()


async def test_the_master_is_found_and_after_its_death_the_next() -> None:
    async with _watched() as (sentinel, master, kill):
        silent = _unused()
        hosts = f"127.0.0.1:{silent},127.0.0.1:{sentinel}"
        url = f"redis+sentinel://:p%40ss@{hosts}/town/1?sentinel_password=of-the-sentinel"
        redis = await open_redis(url)
        await redis.set("word", "kept")
        plain = Redis(port=master, db=1, password="p@ss")
        assert await plain.get("word") == b"kept"
        await plain.aclose()
        kill()

        async def written() -> bool:
            try:
                return bool(await redis.set("word", "anew"))
            except RedisError:
                return False

        assert not await written()
        await until(written, most_s=20)
        await redis.aclose(close_connection_pool=True)


@pytest.mark.parametrize(
    "url",
    [
        *("redis+sentinel://", "redis+sentinel://a:1", "redis+sentinel://a:x/town"),
        "redis+sentinel://a/town?password=x",
    ],
)
def test_an_address_that_names_no_master_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="redis"):
        redis_pool(url)


def test_what_an_address_says_of_the_master_is_taken() -> None:
    pool = redis_pool("redis+sentinel://me:p%40ss@[::1]:7,b/town/3", socket_timeout=1)
    given = pool.connection_kwargs
    assert (given["username"], given["password"], given["db"]) == ("me", "p@ss", 3)
    asked = [one.connection_pool.connection_kwargs for one in pool.sentinel_manager.sentinels]  # type: ignore[attr-defined]
    assert [(one["host"], one["port"]) for one in asked] == [("::1", 7), ("b", 26379)]
    assert redis_pool("redis://a:1/2").connection_kwargs["db"] == 2
