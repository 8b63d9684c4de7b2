"""Recordings of devices of GB/T 28181 through a gateway, and what gateways do wrong."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from service.platform.house import House
from service.platform.recorders import GapWhy, GatewayAddress, gb28181
from service.recorder import actions
from service.recorder.wire import Fetched, Recording
from tests.support.brought import at, fetching_house, said
from tests.support.wvp import CHANNEL, DEVICE, GatewayServer, gateway


@pytest.fixture
async def fetching(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose recorders are on this machine, by its clock, and ask often."""
    monkeypatch.setattr(gb28181, "_LOOK_EVERY_S", 0.02)
    return await fetching_house(house, tmp_path)


@pytest.fixture
async def served() -> AsyncIterator[GatewayServer]:
    """A device with two recordings of noon, ten seconds apart."""
    async with gateway(GatewayServer([(at(0), at(20)), (at(30), at(50))])) as running:
        yield running


async def fetch(house: House, served: GatewayServer, **more: object) -> Fetched:
    """What can be had of the minute after noon."""
    address = GatewayAddress(served.url, DEVICE, token=served.token)
    address = msgspec.structs.replace(address, **more)
    one = Recording(UUID(int=9), UUID(int=1), CHANNEL, 30, address, None)
    return await actions.fetch(house, one, at(0), at(60), asker=UUID(int=7), most_s=10)


async def test_what_a_device_recorded_is_downloaded_and_let_go_of(
    fetching: House, served: GatewayServer
) -> None:
    found = await fetch(fetching, served)
    assert [part.begins_at for part in found.parts] == [at(0), at(30)]
    assert said(found) == [(20, 30, "not_recorded"), (50, 60, "not_recorded")]
    assert served.asked == ["query", *["start", "progress", "progress", "file", "stop"] * 2]
    assert served.stopped == list(served.downloads)


async def test_a_download_that_takes_longer_goes_on_at_the_gateway(
    fetching: House, served: GatewayServer
) -> None:
    served.asks_until_done = None
    address = GatewayAddress(served.url, DEVICE, token=served.token)
    one = Recording(UUID(int=9), UUID(int=1), CHANNEL, 30, address, None)
    late = await actions.fetch(fetching, one, at(0), at(20), asker=UUID(int=7), most_s=0.5)
    assert said(late) == [(0, 20, "not_yet")]
    served.asks_until_done = 1
    assert said(await actions.fetch(fetching, one, at(0), at(20), asker=UUID(int=7))) == []
    assert len(served.downloads) == 1, "it was not begun twice"


async def test_a_download_that_the_gateway_lost_is_begun_anew(
    fetching: House, served: GatewayServer
) -> None:
    served.loses_downloads = True
    assert (await fetch(fetching, served)).gaps[0].why is GapWhy.REFUSED
    served.loses_downloads = False
    assert len((await fetch(fetching, served)).parts) == 2


async def test_a_file_is_loaded_from_the_gateways_host_wherever_it_points(
    fetching: House, served: GatewayServer
) -> None:
    served.says_host = f"169.254.169.254:{served.port}"
    assert len((await fetch(fetching, served)).parts) == 2
    served.says_host = "10.0.0.9:80"
    other = await fetch(fetching, served, device_id=DEVICE, media_url=served.url)
    assert len(other.parts) == 2


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"token": "wrong"}, GapWhy.WRONG_LOGIN),
        ({"device_id": "1" * 20}, GapWhy.REFUSED),
        ({"base_url": "http://127.0.0.1:9"}, GapWhy.AWAY),
        ({"base_url": "http://169.254.169.254"}, GapWhy.FORBIDDEN_ADDRESS),
    ],
)
async def test_a_gateway_that_cannot_be_asked_is_one_gap(
    fetching: House, served: GatewayServer, more: dict[str, object], why: GapWhy
) -> None:
    assert said(await fetch(fetching, served, **more)) == [(0, 60, why)]


async def test_a_device_that_does_not_play_and_half_a_file_are_gaps(
    fetching: House, served: GatewayServer
) -> None:
    served.refuses_downloads = True
    assert (await fetch(fetching, served)).gaps[0].why is GapWhy.REFUSED
    served.refuses_downloads, served.cuts_at = False, 700
    found = await fetch(fetching, served)
    assert found.gaps[0].why is GapWhy.UNREADABLE
