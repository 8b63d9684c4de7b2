"""The access register in the database: one chain, whoever writes, dies, or lays hands on it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import asyncpg
import msgspec
import pytest

from service.audit import actions
from service.audit.exporting import Form, write_out
from service.audit.wire import Finding, Look, LookKind, Trouble, Verdict
from service.core.ids import new_id
from service.platform.db import Connection
from service.platform.house import House
from service.schema.migrate import read_migrations
from tests.support.clock import START, HandClock
from tests.support.databases import connected, cut_connections, empty_database, execute, rows
from tests.support.houses import quiet_house
from tests.support.servers import Servers

CHAIN = "0016_pre_chain"


def look(person: str = "王芳", **more: object) -> Look:
    """A look at a picture."""
    said = {
        "kind": LookKind.PICTURE,
        "account_id": new_id(START),
        "person": person,
        "work_unit": "城关所",
        "reason": "incident 7",
        "content": "snapshot of 东门, small",
        "incident_id": new_id(START),
        "scope": ["370828001", "370828"],
    }
    return msgspec.convert(said | more, Look)


async def anchored(house: House) -> None:
    await actions.anchor(house, house.db.transaction)


async def verified(house: House) -> Verdict:
    return await actions.verify(house)


async def overwrite(url: str, *statements: str) -> None:
    """What somebody does who owns the database and its triggers."""
    async with connected(url) as connection:
        await connection.execute("SET session_replication_role = replica")
        for statement in statements:
            await connection.execute(statement)


async def test_what_the_database_chains_is_what_the_rules_work_out(house: House) -> None:
    looks = [
        look("a\"b\\c,'\n—"),
        look(account_id=None, incident_id=None, scope=[]),
        look("", work_unit="", reason="", content="\U0001f6a8"),
    ]
    for one in looks:
        await actions.record(house, one)
    verdict = await verified(house)
    assert (verdict.finding, verdict.shown) == (None, 3)


async def test_many_writers_of_two_processes_make_one_chain(
    house: House, database_url: str, tmp_path: Path, clock: HandClock
) -> None:
    async with quiet_house(database_url, tmp_path, clock) as other:
        writing = [actions.record(one, look()) for _ in range(60) for one in (house, other)]
        await asyncio.gather(*writing)
    verdict = await verified(house)
    assert (verdict.finding, verdict.first, verdict.last) == (None, 1, 120)


async def test_a_writer_that_dies_before_its_commit_leaves_no_gap(
    house: House, database_url: str
) -> None:
    await actions.record(house, look("before"))
    async with connected(database_url) as dying:
        await dying.execute("BEGIN")
        said = "INSERT INTO look (look_id, at, person, work_unit, reason, content)"
        await dying.execute(f"{said} SELECT gen_random_uuid(), at, '', '', '', '' FROM look")
        waiting = asyncio.create_task(actions.record(house, look("after")))
        await cut_connections(database_url, doing="INSERT INTO look (look_id, at, person, work")
        await asyncio.wait_for(waiting, 10)
    verdict = await verified(house)
    assert (verdict.finding, verdict.last) == (None, 2)


async def test_a_row_that_is_written_again_is_there_once(house: House, database_url: str) -> None:
    await actions.record(house, look())
    again = (
        "INSERT INTO look (look_id, at, person, work_unit, reason, content)"
        " SELECT look_id, at, person, work_unit, reason, content FROM look"
    )
    await execute(database_url, again)
    verdict = await verified(house)
    assert (verdict.finding, verdict.last) == (None, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE look SET person = 'nobody'",
        "DELETE FROM look",
        "TRUNCATE look",
        "SELECT look_forget(1, 10)",
        "DELETE FROM look_head",
        "UPDATE look_anchor SET cut = true",
        "DELETE FROM look_anchor",
    ],
)
async def test_what_stands_is_append_only(house: House, database_url: str, statement: str) -> None:
    await actions.record(house, look())
    await anchored(house)
    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        await execute(database_url, statement)


@pytest.mark.parametrize(
    ("done", "finding"),
    [
        (["UPDATE look SET person = 'nobody' WHERE number = 2"], Finding(Trouble.ALTERED, 2)),
        (["DELETE FROM look WHERE number = 2"], Finding(Trouble.MISSING, 2)),
        (["DELETE FROM look WHERE number > 2"], Finding(Trouble.CUT, 3)),
        (["UPDATE look SET number = 9 WHERE number = 2"], Finding(Trouble.MISSING, 2)),
        (
            [
                "DELETE FROM look WHERE number > 2",
                "UPDATE look_head SET number = 2",
                "UPDATE look_head SET digest = (SELECT digest FROM look WHERE number = 2)",
            ],
            Finding(Trouble.CUT, 3),
        ),
    ],
)
async def test_decree_799_article_23_whoever_alters_the_register_is_found_out(
    house: House, database_url: str, done: Sequence[str], finding: Finding
) -> None:
    for n in range(4):
        await actions.record(house, look(str(n)))
    await anchored(house)
    async with house.db.reading() as connection:
        outside = await actions.anchors(connection, 100, 10)
    await overwrite(database_url, *done)
    assert (await actions.verify(house, outside)).finding == finding


def kept_in(folder: Path) -> list[bytes]:
    """The anchors that somebody outside could take."""
    return [path.read_bytes() for path in folder.rglob("anchors/*.json")]


async def test_an_anchor_is_kept_outside_signed_once_for_what_is_new(
    house: House, clock: HandClock, tmp_path: Path
) -> None:
    await anchored(house)
    assert kept_in(tmp_path) == [], "there is nothing to vouch for"
    await actions.record(house, look())
    await anchored(house)
    clock.forward(hours=1)
    await anchored(house)
    (kept,) = kept_in(tmp_path)
    async with house.db.reading() as connection:
        (anchor,) = await actions.anchors(connection, 100, 10)
    assert msgspec.json.decode(kept, type=type(anchor)) == anchor
    assert anchor.key == actions.signet_of(house.settings).public
    assert (await actions.verify(house, key=anchor.key)).anchored == 1


async def test_rows_go_after_three_years_and_the_rest_still_verifies(
    house: House, clock: HandClock
) -> None:
    for n in range(3):
        await actions.record(house, look(str(n)))
    clock.forward(days=400)
    await actions.record(house, look("later"))
    kept, gone = timedelta(days=30), []

    async def prove(_: Connection, count: int, digest: str) -> None:
        gone.append((count, len(digest)))

    assert await actions.forget(house, kept, clock.now(), (), prove) == 0
    clock.forward(days=1096 - 400)
    await actions.record(house, look("now"))
    assert await actions.forget(house, kept, clock.now(), (), prove) == 0
    clock.forward(seconds=1)
    assert await actions.forget(house, kept, clock.now(), (), prove) == 3
    assert await actions.forget(house, kept, clock.now(), (), prove) == 0
    verdict = await verified(house)
    assert (verdict.finding, verdict.first, verdict.last) == (None, 4, 5)
    assert gone == [(3, 64)]


async def test_an_export_shows_what_was_asked_for_and_the_chain_of_all(house: House) -> None:
    for n in range(6):
        await actions.record(house, look(reason=f"incident {n % 2}"))
    await anchored(house)
    sought = msgspec.structs.replace(actions.EVERYTHING, incident=1)
    text = b"".join([piece async for piece in write_out(house, sought, Form.NDJSON)])
    lines = [msgspec.json.decode(line) for line in text.splitlines()]
    kinds = [line["line"] for line in lines]
    assert kinds == ["begin", "look", "hidden", "look", "hidden", "look", "anchor", "end"]
    assert (lines[0]["first"], lines[-1]["number"]) == (2, 6)
    assert b"incident 0" not in text


async def test_what_stood_before_there_was_a_chain_is_taken_into_it(
    servers: Servers, tmp_path: Path
) -> None:
    async with empty_database(servers) as url:
        for migration in read_migrations():
            if migration.name == CHAIN:
                break
            await execute(url, migration.text)
        for n in range(3):
            said = "VALUES (gen_random_uuid(), $1, gen_random_uuid(), $2, '', '', $3, NULL)"
            at = START - timedelta(hours=n)
            await execute(url, f"INSERT INTO look {said}", at, f"{n}", "live view of 东门")
        for migration in read_migrations():
            if migration.name >= CHAIN:
                await execute(url, migration.text)
        await execute(url, "GRANT ALL ON ALL TABLES IN SCHEMA public TO watchbell_system")
        async with quiet_house(url, tmp_path, HandClock()) as house:
            await actions.record(house, look())
            verdict = await verified(house)
        assert (verdict.finding, verdict.shown) == (None, 4)
        order = await rows(url, "SELECT person, kind FROM look WHERE number < 4 ORDER BY number")
        assert [(row["person"], row["kind"]) for row in order] == [
            ("2", "live_view"),
            ("1", "live_view"),
            ("0", "live_view"),
        ]
