"""Cameras are elsewhere: no address and no name leads to this machine or to a cloud's keys."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.platform.camera_link import CameraLink
from service.platform.clock import SystemClock
from service.platform.frames import Trouble
from service.platform.reach import OutOfReach, Reach
from tests.store.test_camera_link import endpoint, take
from tests.support import bad_cameras as cameras
from tests.support.bad_cameras import camera

NEVER = [IPv4Network("127.0.0.0/8"), IPv4Network("169.254.0.0/16"), IPv4Network("0.0.0.0/32")]
NEVER += [IPv4Network("100.100.100.200/32"), IPv4Network("224.0.0.0/4")]
inside = st.sampled_from(NEVER).flatmap(
    lambda net: st.integers(0, net.num_addresses - 1).map(lambda n: net[n])
)


def spellings(address: IPv4Address) -> list[str]:
    """The same number, as a URL may write it."""
    number = int(address)
    octal = ".".join(f"0{part:o}" for part in address.packed)
    mapped = [
        f"[::ffff:{address}]",
        f"[64:ff9b::{address}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]",
    ]
    return [str(address), str(number), hex(number), octal, *mapped]


@given(inside)
def test_no_spelling_of_an_address_within_leads_there(address: IPv4Address) -> None:
    for host in spellings(address):
        for scheme in ("http", "rtsp", "https"):
            with pytest.raises(OutOfReach):
                Reach().check_url(f"{scheme}://u:p@{host}:80/x")


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.", "a.localhost", "[::1]", "[fe80::1%25eth0]", "[fd00:ec2::254]", ""],
)
def test_names_of_this_machine_lead_nowhere(host: str) -> None:
    with pytest.raises(OutOfReach):
        Reach().check_url(f"http://{host}/")


@pytest.mark.parametrize("host", ["10.1.2.3", "192.168.1.9", "camera.example", "[2001:db8:1::1]"])
def test_a_camera_s_own_network_is_within_reach(host: str) -> None:
    Reach().check_url(f"rtsp://{host}/1")


def resolves(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """From now on a name leads here, and the next time there; who asked is noted."""
    loop, asked, left = asyncio.get_running_loop(), list[str](), list(answers)

    async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        address = left.pop(0) if len(left) > 1 else left[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(kind, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["169.254.169.254"], ["::1"]])
async def test_a_name_that_leads_inside_is_not_followed(
    answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    link = CameraLink(SystemClock(), Reach())
    async with camera(cameras.good) as it:
        asked = resolves(monkeypatch, *answers)
        url = it.url.replace("127.0.0.1", "camera.example")
        assert await take(link, endpoint(url)) is Trouble.FORBIDDEN_ADDRESS
        assert asked
        assert it.asked == []
    await link.close()


async def test_a_name_that_changes_its_mind_between_look_and_connection_gets_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link = CameraLink(SystemClock(), Reach())
    async with camera(cameras.good) as it:
        asked = resolves(monkeypatch, "203.0.113.7", "127.0.0.1")
        url = it.url.replace("127.0.0.1", "camera.example")
        assert await take(link, endpoint(url)) is Trouble.FORBIDDEN_ADDRESS
        assert len(asked) > 1, "it was asked again"
        assert it.asked == []
    await link.close()
