"""The folder store: written once, on disk before it counts, never outside of its folder.

The bucket store speaks S3, for which no server is at hand here: what follows is the folder alone.
"""

import asyncio
import contextlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from service.platform.blobs import BlobExists, BlobLost, Blobs

KEY = "snapshots/one/two.jpg"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(folder: Path) -> Blobs:
    return Blobs.open("", folder)


async def test_what_is_put_is_got(blobs: Blobs, folder: Path) -> None:
    data = bytes(range(256)) * 4000
    await blobs.put(KEY, data)
    assert await blobs.get(KEY) == data
    assert (folder / KEY).read_bytes() == data


async def test_a_folder_is_named_by_its_address(tmp_path: Path) -> None:
    named = Blobs.open(f"file://{tmp_path}/a%20b", tmp_path / "unused")
    await named.put(KEY, b"x")
    assert (tmp_path / "a b" / KEY).read_bytes() == b"x"


async def test_the_same_bytes_may_be_put_again(blobs: Blobs) -> None:
    for _ in range(2):
        await blobs.put(KEY, b"picture")
    assert await blobs.get(KEY) == b"picture"


async def test_other_bytes_under_the_same_name_are_refused(blobs: Blobs) -> None:
    await blobs.put(KEY, b"picture")
    with pytest.raises(BlobExists):
        await blobs.put(KEY, b"another")
    assert await blobs.get(KEY) == b"picture"


async def test_of_many_writers_of_one_name_one_has_it(blobs: Blobs) -> None:
    put = (blobs.put(KEY, bytes([n])) for n in range(20))
    done = await asyncio.gather(*put, return_exceptions=True)
    assert [type(one) for one in done].count(BlobExists) == 19
    assert await blobs.get(KEY) == bytes([done.index(None)])


@pytest.mark.parametrize(
    "key", ["../out", "a/../../out", "/../out", "a/./b", "..", "", "a//b", "a/%2e%2e/%2e%2e/out"]
)
async def test_no_name_leads_out_of_the_folder(blobs: Blobs, folder: Path, key: str) -> None:
    with contextlib.suppress(BlobLost):
        await blobs.put(key, b"escaped")
        assert await blobs.get(key) == b"escaped"
    assert outside(folder) == []


def outside(folder: Path) -> list[Path]:
    """What lies beside the folder."""
    return [path for path in folder.parent.iterdir() if path != folder]


@pytest.mark.parametrize("key", ["nothing", "snapshots/none", "../secret.key", "/etc/passwd"])
async def test_what_is_not_there_is_lost_and_not_a_bug(
    blobs: Blobs, folder: Path, key: str
) -> None:
    (folder.parent / "secret.key").write_bytes(b"secret")
    with pytest.raises(BlobLost):
        await blobs.get(key)


async def test_a_store_that_takes_nothing_says_so(blobs: Blobs, folder: Path) -> None:
    (folder / "snapshots").write_bytes(b"a file where a folder should be")
    with pytest.raises(BlobLost):
        await blobs.put(KEY, b"picture")


_PUT = """
import asyncio, os, sys
from pathlib import Path
from service.platform.blobs import Blobs

async def main() -> None:
    await Blobs.open("", Path(sys.argv[1])).put(sys.argv[2], b"picture")
    os.write(1, b"put has returned")

asyncio.run(main())
"""
_CALL = re.compile(r"^\d+ +(?P<name>\w+)\((?P<args>.*)\) += (?P<answer>\d+)")


def test_the_file_and_its_folders_are_on_disk_before_put_returns(
    folder: Path, tmp_path: Path
) -> None:
    """As the kernel saw it: each is flushed after its last change, and before the answer."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: nobody watched whether pictures reach the disk")
    log = tmp_path / "calls"
    traced = "trace=fsync,fdatasync,write,rename,renameat,renameat2,link,linkat,mkdir,mkdirat"
    folder.mkdir()
    command = [strace, "-f", "-y", "-o", str(log), "-e", traced]
    said = subprocess.run(
        [*command, sys.executable, "-c", _PUT, str(folder), KEY],
        capture_output=True,
        text=True,
        timeout=60,
    )
    if "PTRACE" in said.stderr or "ptrace" in said.stderr:
        pytest.skip("strace may not look here: nobody watched whether pictures reach the disk")
    assert said.stdout == "put has returned", said.stderr
    calls = [
        (c["name"], c["args"]) for line in log.read_text().splitlines() if (c := _CALL.match(line))
    ]
    returned = next(n for n, (_, args) in enumerate(calls) if "put has returned" in args)
    flushed = [
        (n, args.split("<", 1)[1].rstrip(">"))
        for n, (name, args) in enumerate(calls[:returned])
        if name in ("fsync", "fdatasync")
    ]
    named = max(n for n, (name, _) in enumerate(calls[:returned]) if name.startswith(("re", "li")))
    path = folder / KEY
    for one in (path, *path.parents):
        assert any(n > named and where == str(one) for n, where in flushed), f"{one} is not flushed"
        if one == folder:
            break
