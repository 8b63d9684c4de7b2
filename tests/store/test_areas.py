"""Rows are shown to whoever may see them by PostgreSQL itself, whatever a statement forgets."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from service.platform import asks
from service.platform.asks import Errand
from service.platform.db import ROLES, SERVICE_ROLE, SYSTEM_ROLE, Database, lifted, value
from tests.support.databases import rows
from tests.support.hamlet import CITY, COUNTY, EAST, ELSEWHERE, SCHOOL, SMALL, WEST

# Tables that no person and no box has anything to do with: work and its carriers.
OF_THE_SYSTEM = {
    "account_link",
    "brake",
    "carrier",
    "event_head",
    "factor",
    "fix_rest",
    "keeping_search",
    "look_head",
    "phone_code",
    "recovery_code",
    "schema_migration",
    "seal_key",
    "security_event",
    "sign_in",
    "sign_on",
    "warm_camera",
    "warm_keeper",
    "warm_wish",
}
SITES = "SELECT site_id FROM site ORDER BY site_id"
COUNTED = "SELECT count(*) FROM site"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    opened = await Database.open(database_url, size=2)
    yield opened
    await opened.close()


async def seen(db: Database, *marks: str) -> list[UUID]:
    """Which sites somebody with these marks finds, in a task of his own as a request is."""

    async def ask() -> list[UUID]:
        asks.person(marks)
        async with db.reading() as connection:
            alone = [row["site_id"] for row in await connection.fetch(SITES)]
        async with db.transaction() as connection:
            assert [row["site_id"] for row in await connection.fetch(SITES)] == alone
        return alone

    return await asyncio.create_task(ask())


async def test_who_forgets_to_say_who_asks_sees_nothing(db: Database) -> None:
    assert len(await seen(db, CITY)) == 4

    async def forgetful() -> None:
        asks.nobody()
        async with db.reading() as connection:
            assert await value(connection, COUNTED) == 0
            for table in ("incident", "camera", "account", "area", "unit", "job"):
                assert await value(connection, f"SELECT count(*) FROM {table}") == 0
        async with db.transaction() as connection:
            assert await value(connection, COUNTED) == 0
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(
                    "INSERT INTO outbox VALUES (DEFAULT, 't', '{}', '2026-01-01', '{}')"
                )

    # Twice: a connection that served another before is not believed.
    await asyncio.create_task(forgetful())
    await asyncio.gather(seen(db, CITY), seen(db, CITY))
    await asyncio.create_task(forgetful())


async def test_an_area_shows_what_lies_in_it_and_below(db: Database) -> None:
    assert len(await seen(db, CITY)) == len(await seen(db, COUNTY)) == 4
    assert len(await seen(db, EAST)) == 3
    assert len(await seen(db, WEST)) == 1
    assert await seen(db, ELSEWHERE) == []
    assert len(await seen(db, EAST, WEST)) == 4
    assert await seen(db, f"site:{SMALL}") == [SMALL]
    assert await seen(db, asks.up(EAST)) == []


async def test_many_who_ask_by_few_connections_are_never_taken_for_each_other(
    db: Database,
) -> None:
    wanted = {CITY: 4, EAST: 3, WEST: 1, ELSEWHERE: 0}
    found = await asyncio.gather(*(seen(db, area) for area in list(wanted) * 10))
    assert [len(sites) for sites in found] == list(wanted.values()) * 10


async def test_whoever_is_cancelled_leaves_his_word_to_nobody(db: Database) -> None:
    for _ in range(5):
        task = asyncio.create_task(seen(db, CITY))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert len(await seen(db, WEST)) == 1


async def test_nobody_writes_into_another_area(db: Database) -> None:
    async def into(area_code: str, mark: str) -> None:
        asks.person([mark])
        async with db.transaction() as connection:
            await connection.execute(
                "INSERT INTO site (site_id, name, kind, site_class, area_code, lineage, address,"
                " lat, lon, points, rooms) SELECT $1, '', '', 1, area_code, lineage, '', 0, 0,"
                " '[]', '{}' FROM area WHERE area_code = $2",
                UUID(int=7),
                area_code,
            )

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncio.create_task(into(WEST, EAST))
    await asyncio.create_task(into(WEST, COUNTY))
    assert len(await seen(db, WEST)) == 2


async def test_a_lift_ends_with_its_lines(db: Database) -> None:
    async def lift() -> None:
        asks.person([WEST])
        async with db.transaction() as connection:
            assert await value(connection, COUNTED) == 1
            async with lifted(connection, Errand.NEIGHBOURS):
                assert await value(connection, COUNTED) == 4
            assert await value(connection, COUNTED) == 1
            assert asks.asker().errand is None

    async def lift_and_fall() -> None:
        asks.person([WEST])
        async with db.transaction() as connection, lifted(connection, Errand.NEIGHBOURS):
            await connection.execute("SELECT 1 / 0")

    await asyncio.create_task(lift())
    with pytest.raises(asyncpg.DivisionByZeroError):
        await asyncio.create_task(lift_and_fall())
    assert len(await seen(db, WEST)) == 1


async def test_with_a_pooler_between_each_statement_says_who_asks(database_url: str) -> None:
    pooled = await Database.open(database_url, size=2, pooler_between=True)
    try:
        assert await seen(pooled, f"site:{SCHOOL}") == [SCHOOL]
        with asks.system(Errand.COMMAND_LINE):
            async with pooled.reading() as connection:
                assert await value(connection, COUNTED) == 4
                assert await value(connection, "SELECT current_user") == SYSTEM_ROLE
        asks.nobody()
        async with pooled.reading() as connection:
            assert await value(connection, COUNTED) == 0
            assert await value(connection, "SELECT current_user") == SERVICE_ROLE
    finally:
        await pooled.close()


async def test_the_roles_of_the_service_bypass_nothing_and_own_nothing(database_url: str) -> None:
    found = await rows(
        database_url,
        "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS able,"
        " EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid) AS owns"
        " FROM pg_roles r WHERE rolname = ANY($1)",
        list(ROLES),
    )
    assert len(found) == len(ROLES)
    assert not [row for row in found if row["able"] or row["owns"]]


async def test_every_table_has_policies(database_url: str) -> None:
    found = await rows(
        database_url,
        "SELECT c.relname AS name, c.relrowsecurity AS on, ARRAY(SELECT r.rolname::text"
        " FROM pg_policy p, pg_roles r WHERE p.polrelid = c.oid AND r.oid = ANY(p.polroles)) AS to"
        " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
        " AND c.relkind IN ('r', 'p')",
    )
    assert len(found) > 40
    assert not [row["name"] for row in found if not row["on"]], "row-level security is off"
    assert not [row["name"] for row in found if SYSTEM_ROLE not in row["to"]]
    closed = {row["name"] for row in found if SERVICE_ROLE not in row["to"]}
    assert closed == OF_THE_SYSTEM, "say who may see it, or that nobody has to do with it"


@pytest.mark.parametrize("table", ["timeline", "look"])
async def test_what_is_append_only_is_changed_by_no_role_of_the_service(
    db: Database, table: str
) -> None:
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET at = at"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction() as connection:
                await connection.execute(statement)


async def test_who_answers_for_a_managing_unit_has_no_mark_of_an_area(database_url: str) -> None:
    found = await rows(
        database_url,
        "WITH made AS (UPDATE role_grant SET role = 'managing_unit' WHERE role = 'dispatcher'"
        " RETURNING account_id) SELECT count(*) FROM made",
    )
    assert found[0]["count"] > 0
    marks = await rows(
        database_url,
        "SELECT marks_of(account_id, '2026-03-02') AS marks FROM role_grant"
        " WHERE role = 'managing_unit'",
    )
    assert not [mark for row in marks for mark in row["marks"] if mark[0].isdigit()]
