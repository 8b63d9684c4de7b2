"""Old rows are sealed anew a batch at a time, and no key goes that a row needs."""

import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from jobs.lanes import Runner
from service.app import open_house
from service.camera.actions import WAYS, WAYS_BEFORE
from service.camera.wire import Reach
from service.cli import keys as commands
from service.core.ids import new_id
from service.identity import actions as identity
from service.platform import resealing
from service.platform.house import House
from service.platform.keys import make_key
from service.platform.outbox import Lane, Promise
from service.platform.seal import Seal, key_id
from service.sealed import SEALED
from service.settings import Settings
from tests.architecture.tree import ROOT
from tests.support.houses import WatchedClock, jobs, work
from tests.support.servers import SEAL

OLD = bytes(range(32))
NEW = bytes(range(1, 33))
ROWS = 1203


async def plant(house: House, seal: Seal, rows: int = ROWS) -> None:
    """Accounts with telephone numbers, sealed by whatever closes."""
    now = house.clock.now()
    made = []
    for number in range(rows):
        text = f"+86138{number:08d}"
        made.append(
            (
                new_id(now),
                f"planted-{number}",
                seal.close(text, identity.PHONE),
                seal.index(identity.number_index(text), identity.PHONE),
                now,
            )
        )
    async with house.db.transaction() as connection:
        await connection.executemany(
            "INSERT INTO account (account_id, name, display, password_hash, phone_sealed,"
            " phone_index, demo, created_at) VALUES ($1, $2, $2, '', $3, $4, false, $5)",
            made,
        )


async def heads(house: House) -> dict[str, int]:
    """How many accounts each key has sealed."""
    async with house.db.reading() as connection:
        used = await resealing.used(connection, SEALED[:1])
    return {one.key_id: one.rows for one in used}


async def carry(house: House) -> None:
    """Promise a pass and carry it to its end."""
    now = house.clock.now()
    async with house.db.transaction() as connection:
        await house.outbox.promise(connection, now, Promise("seal_anew", Lane.REST, "all", now))
    await work(Runner(house, [Lane.REST]))


@pytest.fixture
async def turned(database_url: str, tmp_path: Path, clock: WatchedClock) -> AsyncIterator[House]:
    """A house whose ring closes with a new key and opens with the old one too."""
    settings = Settings(data=str(tmp_path), database_url=database_url)
    async with open_house(settings, clock, Seal(NEW, OLD)) as opened:
        yield opened


async def test_old_rows_are_sealed_anew_and_found_by_their_numbers(turned: House) -> None:
    await plant(turned, SEAL)
    before = (await heads(turned)).get(key_id(OLD), 0)
    assert before >= ROWS > 2 * resealing.BATCH, "one batch is not all"
    await carry(turned)
    assert await heads(turned) == {key_id(NEW): before}
    async with turned.db.reading() as connection:
        rows = await connection.fetch(
            "SELECT name, phone_sealed, phone_index FROM account WHERE name LIKE 'planted-%'"
        )
        row = await resealing.key(connection, key_id(NEW))
    for kept in rows:
        number = turned.seal.open(kept["phone_sealed"], identity.PHONE)
        assert number == f"+86138{int(kept['name'].split('-')[1]):08d}"
        index = Seal(NEW).index(identity.number_index(number), identity.PHONE)
        assert kept["phone_index"] == index
    assert row is not None
    assert row.done_at is not None
    assert row.sealed_anew >= ROWS


async def test_a_pass_that_was_cut_goes_on_where_it_was(turned: House) -> None:
    await plant(turned, SEAL)
    now = turned.clock.now()
    async with turned.db.transaction() as connection:
        await turned.outbox.promise(connection, now, Promise("seal_anew", Lane.REST, "all", now))
    runner = Runner(turned, [Lane.REST])
    await runner.claim_some()
    await runner.finish()
    halfway = await heads(turned)
    assert halfway[key_id(NEW)] == resealing.BATCH
    assert halfway[key_id(OLD)] > 0
    (_, waiting) = await jobs(turned, "seal_anew")
    assert waiting["state"] == "waiting", "the next batch is promised in the same transaction"
    await work(Runner(turned, [Lane.REST]))
    assert set(await heads(turned)) == {key_id(NEW)}


async def test_what_is_written_meanwhile_is_left_to_whom_wrote_it(turned: House) -> None:
    await plant(turned, SEAL, rows=1)
    async with turned.db.transaction() as connection:
        row_id, old = await connection.fetchrow(  # type: ignore[misc]
            "SELECT account_id, phone_sealed FROM account WHERE name = 'planted-0'"
        )
        statement = SEALED[0].statement("seal_anew_found")
        written = turned.seal.close("+8613900000000", identity.PHONE)
        await connection.execute(
            "UPDATE account SET phone_sealed = $2 WHERE account_id = $1", row_id, written
        )
        await connection.execute(statement, row_id, old, b"late", b"late")
        kept = await connection.fetchval(
            "SELECT phone_sealed FROM account WHERE account_id = $1", row_id
        )
    assert kept == written


async def test_a_row_that_does_not_open_stops_nobody(turned: House) -> None:
    await plant(turned, Seal(bytes(32)), rows=1)
    await plant_one_more(turned)
    await carry(turned)
    left = await heads(turned)
    assert left.pop(key_id(bytes(32))) == 1
    assert set(left) == {key_id(NEW)}


async def plant_one_more(house: House) -> None:
    """One that does open, behind the broken one."""
    async with house.db.transaction() as connection:
        await connection.execute(
            "INSERT INTO account (account_id, name, display, password_hash, phone_sealed, demo,"
            " created_at) VALUES ($1, 'one-more', '', '', $2, false, $3)",
            *(new_id(house.clock.now()), SEAL.close("+1", identity.PHONE), house.clock.now()),
        )


async def test_every_sealed_column_is_sealed_anew(turned: House) -> None:
    async with turned.db.reading() as connection:
        rows = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name LIKE '%\\_sealed'"
        )
    found = {(row["table_name"], row["column_name"]) for row in rows}
    assert found == {(of.table, of.column) for of in SEALED}
    texts = "".join(path.read_text("utf-8") for path in (ROOT / "service").rglob("*.py"))
    for of in SEALED:
        assert len(re.findall(rf'"{re.escape(of.purpose)}"', texts)) >= 1, of.purpose


async def test_a_key_closes_when_all_know_it_and_goes_when_no_row_needs_it(
    database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "secret.key"
    make_key(path)
    path.write_text(base64.b64encode(OLD).decode())
    settings = Settings(data=str(tmp_path), database_url=database_url)
    with pytest.raises(commands.CannotChange, match="watchbell keys add"):
        await commands.rotate(settings, None)
    added = await commands.add(settings)
    with pytest.raises(commands.CannotChange, match="has to know it first"):
        await commands.rotate(settings, None)
    with pytest.raises(commands.CannotChange, match="closes; another has to first"):
        await commands.retire(settings, key_id(OLD))
    async with open_house(settings) as house:
        await move_back(house, "added_at")
        assert await commands.rotate(settings, None) == added
        (promised,) = await jobs(house, "seal_anew")
        assert promised["due_at"] > house.clock.now(), "every program closes with it by then"
        with pytest.raises(commands.CannotChange, match="may still close with it"):
            await commands.retire(settings, key_id(OLD))
        await move_back(house, "closes_at")
        with pytest.raises(commands.CannotChange, match=r"rows need it: \d+ of account.phone"):
            await commands.retire(settings, key_id(OLD))
    async with open_house(settings) as house:
        await carry_all(house)
        await commands.retire(settings, key_id(OLD))
        (line,) = await commands.listed(settings)
    assert re.match(rf"{added}  closes  \d+ rows, since .* UTC, \d+ sealed anew$", line)


async def move_back(house: House, column: str) -> None:
    """The noted time lies an hour back."""
    async with house.db.transaction() as connection:
        await connection.execute(f"UPDATE seal_key SET {column} = {column} - interval '1 hour'")


async def carry_all(house: House) -> None:
    """The promised pass, now."""
    async with house.db.transaction() as connection:
        await connection.execute("UPDATE job SET due_at = made_at WHERE kind = 'seal_anew'")
    await work(Runner(house, [Lane.REST]))


async def plant_open(house: House, rows: int) -> None:
    """Cameras of the time before their ways were sealed."""
    async with house.db.transaction() as connection:
        await connection.execute(
            "INSERT INTO camera (camera_id, name, area_code, lineage, kind, capture_class,"
            " managing_unit, lat, lon, spot, height_m, bearing_deg, spread_deg, range_m, rtsp_url,"
            " username) SELECT gen_random_uuid(), 'open-' || n, '379928001', '{379928001}',"
            " 'fixed', 'other', 'x', 35, 116, cube(ARRAY[1, 2, n]::float8[]), 4, 0, 60, 60,"
            " 'rtsp://10.0.0.1/' || n, 'viewer' FROM generate_series(1, $1::int) AS n",
            rows,
        )


async def test_what_stood_open_is_sealed_a_batch_at_a_time_and_lost_by_nobody(
    turned: House,
) -> None:
    await plant_open(turned, ROWS)
    async with turned.db.transaction() as connection:
        [row] = await connection.fetch("SELECT camera_id, rtsp_url FROM camera LIMIT 1")
        said = '{"gateway": null, "rtsp_url": "other", "username": "viewer"}'
        await connection.execute(WAYS_BEFORE.write, row["camera_id"], said, b"late")
        kept = await connection.fetchval(
            "SELECT rtsp_url FROM camera WHERE camera_id = $1", row["camera_id"]
        )
    assert kept == row["rtsp_url"], "whoever writes meanwhile has the last word"
    await carry(turned)
    async with turned.db.reading() as connection:
        rows = await connection.fetch(
            "SELECT name, rtsp_url, username, ways, has_username, ways_sealed FROM camera"
        )
    assert len(rows) == ROWS
    for row in rows:
        assert (row["rtsp_url"], row["username"]) == (None, None)
        assert (row["ways"], row["has_username"]) == (["stream"], True)
        reach = msgspec.json.decode(turned.seal.open(row["ways_sealed"], WAYS), type=Reach)
        assert reach.rtsp_url == f"rtsp://10.0.0.1/{row['name'].removeprefix('open-')}"
