"""PostgreSQL: pools, transactions, and rows as structs.

Rows are shown to whoever asks (`asks`) by PostgreSQL's row-level security. People and boxes ask as
one role, to which each connection says the asker's marks; errands that serve all areas ask as
another, for which policies are no more than `true`: with a condition, its plans could not use the
indexes of points and of words (their operators are not leakproof). Neither may bypass a policy.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg
import msgspec
from asyncpg.pool import PoolConnectionProxy

from service.platform import asks
from service.platform.asks import Errand
from service.platform.hosts import Hosts

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
# The roles of the service are not there, or have no rights yet: the database is to be migrated.
ROLELESS = (asyncpg.InvalidParameterValueError, asyncpg.InsufficientPrivilegeError)
# What a loop that must go on survives: the above, and whatever else the server says.
TROUBLES: tuple[type[Exception], ...] = (*AWAY, asyncpg.PostgresError)

# As these roles the service works; the migrator makes them. They own nothing.
SERVICE_ROLE = "watchbell_service"
SYSTEM_ROLE = "watchbell_system"
ROLES = (SERVICE_ROLE, SYSTEM_ROLE)

# A writer that forgets to commit must not hold others up for longer than this.
_IDLE_IN_TRANSACTION_S = 10
_STATEMENT_S = 15
# We give up before the server does: see NotReplicated.
_SERVER_STATEMENT_S = _STATEMENT_S + 5
# Who has stood in line for a connection for this long is told to come back.
_LINE_S = 10.0
# How asyncpg begins and ends a transaction.
_BEGIN, _COMMIT = "BEGIN;", "COMMIT;"
# A warning without a code of its own.
_WARNING = "01000"


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
    connection = await Hosts(url).connect(timeout=10, command_timeout=60)
    await _prepare(connection)
    return connection


class NotReplicated(OSError):
    """What was committed is on this server's disk, and not on the standby's that was waited for.

    PostgreSQL calls such a commit a success, with a warning, when the wait is broken off: by a
    timeout of the server, or by an operator. If this server is lost, what it said was kept is gone.
    """


@contextmanager
def _replicated(connection: Connection) -> Iterator[None]:
    """Raises NotReplicated where the commit within did not reach its standby."""
    warned: list[str] = []

    def hear(_: object, message: asyncpg.PostgresLogMessage) -> None:
        # By its words it cannot be known: they are in the server's language.
        if message.sqlstate == _WARNING and getattr(message, "query", None) == _COMMIT:
            warned.append(message.message or "")

    connection.add_log_listener(hear)
    try:
        yield
    finally:
        connection.remove_log_listener(hear)
    if warned:
        raise NotReplicated(warned[0])


class Line(StrEnum):
    """For whom a connection is wanted: a request of an alarm's door, or of another."""

    ALARM = "alarm"
    OTHERS = "others"


# Set for the length of a request; what works by itself stands in no line.
IN_LINE: ContextVar[Line | None] = ContextVar("line", default=None)


class Teller(Own):
    """A connection that says who asks together with BEGIN, and knows what it was last told."""

    begins = ""
    told: str | None = ""

    async def execute(self, query: str, *args: object, timeout: float | None = None) -> str:
        """As asyncpg's; whose transactions say `BEGIN;` by this."""
        if query == _BEGIN and self.begins:
            query, self.begins = query + self.begins, ""
        return await super().execute(query, *args, timeout=timeout)

    def begin_with(self, words: str) -> None:
        """Say this in the round trip that begins the next transaction."""
        self.begins = words

    async def tell(self, said: str) -> None:
        """Say whose marks hold for statements that stand alone, unless it knows."""
        if said != self.told:
            # Whoever is cancelled here leaves a connection that believes nothing.
            self.told = None
            await super().execute(f"SET watchbell.asks = '{said}'")
            self.told = said


class Database:
    """The pools that the service works with: one for those who ask, one for its own errands.

    Some of each is kept for the alarm.
    """

    def __init__(
        self,
        people: "asyncpg.Pool[asyncpg.Record]",
        system: "asyncpg.Pool[asyncpg.Record]",
        line_s: float,
        others_most: int,
        *,
        pooler_between: bool,
    ) -> None:
        self._people, self._system = people, system
        self._line_s, self._pooler_between = line_s, pooler_between
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
        people, system = [
            await _pool(url, role, size=size, pooler_between=pooler_between) for role in ROLES
        ]
        most = max(1, size - for_alarms)
        return cls(people, system, line_s, most, pooler_between=pooler_between)

    async def close(self) -> None:
        """Give every connection back; those still busy after a while are cut."""
        for pool in (self._people, self._system):
            try:
                await asyncio.wait_for(pool.close(), 5)
            except TimeoutError:
                pool.terminate()

    @asynccontextmanager
    async def transaction(self, lock_s: float | None = None) -> AsyncIterator[Connection]:
        """A connection inside one transaction: all of it or nothing.

        Raises LockNotAvailableError where a statement waits for a lock for longer than `lock_s`.
        """
        async with self._line() as connection:
            waits = "" if lock_s is None else f"SET LOCAL lock_timeout = '{int(1000 * lock_s)}ms';"
            connection.begin_with(self._words() + waits)
            with _replicated(connection):
                async with connection.transaction():
                    yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection for statements that stand alone."""
        if self._pooler_between:
            # The next statement may meet another server line, which was told nothing.
            async with self.transaction() as connection:
                yield connection
            return
        async with self._line() as connection:
            if asks.asker().errand is None:
                await connection.tell(asks.asker().said)
            yield connection

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[Teller]:
        others = IN_LINE.get() is Line.OTHERS
        if others:
            async with asyncio.timeout(self._line_s):
                await self._others.acquire()
        pool = self._people if asks.asker().errand is None else self._system
        try:
            async with pool.acquire(timeout=self._line_s) as connection:
                yield connection  # type: ignore[misc]
        finally:
            if others:
                self._others.release()

    def _words(self) -> str:
        """What the next transaction begins with."""
        asker = asks.asker()
        words = "" if asker.errand else f"SET LOCAL watchbell.asks = '{asker.said}';"
        if self._pooler_between:
            role = SYSTEM_ROLE if asker.errand else SERVICE_ROLE
            words += f"SET LOCAL ROLE {role};"
        return words


async def _pool(
    url: str, role: str, *, size: int, pooler_between: bool
) -> "asyncpg.Pool[asyncpg.Record]":
    pool = await asyncpg.create_pool(
        url,
        connect=Hosts(url).connect,
        min_size=0,
        max_size=size,
        timeout=10,
        command_timeout=_STATEMENT_S,
        connection_class=Teller,
        init=_prepare,
        reset=_nothing_to_reset,
        statement_cache_size=0 if pooler_between else 256,
        max_inactive_connection_lifetime=60,
        server_settings=None
        if pooler_between
        else {
            "application_name": "watchbell",
            "role": role,
            "idle_in_transaction_session_timeout": f"{_IDLE_IN_TRANSACTION_S}s",
            "statement_timeout": f"{_SERVER_STATEMENT_S}s",
            "jit": "off",
        },
    )
    assert pool is not None
    return pool


@asynccontextmanager
async def lifted(connection: Connection, errand: Errand) -> AsyncIterator[None]:
    """Inside a person's transaction: these statements, and no others, see every area."""
    if asks.asker().errand is not None:
        yield
        return
    await connection.execute(f"SET LOCAL ROLE {SYSTEM_ROLE}")
    with asks.system(errand):
        yield
    # Where it raised the transaction ends, and the role with it.
    await connection.execute(f"SET LOCAL ROLE {SERVICE_ROLE}")


async def one(connection: Connection, shape: type[T], statement: str, *values: object) -> T | None:
    """The first row as a struct, or None where there is none."""
    row = await connection.fetchrow(statement, *values)
    return None if row is None else msgspec.convert(dict(row), shape)


async def many(connection: Connection, shape: type[T], statement: str, *values: object) -> list[T]:
    """Every row as a struct."""
    rows = await connection.fetch(statement, *values)
    return msgspec.convert([dict(row) for row in rows], list[shape])  # type: ignore[valid-type]


async def plain(connection: Connection, statement: str, *values: object) -> list[dict[str, Any]]:
    """Every row by the names of its columns, for what is passed on as it is kept."""
    return [dict(row) for row in await connection.fetch(statement, *values)]


async def run(connection: Connection, statement: str, *values: object) -> int:
    """Run a statement; how many rows it touched."""
    tag: str = await connection.execute(statement, *values)
    last = tag.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


async def value(connection: Connection, statement: str, *values: object) -> Any:
    """The first column of the first row."""
    return await connection.fetchval(statement, *values)
