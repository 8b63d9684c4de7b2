"""The schema: forward migrations, applied once, in order, by one; and the dump that shows it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.schema import dump, migrate
from service.schema.migrate import CannotMigrate, Phase, Standing, read_migrations, standing
from tests.support.clock import HandClock
from tests.support.databases import connected, empty_database, execute, rows
from tests.support.servers import Servers

CLOCK = HandClock()

ONE = {"0001_pre_one.sql": "CREATE TABLE one (n int);"}
CONCURRENT = "-- no transaction\nCREATE INDEX CONCURRENTLY one_n ON one (n);"


@pytest.fixture
async def empty(servers: Servers) -> AsyncIterator[str]:
    async with empty_database(servers) as url:
        yield url


def files(folder: Path, texts: dict[str, str]) -> Path:
    """The folder with these migrations and no others."""
    for old in folder.glob("*.sql"):
        old.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text)
    return folder


async def bring(url: str, folder: Path, phase: Phase = Phase.ALL) -> list[str]:
    return await migrate.migrate(url, CLOCK, phase, folder)


async def tables(url: str) -> set[str]:
    found = await rows(
        url, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    )
    return {str(row["relname"]) for row in found}


async def stands(url: str, folder: Path) -> Standing:
    async with connected(url) as connection:
        return await standing(connection, read_migrations(folder))


async def test_the_migrations_make_the_schema_that_the_dump_shows(empty: str) -> None:
    await migrate.migrate(empty, CLOCK)
    made = await asyncio.to_thread(dump.dump, empty)
    assert made == dump.CURRENT.read_text(encoding="utf-8"), "run ./dev spec"


async def test_the_dump_makes_the_schema_that_the_migrations_make(empty: str) -> None:
    await execute(empty, dump.CURRENT.read_text(encoding="utf-8"))
    assert await asyncio.to_thread(dump.dump, empty) == dump.CURRENT.read_text(encoding="utf-8")


async def test_of_five_migrators_at_once_one_works(empty: str, tmp_path: Path) -> None:
    folder = files(tmp_path, ONE | {"0002_pre_index.sql": CONCURRENT})
    done = await asyncio.gather(*(bring(empty, folder) for _ in range(5)))
    assert sorted(done) == [[], [], [], [], ["0001_pre_one", "0002_pre_index"]]
    assert {"one", "one_n"} <= await tables(empty)


async def test_a_second_run_finds_nothing_to_do(empty: str, tmp_path: Path) -> None:
    folder = files(tmp_path, ONE)
    await bring(empty, folder)
    assert await bring(empty, folder) == []


async def test_a_file_that_was_edited_after_it_ran_stops_everything(
    empty: str, tmp_path: Path
) -> None:
    await bring(empty, files(tmp_path, ONE))
    files(tmp_path, {"0001_pre_one.sql": ONE["0001_pre_one.sql"] + " "} | TWO)
    with pytest.raises(CannotMigrate, match="0001_pre_one was edited after it ran"):
        await bring(empty, tmp_path)
    assert "two" not in await tables(empty)
    assert await stands(empty, tmp_path) is Standing.EDITED


TWO = {"0002_pre_two.sql": "CREATE TABLE two (n int);"}


async def test_a_newer_database_is_left_alone(empty: str, tmp_path: Path) -> None:
    await bring(empty, files(tmp_path, ONE | TWO))
    files(tmp_path, ONE)
    with pytest.raises(CannotMigrate, match="newer than this program: it has 0002_pre_two"):
        await bring(empty, tmp_path)


async def test_a_broken_file_leaves_nothing_of_itself_and_all_before_it(
    empty: str, tmp_path: Path
) -> None:
    broken = {"0002_pre_two.sql": "CREATE TABLE two (n int); SELECT 1 / 0;"}
    with pytest.raises(Exception, match="division by zero"):
        await bring(empty, files(tmp_path, ONE | broken))
    assert await tables(empty) >= {"one", "schema_migration"}
    assert "two" not in await tables(empty)
    assert await bring(empty, files(tmp_path, ONE | TWO)) == ["0002_pre_two"]


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (ONE | {"0003_pre_three.sql": ""}, "gap"),
        ({"0002_pre_two.sql": ""}, "gap"),
        (ONE | {"two.sql": ""}, "is not named"),
        (ONE | {"0002_two.sql": ""}, "is not named"),
    ],
)
async def test_a_gap_or_a_name_that_says_nothing_is_refused(
    tmp_path: Path, texts: dict[str, str], says: str
) -> None:
    with pytest.raises(CannotMigrate, match=says):
        read_migrations(files(tmp_path, texts))


UPGRADE = {
    "0002_pre_wide.sql": "ALTER TABLE one ADD m int;",
    "0002_post_narrow.sql": "ALTER TABLE one DROP n;",
}


async def test_of_one_number_pre_comes_before_post(empty: str, tmp_path: Path) -> None:
    folder = files(tmp_path, ONE | UPGRADE)
    assert await bring(empty, folder) == ["0001_pre_one", "0002_pre_wide", "0002_post_narrow"]


async def test_pre_leaves_post_for_when_no_old_process_runs(empty: str, tmp_path: Path) -> None:
    await bring(empty, files(tmp_path, ONE))
    folder = files(tmp_path, ONE | UPGRADE)
    assert await bring(empty, folder, Phase.PRE) == ["0002_pre_wide"]
    assert await bring(empty, folder, Phase.PRE) == []
    assert await bring(empty, folder) == ["0002_post_narrow"]


async def test_an_upgrade_does_not_begin_while_the_one_before_is_half_done(
    empty: str, tmp_path: Path
) -> None:
    await bring(empty, files(tmp_path, ONE))
    folder = files(tmp_path, ONE | UPGRADE | {"0003_pre_three.sql": "CREATE TABLE three ();"})
    with pytest.raises(CannotMigrate, match="0002_post_narrow of an earlier upgrade"):
        await bring(empty, folder, Phase.PRE)
    assert "three" not in await tables(empty)


async def test_old_and_new_processes_both_serve_while_an_upgrade_rolls(
    empty: str, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    files(old, ONE)
    files(new, ONE | UPGRADE)
    seen = [(await stands(empty, old), await stands(empty, new))]
    for folder, phase in ((old, Phase.ALL), (new, Phase.PRE), (new, Phase.ALL)):
        await bring(empty, folder, phase)
        seen.append((await stands(empty, old), await stands(empty, new)))
    assert seen == [
        (Standing.BEHIND, Standing.BEHIND),
        (Standing.OK, Standing.BEHIND),
        (Standing.AHEAD, Standing.POST_DUE),
        (Standing.NEWER, Standing.OK),
    ]
    assert [(a.serves, b.serves) for a, b in seen] == [
        (False, False),
        (True, False),
        (True, True),
        (False, True),
    ]


async def test_a_busy_table_does_not_make_everybody_wait_behind_a_migration(
    empty: str, tmp_path: Path
) -> None:
    await bring(empty, files(tmp_path, ONE))
    async with connected(empty) as busy, busy.transaction():
        await busy.execute("LOCK TABLE one")
        with pytest.raises(Exception, match="lock timeout"):
            await bring(empty, files(tmp_path, ONE | UPGRADE))
