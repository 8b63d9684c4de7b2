"""A base backup and the archive of the log, brought back to an instant, as the guide says it."""

import asyncio
import shutil
import subprocess
from pathlib import Path

from click.testing import CliRunner, Result

from service.cli import main
from service.cli.seed import plant
from service.platform.keys import make_key
from service.platform.local.folder import Runner, find_runner
from service.platform.local.postgres import LocalPostgres
from service.schema.migrate import migrate
from service.settings import as_environment
from tests.support.clock import HandClock
from tests.support.databases import execute, rows
from tests.support.embedded import own_folder, postgres_in
from tests.support.hamlet import hamlet
from tests.support.people import new_press_id
from tests.support.town_house import Town, open_town
from tests.support.waits import until

_ARCHIVED = "SELECT last_archived_wal >= $1 AS done FROM pg_stat_archiver"


def own_place(folder: Path, name: str, runner: Runner) -> Path:
    """A folder that the database's user may write into."""
    place = folder / name
    place.mkdir(0o700)
    runner.own(place)
    return place


async def keep_log(url: str, archive: Path) -> None:
    """Have the server put its log aside, from its next start on."""
    copy = f"test ! -f {archive}/%f && cp %p {archive}/%f"
    await execute(url, "ALTER SYSTEM SET archive_mode = on")
    await execute(url, f"ALTER SYSTEM SET archive_command = '{copy}'")


async def back_up(postgres: LocalPostgres, data: Path, into: Path, runner: Runner) -> None:
    """A base backup, over the server's own socket, by its own user."""
    assert postgres.binaries is not None
    command = [postgres.binaries.program("pg_basebackup"), "-D", str(into)]
    command += ["-h", str(data / "run"), "-U", "watchbell", "-c", "fast", "-X", "none", "--no-sync"]
    password = (data / "postgres.password").read_text()
    await asyncio.to_thread(
        subprocess.run,  # type: ignore[arg-type]
        command,
        check=True,
        env={"PGPASSWORD": password},
        cwd=into,
        **runner.popen(),
    )


async def register(town: Town, *words: str) -> Result:
    """`watchbell register`, over this town's database."""
    settings = as_environment(town.house.settings)
    run = CliRunner(env=settings).invoke
    return await asyncio.to_thread(run, main, ["register", *words])


async def pressed(url: str) -> set[str]:
    """What the database keeps."""
    return {str(row["press_id"]) for row in await rows(url, "SELECT press_id FROM alarm")}


async def test_what_was_kept_is_brought_back_up_to_an_instant() -> None:
    runner, clock = find_runner(), HandClock()
    with own_folder() as folder:
        house, again = folder / "house", folder / "again"
        house.mkdir(0o711)
        again.mkdir(0o711)
        archive, base = (own_place(folder, name, runner) for name in ("archive", "base"))
        async with postgres_in(house) as (_, url):
            await keep_log(url, archive)
            await migrate(url, clock)
        make_key(house / "secret.key")
        async with postgres_in(house) as (postgres, url):
            async with open_town(url, house, clock) as town:
                await plant(town.house, hamlet())
                box = await town.box(4)
                before, between, after = (new_press_id() for _ in range(3))
                assert (await box.press(before)).status == 201
                assert (await register(town, "export", str(folder / "one"))).exit_code == 0
                await back_up(postgres, house, base, runner)
                assert (await box.press(between)).status == 201
                assert (await register(town, "export", str(folder / "two"))).exit_code == 0
                instant = (await town.rows("SELECT clock_timestamp()::text AS at"))[0]["at"]
                assert (await box.press(after)).status == 201
            last = (await rows(url, "SELECT pg_walfile_name(pg_switch_wal()) AS name"))[0]["name"]
            await until(lambda: _is_archived(url, last))
            assert len(await pressed(url)) == 3

        # As the guide says: the backup in its place, how far, and that it is to recover.
        shutil.copytree(base, again / "postgres")
        for path in (again / "postgres", *(again / "postgres").rglob("*")):
            runner.own(path)
        for name in ("postgres.password", "secret.key"):
            shutil.copy2(house / name, again / name)
        with (again / "postgres" / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"restore_command = 'cp {archive}/%f %p'\n")
            settings.write(f"recovery_target_time = '{instant}'\n")
            settings.write("recovery_target_action = 'promote'\narchive_mode = off\n")
        (again / "postgres" / "recovery.signal").touch()
        runner.own(again / "postgres" / "recovery.signal")

        async with postgres_in(again) as (_, url):
            await until(lambda: _takes_writes(url))
            assert await pressed(url) == {str(before), str(between)}
            async with open_town(url, again, clock) as town:
                verdict = await register(town, "verify")
                assert verdict.exit_code == 0, verdict.output
                assert "2 read" in verdict.output
                # The box says again what it was never told to be kept here.
                box.base, box.session = town.base, town.session
                assert (await box.press(after)).status == 201
            assert len(await pressed(url)) == 3


async def _is_archived(url: str, name: str) -> bool:
    return bool((await rows(url, _ARCHIVED, name))[0]["done"])


async def _takes_writes(url: str) -> bool:
    return (await rows(url, "SELECT pg_is_in_recovery() AS yet")) == [{"yet": False}]
