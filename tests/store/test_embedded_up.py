"""`watchbell up` from packages: ready when a press would be taken, and never in its own way."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import aiohttp
import asyncpg
import psutil
import pytest

from service.platform.clock import SystemClock
from service.schema.migrate import migrate
from tests.support.databases import connected, empty_database, execute, rows
from tests.support.embedded import own_folder
from tests.support.servers import Servers
from tests.support.up import Up, health, lives, up
from tests.support.waits import until

PARTS = {
    "postgres",
    "valkey-server",
    "service serve",
    "jobs critical",
    "jobs others",
    "jobs pictures",
}
LOCK = 0x57_61_74_63_68


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that is still to be made."""
    with own_folder() as own:
        yield own / "data"


@pytest.fixture
async def given(servers: Servers) -> AsyncIterator[dict[str, str]]:
    """Databases that somebody else runs: an empty one, and a Redis."""
    async with empty_database(servers) as url:
        yield {"DATABASE_URL": url, "REDIS_URL": servers.redis_url}


async def note(url: str, number: int) -> None:
    """Write what is to be kept."""
    await execute(url, "CREATE TABLE IF NOT EXISTS kept (n int)")
    await execute(url, "INSERT INTO kept VALUES ($1)", number)


async def noted(url: str) -> list[int]:
    """What was kept; nothing while the database does not serve."""
    try:
        return [row["n"] for row in await rows(url, "SELECT n FROM kept ORDER BY n")]
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return []


async def well(base: str) -> bool:
    """Whether every part says that it is."""
    parts = await health(base)
    return {said for name, said in parts.items() if name != "warm"} == {"ok"}


async def test_it_starts_stops_and_starts_again_with_what_it_had(folder: Path) -> None:
    for run in range(2):
        with up(folder) as system:
            base = system.ready()
            parts = await health(base)
            assert (parts["database"], parts["schema"], parts["carriers"]) == ("ok", "ok", "ok")
            assert set(system.parts()) == PARTS
            assert await noted(system.database_url) == list(range(run))
            await note(system.database_url, run)
            system.stop()
    assert not (folder / "postgres" / "postmaster.pid").exists()
    assert list((folder / "run").iterdir()) == []


async def test_whatever_is_killed_is_started_again_and_nothing_is_lost(folder: Path) -> None:
    with up(folder) as system:
        base, url = system.ready(), system.database_url
        await note(url, 1)
        for victim in sorted(PARTS):
            former = system.parts()[victim]
            former.kill()
            await until(partial(replaced, system, victim, former))
            await until(partial(well, base), most_s=30)
            assert await noted(url) == [1], victim
        # With the process that they are forked from, all programs end and start anew.
        former = system.parts()["service serve"]
        nursery = former.parent()
        assert nursery is not None
        nursery.kill()
        await until(partial(replaced, system, "service serve", former))
        await until(partial(well, base), most_s=30)
        system.stop()


def replaced(system: Up, name: str, former: psutil.Process) -> bool:
    """Whether another process does its work."""
    return system.parts().get(name, former).pid != former.pid


async def test_a_database_that_is_killed_again_while_it_starts_is_started_again(
    folder: Path,
) -> None:
    with up(folder) as system:
        base, url = system.ready(), system.database_url
        await note(url, 1)
        former = system.parts()["postgres"]
        for _ in range(2):
            former.kill()
            await until(partial(replaced, system, "postgres", former))
            former = system.parts()["postgres"]
        await until(partial(well, base), most_s=30)
        assert await noted(url) == [1]
        system.stop()


async def test_a_killed_owner_leaves_nothing_that_stops_the_next_start(folder: Path) -> None:
    """Not even where nothing that it started hears that it is to end."""
    with up(folder) as former:
        port = int(former.ready().rpartition(":")[2])
        await note(former.database_url, 1)
        left = former.parts()
        for part in left.values():
            part.suspend()
        former.kill()
        with up(folder, port=port) as system:
            base = system.ready()
            assert base == f"http://127.0.0.1:{port}"
            assert [name for name, part in left.items() if lives(part)] == []
            assert await noted(system.database_url) == [1]
            await until(partial(well, base), most_s=30)
            system.stop()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_a_first_start_that_is_ended_half_way_does_not_stop_the_next(
    folder: Path, number: signal.Signals
) -> None:
    with up(folder) as former:
        await until(lambda: "initdb" in former.parts())
        former.kill() if number is signal.SIGKILL else former.stop()
        assert not former.has_spoken
    with up(folder) as system:
        system.ready()
        system.stop()


async def test_a_second_owner_is_refused_and_does_the_first_no_harm(folder: Path) -> None:
    with up(folder) as first:
        base = first.ready()
        with up(folder) as second:
            said = second.refused()
        assert f"in use by another running Watchbell (process {first.pid})" in said
        await until(partial(well, base), most_s=30)
        first.stop()


async def test_a_port_that_is_taken_is_named_and_the_folder_is_free_again(folder: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with up(folder, port=port) as system:
            said = system.refused()
    assert f"port {port} of 127.0.0.1 cannot be used: Address already in use" in said
    assert "--port" in said
    assert not (folder / "postgres").exists(), "it looked before it began"


async def test_a_press_that_comes_while_the_service_starts_anew_is_not_refused(
    folder: Path, given: dict[str, str]
) -> None:
    with up(folder, **given) as system:
        base = system.ready()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
            former = system.parts()["service serve"]
            former.kill()
            former.wait(5)
            async with session.get(f"{base}/health/live") as answer:
                assert answer.status == 200
            assert replaced(system, "service serve", former)
        system.stop()


async def test_databases_that_are_named_are_used_and_none_are_started(
    folder: Path, tmp_path: Path, given: dict[str, str]
) -> None:
    pictures = tmp_path / "pictures"
    with up(folder, **given, BLOB_URL=pictures.as_uri()) as system:
        base = system.ready()
        await until(partial(well, base), most_s=30)
        assert set(system.parts()) == PARTS - {"postgres", "valkey-server"}
        beats = await rows(given["DATABASE_URL"], "SELECT carrier FROM carrier")
        assert {row["carrier"].split("@")[0] for row in beats} == {"runner", "arq", "pictures.1"}
        assert pictures.is_dir()
        assert not (folder / "postgres").exists()
        system.stop()


async def test_a_database_that_does_not_take_us_is_said_in_a_line(
    folder: Path, servers: Servers
) -> None:
    for url, says in (
        ("postgresql://watchbell@127.0.0.1:1/watchbell", "ConnectionRefusedError"),
        (servers.database("missing"), 'database "missing" does not exist'),
    ):
        with up(folder, DATABASE_URL=url, REDIS_URL=servers.redis_url) as system:
            said = system.refused()
        assert says in said
        assert "DATABASE_URL" in said


async def test_ready_is_not_said_before_a_press_would_be_taken(
    folder: Path, given: dict[str, str]
) -> None:
    async with connected(given["DATABASE_URL"]) as other:
        assert await other.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
        with up(folder, **given) as system:

            async def asks() -> bool:
                found = await other.fetch(
                    "SELECT FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND query LIKE '%pg_try_advisory_lock%'"
                )
                return bool(found)

            await until(asks, most_s=30)
            assert not system.has_spoken
            await other.execute("SELECT pg_advisory_unlock($1)", LOCK)
            await until(partial(well, system.ready()), most_s=30)
            system.stop()


HISTORIES = {
    "newer than this program: it has 9999_post_future": (
        "INSERT INTO schema_migration VALUES ('9999_post_future', 'x', now())"
    ),
    "was edited after it ran": "UPDATE schema_migration SET checksum = 'x'",
}


@pytest.mark.parametrize("says", HISTORIES)
async def test_a_database_that_the_program_does_not_fit_is_left_alone(
    folder: Path, given: dict[str, str], says: str
) -> None:
    await migrate(given["DATABASE_URL"], SystemClock())
    await execute(given["DATABASE_URL"], HISTORIES[says])
    before = await rows(given["DATABASE_URL"], "SELECT * FROM schema_migration")
    with up(folder, **given) as system:
        assert says in system.refused()
    assert await rows(given["DATABASE_URL"], "SELECT * FROM schema_migration") == before


async def test_a_folder_of_another_major_version_is_refused_with_the_recipe(folder: Path) -> None:
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "PG_VERSION").write_text("16\n")
    with up(folder) as system:
        said = system.refused()
    assert "made by PostgreSQL 16" in said
    assert "pg_dump" in said
    assert "pg_restore" in said


def ordinary_user() -> tuple[str, ...]:
    """What to run a program with, so that it is not root's; nothing where we are not root."""
    if os.geteuid() != 0:
        return ()
    for before in (
        ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
        ("unshare", "--user", "--map-user=1000", "--map-group=1000"),
    ):
        try:
            tried = subprocess.run(
                [*before, sys.executable, "-c", "import sys, asyncpg; print(sys.version)"],
                capture_output=True,
                text=True,
                timeout=30,
            )
        except OSError:
            continue
        if tried.stdout.strip() == sys.version:
            return before
    pytest.skip("as root, and no other user can run this Python")


async def test_an_ordinary_user_needs_no_root(folder: Path) -> None:
    before = ordinary_user()
    make_theirs(folder)
    with up(folder, before=before) as system:
        base = system.ready()
        await until(partial(well, base), most_s=30)
        system.stop()
    assert stat.S_IMODE(mode_of(folder)) == 0o700, "root's is open to the servers' user"


def make_theirs(folder: Path) -> None:
    """Give a folder to nobody, who may not make one himself."""
    folder.mkdir()
    if ordinary_user()[:1] == ("setpriv",):
        os.chown(folder, 65534, 65534)


def mode_of(folder: Path) -> int:
    return folder.stat().st_mode
