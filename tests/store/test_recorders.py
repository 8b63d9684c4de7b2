"""Holding recordings back: in a folder that is purged, and at a recorder that hangs or lies."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.platform.reach import Reach
from service.platform.recorders import HoldService, HoldTrouble, NotHeld, SegmentFolder, Stretch
from service.platform.recorders.folder import HOLDS, purge
from service.platform.recorders.recorders import Recorders
from tests.support.clock import HandClock
from tests.support.recorders import RecorderServer, recorder

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def stretch(channel: str = "gate", hold: str = "one", hours: float = 1) -> Stretch:
    """Half past twelve to half past one."""
    begins = NOON + HOUR / 2
    return Stretch(hold, channel, begins, begins + hours * HOUR)


@pytest.fixture
def channel(tmp_path: Path) -> Path:
    """Six hours of segments, an hour each."""
    folder = tmp_path / "east" / "gate"
    folder.mkdir(parents=True)
    for hour in range(6):
        (folder / f"{NOON + (hour - 2) * HOUR:%Y%m%dT%H%M%SZ}.mp4").write_bytes(b"x")
    return folder


@pytest.fixture
async def recorders(tmp_path: Path) -> AsyncIterator[Recorders]:
    """Recorders on this machine."""
    opened = Recorders(HandClock(), Reach(loopback=True), tmp_path)
    yield opened
    await opened.close()


async def test_what_is_held_outlives_the_folders_own_purge_until_it_is_let_go(
    recorders: Recorders, channel: Path
) -> None:
    address = SegmentFolder("east")
    for _ in range(2):
        await recorders.hold(address, stretch())
    gone = purge(channel, NOON + 3 * HOUR)
    assert [path.name for path in gone] == ["20260302T100000Z.mp4", "20260302T110000Z.mp4"]
    assert len(list((channel / HOLDS).iterdir())) == 1, "held once, however often it is asked"
    for _ in range(2):
        await recorders.release(address, "gate", "one")
    assert [path.name[9:11] for path in purge(channel, NOON + 3 * HOUR)] == ["12", "13"]


async def test_two_holds_of_one_hour_are_two(recorders: Recorders, channel: Path) -> None:
    for name in ("one", "two"):
        await recorders.hold(SegmentFolder("east"), stretch(hold=name))
    await recorders.release(SegmentFolder("east"), "gate", "one")
    assert not [path for path in purge(channel, NOON + 9 * HOUR) if "T12" in path.name]


async def test_a_marker_that_cannot_be_read_holds_everything(channel: Path) -> None:
    (channel / HOLDS).mkdir()
    (channel / HOLDS / "torn").write_bytes(b"{")
    assert purge(channel, NOON + 99 * HOUR) == []


@pytest.mark.parametrize(
    ("address", "asked", "trouble"),
    [
        ("east", stretch("attic"), HoldTrouble.UNKNOWN_CHANNEL),
        ("west", stretch(), HoldTrouble.AWAY),
        ("east", stretch("../east/gate"), HoldTrouble.UNKNOWN_CHANNEL),
        ("east", stretch("gate", "../../one"), HoldTrouble.UNKNOWN_CHANNEL),
        ("../..", stretch(), HoldTrouble.FORBIDDEN_ADDRESS),
    ],
)
async def test_what_is_not_there_or_leads_out_of_the_folder_is_not_held(
    recorders: Recorders, channel: Path, address: str, asked: Stretch, trouble: HoldTrouble
) -> None:
    with pytest.raises(NotHeld) as found:
        await recorders.hold(SegmentFolder(address), asked)
    assert found.value.trouble is trouble
    assert not (channel / HOLDS).exists()


async def test_a_time_that_is_written_over_says_so(recorders: Recorders, channel: Path) -> None:
    purge(channel, NOON + 99 * HOUR)
    with pytest.raises(NotHeld) as found:
        await recorders.hold(SegmentFolder("east"), stretch())
    assert found.value.trouble is HoldTrouble.NOTHING_LEFT


@pytest.fixture
async def served() -> AsyncIterator[RecorderServer]:
    """A recorder with an API."""
    async with recorder() as running:
        yield running


async def test_a_recorder_is_asked_by_its_api(recorders: Recorders, served: RecorderServer) -> None:
    address = HoldService(served.url, served.token)
    await recorders.hold(address, stretch("gate/1"))
    [((name, hold), body)] = served.holds.items()
    assert (name, hold, body["from_at"]) == ("gate/1", "one", "2026-03-02T12:30:00Z")
    await recorders.release(address, "gate/1", "one")
    assert not served.holds


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (302, HoldTrouble.REFUSED),
        (401, HoldTrouble.WRONG_LOGIN),
        (404, HoldTrouble.UNKNOWN_CHANNEL),
        (410, HoldTrouble.NOTHING_LEFT),
        (500, HoldTrouble.REFUSED),
    ],
)
async def test_what_a_recorder_does_not_take_is_not_held(
    recorders: Recorders, served: RecorderServer, status: int, trouble: HoldTrouble
) -> None:
    served.status = status
    with pytest.raises(NotHeld) as found:
        await recorders.hold(HoldService(served.url, served.token), stretch())
    assert found.value.trouble is trouble
    assert served.asked == 1, "no redirect is followed"


async def test_a_recorder_that_hangs_costs_its_deadline_and_no_more(
    recorders: Recorders, served: RecorderServer
) -> None:
    served.may_answer.clear()
    with pytest.raises(NotHeld) as found:
        await recorders.hold(HoldService(served.url, served.token), stretch(), most_s=0.1)
    assert found.value.trouble is HoldTrouble.TOO_SLOW


async def test_a_wrong_token_and_a_machine_that_is_away_are_told_apart(
    recorders: Recorders, served: RecorderServer
) -> None:
    for address, trouble in (
        (HoldService(served.url, "wrong"), HoldTrouble.WRONG_LOGIN),
        (HoldService("http://127.0.0.1:9", "t"), HoldTrouble.AWAY),
        (HoldService("http://169.254.169.254", "t"), HoldTrouble.FORBIDDEN_ADDRESS),
    ):
        with pytest.raises(NotHeld) as found:
            await recorders.hold(address, stretch())
        assert found.value.trouble is trouble


async def test_without_a_folder_of_recordings_no_folder_is_a_recorder(channel: Path) -> None:
    bare = Recorders(HandClock(), Reach(), None)
    with pytest.raises(NotHeld):
        await bare.hold(SegmentFolder("east"), stretch())
    await bare.close()
    assert not (channel / HOLDS).exists()
