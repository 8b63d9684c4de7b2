"""PostgreSQL: a pool, transactions, and rows as structs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg
import msgspec
from asyncpg.pool import PoolConnectionProxy

T = TypeVar("T")

if TYPE_CHECKING:
    Own = asyncpg.Connection[asyncpg.Record]
    Connection = Own | PoolConnectionProxy[asyncpg.Record]
else:
    # asyncpg's classes take no type arguments when they run.
    Own = asyncpg.Connection
    Connection = asyncpg.Connection | PoolConnectionProxy

Transaction = Callable[[], AbstractAsyncContextManager[Connection]]

# The database is away, or cannot take anything just now: whoever asked may ask again. A
# connection that the server has given up answers with InternalClientError before it is closed.
AWAY: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.ReadOnlySQLTransactionError,
)
# What a loop that must go on survives: the above, and whatever else the server says.
TROUBLES: tuple[type[Exception], ...] = (*AWAY, asyncpg.PostgresError)

# A writer that forgets to commit must not hold others up for longer than this.
_IDLE_IN_TRANSACTION_S = 10
_STATEMENT_S = 15
# Who has stood in line for a connection for this long is told to come back.
_LINE_S = 10.0


async def _prepare(connection: Connection) -> None:
    """Teach a new connection to carry msgspec structs in jsonb."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: b"\x01" + msgspec.json.encode(value),
        decoder=lambda data: msgspec.json.decode(data[1:]),
        format="binary",
    )


async def _nothing_to_reset(_: Connection) -> None:
    """Nobody changes a session (only SET LOCAL is used): giving back costs no round trip."""


async def connect(url: str) -> Own:
    """One connection of its own, past any pooler: for LISTEN, locks and migrations."""
    connection = await asyncpg.connect(url, timeout=10, command_timeout=60)
    await _prepare(connection)
    return connection


class Line(StrEnum):
    """For whom a connection is wanted: a request of an alarm's door, or of another."""

    ALARM = "alarm"
    OTHERS = "others"


# Set for the length of a request; what works by itself stands in no line.
IN_LINE: ContextVar[Line | None] = ContextVar("line", default=None)


class Database:
    """The pool that the service works with; some of it is kept for the alarm."""

    def __init__(
        self, pool: "asyncpg.Pool[asyncpg.Record]", line_s: float, others_most: int
    ) -> None:
        self.pool = pool
        self._line_s = line_s
        self._others = asyncio.Semaphore(others_most)

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        size: int,
        pooler_between: bool = False,
        line_s: float = _LINE_S,
        for_alarms: int = 0,
    ) -> "Database":
        """Connect. With a transaction pooler between, statements are not kept on the server.

        Requests at other doors never take the last `for_alarms` connections.
        """
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            timeout=10,
            command_timeout=_STATEMENT_S,
            init=_prepare,
            reset=_nothing_to_reset,
            statement_cache_size=0 if pooler_between else 256,
            max_inactive_connection_lifetime=60,
            server_settings=None
            if pooler_between
            else {
                "application_name": "watchbell",
                "idle_in_transaction_session_timeout": f"{_IDLE_IN_TRANSACTION_S}s",
                "statement_timeout": f"{_STATEMENT_S}s",
                "jit": "off",
            },
        )
        assert pool is not None
        return cls(pool, line_s, max(1, size - for_alarms))

    async def close(self) -> None:
        """Give every connection back; those still busy after a while are cut."""
        try:
            await asyncio.wait_for(self.pool.close(), 5)
        except TimeoutError:
            self.pool.terminate()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A connection inside one transaction: all of it or nothing."""
        async with self.reading() as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection for statements that stand alone."""
        if IN_LINE.get() is not Line.OTHERS:
            async with self.pool.acquire(timeout=self._line_s) as connection:
                yield connection
            return
        async with asyncio.timeout(self._line_s):
            await self._others.acquire()
        try:
            async with self.pool.acquire(timeout=self._line_s) as connection:
                yield connection
        finally:
            self._others.release()


async def one(connection: Connection, shape: type[T], statement: str, *values: object) -> T | None:
    """The first row as a struct, or None where there is none."""
    row = await connection.fetchrow(statement, *values)
    return None if row is None else msgspec.convert(dict(row), shape)


async def many(connection: Connection, shape: type[T], statement: str, *values: object) -> list[T]:
    """Every row as a struct."""
    rows = await connection.fetch(statement, *values)
    return msgspec.convert([dict(row) for row in rows], list[shape])  # type: ignore[valid-type]


async def run(connection: Connection, statement: str, *values: object) -> int:
    """Run a statement; how many rows it touched."""
    tag: str = await connection.execute(statement, *values)
    last = tag.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


async def value(connection: Connection, statement: str, *values: object) -> Any:
    """The first column of the first row."""
    return await connection.fetchval(statement, *values)
