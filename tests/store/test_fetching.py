"""Bringing recordings: whole, cut, empty or missing, once for all who ask, in bounded room."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import av
import msgspec
import pytest

from service.platform.house import House
from service.platform.reach import Reach
from service.platform.recorders import GapWhy, HoldService, SegmentFolder
from service.platform.recorders import folder as folders
from service.platform.recorders.copies import UNUSED_MOST, Copies
from service.platform.recorders.recorders import Recorders
from service.recorder import actions
from service.recorder.wire import Fetched, Part, Recording
from tests.support.clips import clip
from tests.support.houses import WatchedClock
from tests.support.recorders import RecorderServer, recorder

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LENGTH_S = 4
CHANNEL = "gate"


def at(seconds: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
async def fetching(house: House, tmp_path: Path) -> House:
    """A house whose recorders are on this machine."""
    parts = {
        "recorders": Recorders(house.clock, Reach(loopback=True), tmp_path / "recordings"),
        "copies": Copies(tmp_path / "copies", 1_000_000, house.clock),
    }
    await house.recorders.close()
    for name, part in parts.items():
        object.__setattr__(house, name, part)
    return house


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three recordings of four seconds, one behind the other."""
    folder = tmp_path / "recordings" / "east" / CHANNEL
    folder.mkdir(parents=True)
    for number in range(3):
        (folder / name(number)).write_bytes(clip(LENGTH_S))
    return folder


@pytest.fixture
async def served() -> AsyncIterator[RecorderServer]:
    """The same at a recorder with an API."""
    async with recorder() as running:
        for number in range(3):
            begins = at(number * LENGTH_S)
            ends = begins + timedelta(seconds=LENGTH_S)
            running.recordings[(CHANNEL, f"{number}")] = (clip(LENGTH_S), begins, ends)
        yield running


def name(number: int) -> str:
    """What a folder calls a recording."""
    return f"{at(number * LENGTH_S):%Y%m%dT%H%M%SZ}.mp4"


def of_folder(**more: object) -> Recording:
    """The camera that is recorded in the folder."""
    made = Recording(UUID(int=9), UUID(int=1), CHANNEL, 30, SegmentFolder("east"), None)
    return msgspec.structs.replace(made, **more)


def of_service(served: RecorderServer) -> Recording:
    """The camera that is recorded at the service."""
    return of_folder(address=HoldService(served.url, served.token))


def is_there(part: Part) -> bool:
    """Whether its file is."""
    return Path(part.path).exists()


def read(part: Part) -> bytes:
    """Its file."""
    return Path(part.path).read_bytes()


async def fetch(house: House, one: Recording, from_s: float = 0, until_s: float = 12) -> Fetched:
    """What can be had of these seconds after noon."""
    return await actions.fetch(house, one, at(from_s), at(until_s), asker=UUID(int=7))


def said(fetched: Fetched) -> list[tuple[float, float, str]]:
    """The gaps, in seconds after noon."""
    return [
        ((gap.begins_at - NOON).total_seconds(), (gap.ends_at - NOON).total_seconds(), gap.why)
        for gap in fetched.gaps
    ]


async def test_a_whole_time_comes_as_files_with_their_digests(
    fetching: House, folder: Path
) -> None:
    found = await fetch(fetching, of_folder())
    assert [part.begins_at for part in found.parts] == [at(0), at(4), at(8)]
    assert [read(part) for part in found.parts] == [clip(LENGTH_S)] * 3
    assert len({part.sha256 for part in found.parts}) == 1
    assert said(found) == []


async def test_the_recorders_api_gives_the_same_as_a_folder(
    fetching: House, folder: Path, served: RecorderServer
) -> None:
    one, other = await fetch(fetching, of_folder()), await fetch(fetching, of_service(served))
    assert [(p.begins_at, p.sha256) for p in one.parts] == [
        (p.begins_at, p.sha256) for p in other.parts
    ]
    assert said(other) == []


async def test_only_what_has_something_of_the_time_is_brought(
    fetching: House, served: RecorderServer
) -> None:
    found = await fetch(fetching, of_service(served), 4, 8)
    assert [part.begins_at for part in found.parts] == [at(4)]
    assert served.loaded == 1


async def test_what_is_missing_empty_cut_or_no_recording_is_a_gap_with_its_reason(
    fetching: House, served: RecorderServer
) -> None:
    whole = clip(LENGTH_S)
    served.recordings = {
        (CHANNEL, "empty"): (b"", at(0), at(4)),
        (CHANNEL, "half"): (whole[: len(whole) // 2], at(4), at(8)),
        (CHANNEL, "long"): (whole, at(12), at(30)),
        (CHANNEL, "text"): (b"not a recording" * 99, at(40), at(50)),
        (CHANNEL, "last"): (whole, at(50), at(54)),
    }
    found = await fetch(fetching, of_service(served), 0, 60)
    assert [part.begins_at for part in found.parts] == [at(12), at(50)]
    assert said(found) == [
        (0, 4, "empty"),
        (4, 8, "unreadable"),
        (8, 12, "not_recorded"),
        (16, 40, "not_recorded"),
        (40, 50, "unreadable"),
        (54, 60, "not_recorded"),
    ]


async def test_recordings_that_overlap_are_all_given(
    fetching: House, served: RecorderServer
) -> None:
    served.recordings[(CHANNEL, "again")] = (clip(LENGTH_S), at(2), at(6))
    found = await fetch(fetching, of_service(served))
    assert [part.begins_at for part in found.parts] == [at(0), at(2), at(4), at(8)]
    assert said(found) == []


async def test_a_recorder_whose_clock_is_ahead_is_asked_by_its_clock_and_told_by_ours(
    fetching: House, folder: Path
) -> None:
    found = await fetch(fetching, of_folder(ahead_s=8.0), -8, 0)
    assert [part.begins_at for part in found.parts] == [at(-8), at(-4)]
    assert said(found) == []


async def test_a_load_that_broke_off_goes_on_where_it_was(
    fetching: House, served: RecorderServer
) -> None:
    served.stops_after = 1000
    broken = await fetch(fetching, of_service(served), 0, 4)
    assert [gap.why for gap in broken.gaps] == [GapWhy.AWAY]
    served.stops_after = None
    whole = await fetch(fetching, of_service(served), 0, 4)
    assert served.ranges == ["bytes=1000-"]
    assert read(whole.parts[0]) == clip(LENGTH_S)


async def test_two_who_ask_at_once_load_once(fetching: House, served: RecorderServer) -> None:
    one = of_service(served)
    found = await asyncio.gather(*(fetch(fetching, one) for _ in range(4)))
    assert served.loaded == 3
    assert all(each == found[0] for each in found)


async def test_what_time_did_not_suffice_for_is_not_yet_and_comes_later(
    fetching: House, served: RecorderServer
) -> None:
    one = of_service(served)
    served.may_give.clear()
    late = await actions.fetch(fetching, one, at(0), at(12), asker=UUID(int=7), most_s=0.3)
    assert said(late) == [(0, 12, "not_yet")]
    assert not late.is_done
    served.may_give.set()
    assert (await fetch(fetching, one)).is_done


async def test_what_is_more_than_there_is_room_for_is_said_and_leaves_nothing_behind(
    fetching: House, served: RecorderServer
) -> None:
    fetching.copies.bytes_max = len(clip(LENGTH_S)) * 2 + 500
    found = await fetch(fetching, of_service(served))
    assert [part.begins_at for part in found.parts] == [at(0), at(4)]
    assert said(found) == [(8, 12, "no_room")]
    assert all(is_there(part) for part in found.parts), "what is in use stays"
    elsewhere = msgspec.structs.replace(of_service(served), recorder_id=UUID(int=2))
    assert len((await fetch(fetching, elsewhere)).parts) == 2, "what was used before goes"
    assert not any(is_there(part) for part in found.parts)


async def test_a_recorder_that_sends_more_than_there_is_room_for_is_cut_off(
    fetching: House, served: RecorderServer, tmp_path: Path
) -> None:
    served.says_bytes = 10
    served.recordings = {(CHANNEL, "0"): (bytes(3_000_000), at(0), at(4))}
    assert said(await fetch(fetching, of_service(served), 0, 4)) == [(0, 4, "too_large")]
    assert sum(f.stat().st_size for f in (tmp_path / "copies").rglob("*") if f.is_file()) == 0


async def test_copies_go_with_their_last_asker(fetching: House, folder: Path) -> None:
    mine, theirs = UUID(int=7), UUID(int=8)
    for asker in (mine, theirs):
        found = await actions.fetch(fetching, of_folder(), at(0), at(12), asker=asker)
    await actions.forget_copies(fetching, mine)
    assert all(is_there(part) for part in found.parts)
    assert await fetching.copies.askers() == {theirs}
    await actions.forget_copies(fetching, theirs)
    assert not any(is_there(part) for part in found.parts)


async def test_what_nobody_used_for_a_week_goes(
    fetching: House, folder: Path, clock: WatchedClock
) -> None:
    found = await fetch(fetching, of_folder())
    clock.forward(seconds=UNUSED_MOST.total_seconds() - 60)
    await fetch(fetching, of_folder(), 0, 4)
    clock.forward(seconds=120)
    await fetching.copies.tidy()
    assert [is_there(part) for part in found.parts] == [True, False, False]


async def test_of_a_file_of_hours_only_the_minutes_come(
    fetching: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "LONG_BYTES", 100)
    monkeypatch.setattr(folders, "PIECE", timedelta(seconds=10))
    for number in (1, 2):
        (folder / name(number)).unlink()
    (folder / name(0)).write_bytes(clip(60))
    os.utime(folder / name(0), (at(60).timestamp(), at(60).timestamp()))
    found = await fetch(fetching, of_folder(), 21, 39)
    assert [(part.begins_at, part.ends_at) for part in found.parts] == [
        (at(20), at(30)),
        (at(30), at(40)),
    ]
    assert said(found) == []
    with av.open(found.parts[0].path) as container:
        shown = [float(frame.time or 0) for frame in container.decode(video=0)]
    assert len(shown) == 50, "five pictures a second, each of which can be decoded"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"channel": "attic"}, GapWhy.UNKNOWN_CHANNEL),
        ({"address": SegmentFolder("west")}, GapWhy.AWAY),
        ({"address": SegmentFolder("../..")}, GapWhy.FORBIDDEN_ADDRESS),
        ({"address": HoldService("http://127.0.0.1:9")}, GapWhy.AWAY),
        ({"address": HoldService("http://169.254.169.254")}, GapWhy.FORBIDDEN_ADDRESS),
    ],
)
async def test_a_recorder_that_cannot_be_asked_is_one_gap(
    fetching: House, folder: Path, more: dict[str, object], why: GapWhy
) -> None:
    assert [gap.why for gap in (await fetch(fetching, of_folder(**more))).gaps] == [why]


async def test_a_folder_that_goes_while_it_is_read_is_a_gap(fetching: House, folder: Path) -> None:
    one = of_folder()
    listed = await fetching.recorders.segments(one.address, CHANNEL, at(0), at(12))
    shutil.rmtree(folder)
    assert len(listed) == 3
    assert [gap.why for gap in (await fetch(fetching, one)).gaps] == [GapWhy.UNKNOWN_CHANNEL]
