"""Recorders that play: by an address with a time in it, by ONVIF, and what they do wrong."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import av
import pytest

from service.platform.house import House
from service.platform.recorders import (
    Address,
    GapWhy,
    HoldTrouble,
    NotHeld,
    OnvifAddress,
    PlaybackAddress,
    Stretch,
)
from service.platform.recorders.rtsp import filled
from service.recorder import actions
from service.recorder.wire import Fetched, Part, Recording
from tests.support.brought import at, fetching_house, said
from tests.support.onvif_device import OnvifDevice, onvif_device
from tests.support.playback import PlaybackServer, playing
from tests.support.town.digest import Login

_AT = "%Y_%m_%d_%H_%M_%S"
DAHUA = f"/cam/playback?channel={{channel}}&starttime={{from:{_AT}}}&endtime={{until:{_AT}}}"
HIKVISION = "/Streaming/tracks/{channel}?starttime={from}&endtime={until}"


@pytest.fixture
async def fetching(house: House, tmp_path: Path) -> House:
    """A house whose recorders are on this machine, by its clock."""
    return await fetching_house(house, tmp_path)


@pytest.fixture
async def server() -> AsyncIterator[PlaybackServer]:
    """A recorder with two minutes of noon, in the middle of which it was off."""
    made = PlaybackServer(at(0), at(120), holes=[(at(40), at(50))])
    async with playing(made):
        yield made


def by_address(server: PlaybackServer, template: str = HIKVISION, **more: object) -> Address:
    """How it is asked by its address."""
    return PlaybackAddress(server.url + template, **more)  # type: ignore[arg-type]


async def fetch(
    house: House, address: Address, from_s: float = 0, until_s: float = 30, channel: str = "101"
) -> Fetched:
    """What can be had of these seconds after noon."""
    one = Recording(UUID(int=9), UUID(int=1), channel, 30, address, None)
    return await actions.fetch(house, one, at(from_s), at(until_s), asker=UUID(int=7), most_s=20)


def pictures(part: Part) -> list[float]:
    """When each picture of a file is shown; every one is decoded."""
    with av.open(part.path) as container:
        return [float(frame.time or 0) for frame in container.decode(video=0)]


@pytest.mark.parametrize("template", [DAHUA, HIKVISION])
async def test_a_time_is_played_into_files_that_can_be_sought_in(
    fetching: House, server: PlaybackServer, template: str
) -> None:
    found = await fetch(fetching, by_address(server, template))
    assert said(found) == []
    [part] = found.parts
    assert (part.begins_at, round((part.ends_at - part.begins_at).total_seconds())) == (at(0), 30)
    shown = pictures(part)
    assert len(shown) == 300
    assert shown == sorted(shown)


async def test_a_recorder_that_writes_times_by_its_own_zone_is_asked_by_it(
    fetching: House, server: PlaybackServer
) -> None:
    server.utc_offset = timedelta(hours=8)
    found = await fetch(fetching, by_address(server, DAHUA, utc_offset_min=480))
    assert said(found) == []
    assert "starttime=2026_03_02_20_00_00" in server.asked[-1][0]


async def test_the_login_of_a_recorder_is_given_and_a_wrong_one_told(
    fetching: House, server: PlaybackServer
) -> None:
    server.login = Login("digest", "admin", "right")
    wrong = await fetch(fetching, by_address(server, username="admin", password="wrong"))
    assert [gap.why for gap in wrong.gaps] == [GapWhy.WRONG_LOGIN]
    right = await fetch(fetching, by_address(server, username="admin", password="right"))
    assert said(right) == []


async def test_what_was_not_recorded_is_a_gap(fetching: House, server: PlaybackServer) -> None:
    found = await fetch(fetching, by_address(server), 90, 180)
    assert said(found) == [(120, 180, "not_recorded")]


async def test_a_recorder_that_hangs_up_in_the_middle_leaves_a_gap_behind_what_came(
    fetching: House, server: PlaybackServer
) -> None:
    server.stops_after = 100
    found = await fetch(fetching, by_address(server))
    assert len(found.parts) == 1
    assert said(found) == [(10, 30, "cut")]


async def test_one_that_goes_on_beyond_the_end_is_not_listened_to(
    fetching: House, server: PlaybackServer
) -> None:
    server.floods = True
    found = await fetch(fetching, by_address(server))
    assert said(found) == []
    assert len(pictures(found.parts[0])) == 300


async def test_one_that_says_nothing_at_its_end_is_not_waited_for(
    fetching: House, server: PlaybackServer
) -> None:
    server.closes_at_end = False
    began = fetching.clock.ticks()
    assert said(await fetch(fetching, by_address(server))) == []
    assert fetching.clock.ticks() - began < 5


async def test_one_that_never_answers_costs_its_time_and_is_not_yet(
    fetching: House, server: PlaybackServer
) -> None:
    server.answers = False
    one = Recording(UUID(int=9), UUID(int=1), "101", 30, by_address(server), None)
    found = await actions.fetch(fetching, one, at(0), at(30), asker=UUID(int=7), most_s=0.5)
    assert said(found) == [(0, 30, "not_yet")]


async def test_one_that_is_away_or_barred_is_told_apart(
    fetching: House, server: PlaybackServer
) -> None:
    for url, why in (
        ("rtsp://127.0.0.1:9/{from}{until}", GapWhy.AWAY),
        ("rtsp://169.254.169.254/{from}{until}", GapWhy.FORBIDDEN_ADDRESS),
    ):
        found = await fetch(fetching, PlaybackAddress(url))
        assert [gap.why for gap in found.gaps] == [why]


async def test_more_than_there_is_room_for_is_cut_off(
    fetching: House, server: PlaybackServer
) -> None:
    fetching.copies.bytes_max = 100_000
    found = await fetch(fetching, by_address(server))
    assert said(found) == [(0, 30, "too_large")]


# By ONVIF.


@pytest.fixture
async def device(server: PlaybackServer) -> AsyncIterator[OnvifDevice]:
    """The same recorder by ONVIF: its pictures say when they were recorded."""
    server.says_when, server.login = True, Login("digest", "viewer", "sword: fish")
    made = OnvifDevice(recordings={"REC-1": (at(0), at(120))})
    async with onvif_device(made):
        made.replay_url = f"rtsp://127.0.0.1:{server.port}/replay/1"
        yield made


async def by_onvif(
    house: House, device: OnvifDevice, from_s: float, until_s: float, channel: str = "REC-1"
) -> Fetched:
    """What can be had of these seconds after noon."""
    address = OnvifAddress(device.url, "viewer", "sword: fish")
    return await fetch(house, address, from_s, until_s, channel)


async def test_a_recording_is_found_and_replayed_by_the_clock(
    fetching: House, device: OnvifDevice, server: PlaybackServer
) -> None:
    found = await by_onvif(fetching, device, 0, 30)
    assert said(found) == []
    assert len(pictures(found.parts[0])) == 300
    url, heads = server.asked[-1]
    assert heads["require"] == "onvif-replay"
    assert heads["rate-control"] == "no"
    assert heads["range"].startswith("clock=20260302T120000.000000Z-20260302T120030")
    assert [one[1]["require"] for one in server.asked if one[0] == "SETUP"] == ["onvif-replay"]
    assert url.endswith("/replay/1")
    assert "EndSearch" in device.asked


async def test_where_it_was_off_is_a_gap_by_what_its_pictures_say(
    fetching: House, device: OnvifDevice
) -> None:
    found = await by_onvif(fetching, device, 30, 60)
    [part] = found.parts
    [(begins, ends, why)] = said(found)
    assert begins == pytest.approx(40, abs=0.2)
    assert ends == pytest.approx(50, abs=0.2)
    assert why == "not_recorded"
    shown = pictures(part)
    assert len(shown) == 200
    assert max(b - a for a, b in pairwise(shown)) == pytest.approx(10.1, abs=0.2)


async def test_beyond_what_it_says_to_have_it_is_not_asked(
    fetching: House, device: OnvifDevice, server: PlaybackServer
) -> None:
    found = await by_onvif(fetching, device, 300, 360)
    assert said(found) == [(300, 360, "not_recorded")]
    assert server.asked == []


async def test_pictures_of_another_time_than_was_asked_for_are_not_taken_for_it(
    fetching: House, device: OnvifDevice, server: PlaybackServer
) -> None:
    server.lies = timedelta(days=-1)
    assert said(await by_onvif(fetching, device, 0, 30)) == [(0, 30, "wrong_time")]


async def test_it_is_played_from_the_host_that_was_entered_wherever_it_points(
    fetching: House, device: OnvifDevice, server: PlaybackServer
) -> None:
    device.replay_url = f"rtsp://169.254.169.254:{server.port}/replay/1"
    assert said(await by_onvif(fetching, device, 0, 30)) == []


async def test_a_recorder_without_these_services_a_wrong_login_and_an_unknown_recording_are_told(
    fetching: House, device: OnvifDevice
) -> None:
    unknown = await by_onvif(fetching, device, 0, 30, "REC-2")
    assert [gap.why for gap in unknown.gaps] == [GapWhy.UNKNOWN_CHANNEL]
    wrong = await fetch(fetching, OnvifAddress(device.url, "viewer", "no"), 0, 30, "REC-1")
    assert [gap.why for gap in wrong.gaps] == [GapWhy.WRONG_LOGIN]
    device.recordings = {}
    elsewhere = device.url.replace("127.0.0.1", "localhost")
    none = await fetch(fetching, OnvifAddress(elsewhere, "viewer", "sword: fish"), 0, 30, "REC-1")
    assert [gap.why for gap in none.gaps] == [GapWhy.REFUSED]


async def test_a_clock_that_is_ahead_does_not_spoil_the_login(
    fetching: House, device: OnvifDevice
) -> None:
    device.clock_ahead = timedelta(hours=3)
    assert said(await by_onvif(fetching, device, 0, 30)) == []


async def test_a_recorder_that_plays_holds_nothing(fetching: House, server: PlaybackServer) -> None:
    with pytest.raises(NotHeld) as refused:
        await fetching.recorders.hold(by_address(server), Stretch("one", "101", at(0), at(9)))
    assert refused.value.trouble is HoldTrouble.CANNOT_HOLD


def test_a_channel_cannot_lead_to_another_address() -> None:
    url = filled("rtsp://h/{channel}?s={from}&{__class__}", "../x?y={until}", at(0), at(1))
    assert url == "rtsp://h/..%2Fx%3Fy%3D%7Buntil%7D?s=20260302T120000Z&{__class__}"
