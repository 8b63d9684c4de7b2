"""The embedded servers: what they promise about the disk, and whom they serve."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import psutil
import pytest
from redis.asyncio import Redis

from service.platform.local.folder import DataFolder, Runner, find_runner
from service.platform.local.postgres import LocalPostgres
from service.platform.local.valkey import LocalValkey
from service.settings import Settings, read_settings
from tests.support.databases import connected, execute, rows
from tests.support.embedded import own_folder, own_valkey, postgres_in
from tests.support.waits import until

PAGE_BYTES = 8192


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder of one's own."""
    with own_folder() as own:
        yield own


async def note(url: str) -> None:
    """Write what is to be kept."""
    await execute(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")


async def noted(url: str) -> bool:
    """Whether it was kept, and can be written to."""
    await execute(url, "INSERT INTO kept VALUES (0)")
    await execute(url, "DELETE FROM kept WHERE n = 0")
    return await rows(url, "SELECT count(*) AS n, sum(n) AS s FROM kept") == [
        {"n": 1000, "s": 500500}
    ]


def pid_of(postgres: LocalPostgres) -> int:
    """The postmaster."""
    assert postgres.server.process is not None
    return postgres.server.process.pid


async def test_what_is_committed_is_on_disk_and_a_page_that_the_disk_spoils_is_noticed(
    folder: Path,
) -> None:
    async with postgres_in(folder) as (_, url):
        shown = {
            name: (await rows(url, f"SHOW {name}"))[0][name]
            for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
        }
        assert shown == dict.fromkeys(shown, "on")
        await note(url)
        await execute(url, "CHECKPOINT")
        ((where, *_),) = [
            r.values() for r in await rows(url, "SELECT pg_relation_filepath('kept')")
        ]
    with (folder / "postgres" / where).open("r+b") as table:
        table.seek(PAGE_BYTES - 10)
        spoilt = bytes(byte ^ 1 for byte in table.read(4))
        table.seek(PAGE_BYTES - 10)
        table.write(spoilt)
    async with postgres_in(folder) as (_, url):
        with pytest.raises(asyncpg.DataCorruptedError):
            await noted(url)


async def test_a_server_that_was_killed_serves_again_with_all_that_was_committed(
    folder: Path,
) -> None:
    async with postgres_in(folder) as (postgres, url):
        await note(url)
        for _ in range(3):
            os.kill(pid_of(postgres), signal.SIGKILL)
            await postgres.server.ended()
            await postgres.restart()
            assert await noted(url)


async def test_what_a_dead_server_left_running_does_not_stop_the_next(folder: Path) -> None:
    """A child of the old server that cannot notice its death keeps the memory of the cluster."""
    async with postgres_in(folder) as (postgres, url):
        await note(url)
        stopped = []
        for child in psutil.Process(pid_of(postgres)).children():
            with suppress(psutil.NoSuchProcess):  # one that cleaned up and went meanwhile
                child.suspend()
                stopped.append(child)
        assert stopped
        os.kill(pid_of(postgres), signal.SIGKILL)
        await postgres.server.ended()
        assert all(child.is_running() for child in stopped)
        await postgres.restart()
        assert not [c for c in stopped if c.is_running() and c.status() != psutil.STATUS_ZOMBIE]
        assert await noted(url)


async def test_a_server_that_outlived_its_owner_is_ended_by_the_next(folder: Path) -> None:
    async with postgres_in(folder) as (former, url):
        await note(url)
        os.kill(pid_of(former), signal.SIGSTOP)
        # The owner is gone, and with him the lock of the folder.
        next_one = LocalPostgres(DataFolder(folder), find_runner())
        again = await next_one.start()
        try:
            assert former.server.process is not None
            assert former.server.process.poll() == 0, "it was let write down what it had"
            assert await noted(again)
        finally:
            await next_one.server.stop()


async def test_a_killed_connection_costs_nobody_more_than_a_moment(folder: Path) -> None:
    async with postgres_in(folder) as (postgres, url):
        await note(url)
        async with connected(url) as victim:
            os.kill(victim.get_server_pid(), signal.SIGKILL)

            async def serves_again() -> bool:
                try:
                    return await noted(url)
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    return False

            assert await until(serves_again)
        assert postgres.server.running


def sleeper(runner: Runner, where: Path) -> "subprocess.Popen[bytes]":
    """Another program of the user that the servers run as, standing in a folder of ours."""
    return subprocess.Popen(["sleep", "600"], cwd=where, **runner.popen())


@pytest.mark.parametrize("owner", ["another program", "nobody"])
async def test_locks_that_lie_do_not_stop_the_next_start(folder: Path, owner: str) -> None:
    async with postgres_in(folder) as (_, url):
        await note(url)
    runner = find_runner()
    other = sleeper(runner, folder / "postgres")
    try:
        pid = other.pid
        if owner == "nobody":
            other.kill()
            other.wait()
        lies = f"{pid}\n{folder}/postgres\n1767225600\n5432\n{folder}/run\n\n  0 0\nready\n"
        for path in (
            folder / "postgres" / "postmaster.pid",
            folder / "run" / ".s.PGSQL.5432",
            folder / "run" / ".s.PGSQL.5432.lock",
            folder / "run" / "valkey.sock",
        ):
            path.write_text(lies)
            runner.own(path)
        async with postgres_in(folder) as (_, url):
            assert await noted(url)
        valkey = LocalValkey(DataFolder(folder), runner)
        await valkey.start()
        await valkey.server.stop()
        assert owner == "nobody" or other.poll() is None, "it is none of ours"
    finally:
        other.kill()
        other.wait()


async def test_a_redis_that_outlived_its_owner_does_not_take_the_next_ones_socket_away() -> None:
    async with own_valkey() as (former, url):
        assert former.server.process is not None
        former.server.process.send_signal(signal.SIGSTOP)
        former.server.process.send_signal(signal.SIGTERM)
        next_one = LocalValkey(DataFolder(Path(former.server.log).parents[1]), find_runner())
        assert await next_one.start() == url
        try:
            assert former.server.process.poll() is not None
            client = Redis.from_url(url)
            assert await client.ping()
            await client.aclose()
        finally:
            await next_one.server.stop()


NAMES = {
    "blanks, quotes, not ascii, and what means something in an address": (
        '平安 铃 it\'s "so" 100% #1 ?x=[1]&y'
    ),
    "comma": "a,b",
    "longer than a socket's may be": 80 * "铃",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_a_folder_may_have_any_name(folder: Path, name: str) -> None:
    inside = folder / name
    async with postgres_in(inside) as (_, url):
        await note(url)
        valkey = LocalValkey(DataFolder(inside), find_runner())
        redis_url = await valkey.start()
        client = Redis.from_url(redis_url)
        assert await client.ping()
        await client.aclose()
        await valkey.server.stop()
    async with postgres_in(inside) as (_, url):
        assert await noted(url)
    assert Settings(redis_url=redis_url) == read_settings({"REDIS_URL": redis_url})
    sockets = DataFolder(inside).sockets(find_runner())
    for left in sockets.iterdir():
        left.unlink()
    sockets.rmdir()
