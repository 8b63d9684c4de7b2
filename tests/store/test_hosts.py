"""Several hosts: who answers nothing is passed over; a commit that no standby has is none."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from service.platform.db import AWAY, ROLES, Database, NotReplicated, connect
from service.platform.hosts import Hosts, hosts_of
from tests.support.databases import execute, rows
from tests.support.embedded import own_folder, postgres_in
from tests.support.waits import until


class Address:
    """A server of our own, and the ports at which it can be had or not."""

    def __init__(self, url: str, stack: AsyncExitStack) -> None:
        self.url, self._stack = url, stack
        self._socket = str(Path(parse_qs(urlsplit(url).query)["host"][0]) / ".s.PGSQL.5432")

    async def listening(self) -> int:
        """A port that leads to the server."""

        async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            to = await asyncio.open_unix_connection(self._socket)
            await asyncio.gather(_pour(reader, to[1]), _pour(to[0], writer))

        return await self._open(pass_on)

    async def silent(self) -> int:
        """A port that takes whoever comes, and says nothing."""

        async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        return await self._open(hold)

    def named(self, *ports: int, more: str = "") -> str:
        """An address of all these ports on loopback."""
        parts = urlsplit(self.url)
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
        return f"postgresql://{parts.username}:{parts.password}@{hosts}{parts.path}{more}"

    async def _open(self, take: object) -> int:
        server = await asyncio.start_server(take, "127.0.0.1", 0)  # type: ignore[arg-type]
        self._stack.callback(server.close)
        port: int = server.sockets[0].getsockname()[1]
        return port


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65_536):
            writer.write(piece)
    except OSError:
        pass
    finally:
        writer.close()


@asynccontextmanager
async def _served() -> AsyncIterator[Address]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(own_folder())
        _, url = await stack.enter_async_context(postgres_in(folder))
        for role in ROLES:
            await execute(url, f"CREATE ROLE {role} NOLOGIN")
        await execute(url, "CREATE TABLE kept (n int); GRANT ALL ON kept TO watchbell_system")
        yield Address(url, stack)


def _unused() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_an_address_names_its_hosts() -> None:
    two = [("db1", 5432), ("db2", 6000)]
    assert hosts_of("postgresql://me:p@db1,db2:6000/watchbell?x=1") == two
    assert hosts_of("postgres://db1,db2:6000") == two
    assert hosts_of("postgresql://me@[fe80::1]:7,db2/w") == [("fe80::1", 7), ("db2", 5432)]
    assert hosts_of("postgresql://me:p@/watchbell?host=/run") == []


async def test_of_several_hosts_the_one_that_takes_writes_is_found() -> None:
    async with _served() as address:
        silent, refused, good = await address.silent(), _unused(), await address.listening()
        hosts = Hosts(address.named(silent, refused, good))
        async with asyncio.timeout(5):
            connection = await hosts.connect(timeout=10)
        line = connection._transport.get_extra_info("socket")  # type: ignore[attr-defined]
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 8000
        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        await connection.close()
        # Who took us last is asked first: the silent host costs nothing any more.
        async with asyncio.timeout(0.4):
            await (await hosts.connect(timeout=10)).close()
        database = await Database.open(address.named(silent, refused, good), size=2)
        async with database.transaction() as held:
            assert await held.fetchval("SELECT 1") == 1
        await database.close()

        writable = address.named(refused, good, more="?target_session_attrs=read-write")
        await (await connect(writable)).close()
        await execute(
            address.url, "ALTER DATABASE watchbell SET default_transaction_read_only = on"
        )
        with pytest.raises(AWAY):
            await connect(writable)
        strangers = address.named(good, refused).replace("watchbell:", "watchbell:not")
        with pytest.raises(OSError, match="Connect call"):
            await connect(strangers)
        with pytest.raises(asyncpg.InvalidPasswordError):
            await connect(address.named(good, good).replace("watchbell:", "watchbell:not"))


async def test_a_commit_that_its_standby_does_not_have_is_not_answered_as_kept() -> None:
    async with _served() as address:
        database = await Database.open(address.url, size=2)

        async def keep(number: int) -> None:
            async with database.transaction() as connection:
                await connection.execute("INSERT INTO kept VALUES ($1)", number)

        async def waits() -> bool:
            return bool(await rows(address.url, _WAITING))

        try:
            await keep(1)
            await execute(address.url, "ALTER SYSTEM SET synchronous_standby_names = 'elsewhere'")
            await execute(address.url, "SELECT pg_reload_conf()")
            await until(lambda: _standby_named(address.url))
            keeping = asyncio.create_task(keep(2))
            await until(waits)
            await execute(address.url, f"SELECT pg_cancel_backend(pid) FROM ({_WAITING}) AS it")
            with pytest.raises(NotReplicated):
                await keeping
            # PostgreSQL itself calls it kept, which it is, on this disk alone.
            assert [row["n"] for row in await rows(address.url, "SELECT n FROM kept")] == [1, 2]
        finally:
            await database.close()


_WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


async def _standby_named(url: str) -> bool:
    return (await rows(url, "SHOW synchronous_standby_names")) != [
        {"synchronous_standby_names": ""}
    ]
