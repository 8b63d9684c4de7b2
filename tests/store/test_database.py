"""The pool: one transaction is one, nobody waits for ever, and what was cut is given back whole."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from msgspec import Struct

from service.platform.db import AWAY, TROUBLES, Database, many, one, run, value
from tests.support.databases import connected, cut_connections, execute


class Row(Struct):
    """A row with what a struct may hold."""

    name: str
    body: dict[str, int]
    tags: tuple[str, ...]


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    await execute(
        database_url,
        "CREATE TABLE thing (name text PRIMARY KEY, body jsonb, tags text[]);"
        " GRANT ALL ON thing TO watchbell_system;"
        " GRANT CREATE ON SCHEMA public TO watchbell_system",
    )
    opened = await Database.open(database_url, size=2, line_s=0.2)
    yield opened
    await opened.close()


async def add(db: Database, name: str) -> None:
    async with db.transaction() as connection:
        await run(connection, "INSERT INTO thing VALUES ($1, $2, $3)", name, {"n": 1}, ["a"])


async def names(db: Database) -> list[str]:
    async with db.reading() as connection:
        return [row["name"] for row in await connection.fetch("SELECT name FROM thing")]


async def test_rows_come_as_structs(db: Database) -> None:
    await add(db, "one")
    async with db.reading() as connection:
        wanted = Row("one", {"n": 1}, ("a",))
        assert await one(connection, Row, "SELECT name, body, tags FROM thing") == wanted
        assert await many(connection, Row, "SELECT name, body, tags FROM thing") == [wanted]
        assert await one(connection, Row, "SELECT name, body, tags FROM thing WHERE false") is None
        assert await value(connection, "SELECT count(*) FROM thing") == 1
        assert await run(connection, "UPDATE thing SET tags = '{}'") == 1
        assert await run(connection, "CREATE TABLE other ()") == 0


async def test_a_transaction_that_raises_leaves_nothing(db: Database) -> None:
    async def half() -> None:
        async with db.transaction() as connection:
            await connection.execute("INSERT INTO thing VALUES ('one', '{}', '{}')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half()
    assert await names(db) == []


async def test_who_is_cancelled_half_way_leaves_nothing_to_whoever_comes_next(
    db: Database,
) -> None:
    """Connections are given back without a question to the server: they must be clean."""
    for _ in range(4):
        wrote = asyncio.Event()

        async def half(wrote: asyncio.Event = wrote) -> None:
            async with db.transaction() as connection:
                await connection.execute("INSERT INTO thing VALUES ('half', '{}', '{}')")
                wrote.set()
                await connection.execute("SELECT pg_sleep(30)")

        task = asyncio.create_task(half())
        await wrote.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await asyncio.gather(*(add(db, str(n)) for n in range(6)))
    assert sorted(await names(db)) == [str(n) for n in range(6)]


async def test_who_stands_in_line_for_too_long_is_told_to_come_back(db: Database) -> None:
    async with db.transaction(), db.transaction():
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(add(db, "late"), 5)
    await add(db, "in time")
    assert await names(db) == ["in time"]
    assert issubclass(TimeoutError, AWAY)


async def test_connections_that_were_cut_are_replaced(database_url: str, db: Database) -> None:
    await asyncio.gather(*(add(db, str(n)) for n in range(4)))
    assert await cut_connections(database_url)
    refused = 0
    for number in range(4, 12):
        try:
            await add(db, str(number))
        except AWAY:
            refused += 1
    assert refused <= 2, "no more than there were connections"
    assert len(await names(db)) == 12 - refused


async def test_a_connection_that_is_cut_in_mid_transaction_is_an_outage(
    database_url: str, db: Database
) -> None:
    async def cut() -> None:
        async with db.transaction() as connection:
            await connection.execute("INSERT INTO thing VALUES ('one', '{}', '{}')")
            await cut_connections(database_url)
            await connection.execute("SELECT 1")

    with pytest.raises(AWAY):
        await cut()
    assert await names(db) == []


async def test_two_that_wait_for_each_other_are_told_to_come_back(
    database_url: str, db: Database
) -> None:
    await add(db, "a")
    await add(db, "b")
    lock = "SELECT FROM thing WHERE name = $1 FOR UPDATE"

    async def both(first: str, second: str, mine: asyncio.Event, yours: asyncio.Event) -> None:
        async with db.transaction() as connection:
            await connection.execute(lock, first)
            mine.set()
            await yours.wait()
            await connection.execute(lock, second)

    a, b = asyncio.Event(), asyncio.Event()
    done = await asyncio.gather(both("a", "b", a, b), both("b", "a", b, a), return_exceptions=True)
    (error,) = [one for one in done if one is not None]
    assert isinstance(error, AWAY)


async def test_a_wrong_statement_is_a_bug_and_no_outage(db: Database) -> None:
    with pytest.raises(asyncpg.UndefinedTableError) as caught:
        async with db.reading() as connection:
            await connection.execute("SELECT FROM nothing_of_this_name")
    assert not isinstance(caught.value, AWAY)
    assert isinstance(caught.value, TROUBLES)


async def test_a_transaction_that_is_forgotten_holds_nobody_up_for_long(
    database_url: str, db: Database
) -> None:
    async with db.reading() as connection:
        idle = await value(connection, "SHOW idle_in_transaction_session_timeout")
        statement = await value(connection, "SHOW statement_timeout")
    assert (idle, statement) == ("10s", "20s")


async def test_without_statements_kept_on_the_server_the_same_is_answered(
    database_url: str, db: Database
) -> None:
    """As with a transaction pooler between, where each statement may meet another server line."""
    pooled = await Database.open(database_url, size=2, pooler_between=True)
    try:
        await add(pooled, "one")
        async with pooled.reading() as connection, connected(database_url) as past:
            found = await one(connection, Row, "SELECT name, body, tags FROM thing")
            assert found == Row("one", {"n": 1}, ("a",))
            assert await connection.fetchval("SELECT count(*) FROM pg_prepared_statements") <= 1
            assert await past.fetchval("SELECT count(*) FROM thing") == 1
    finally:
        await pooled.close()
