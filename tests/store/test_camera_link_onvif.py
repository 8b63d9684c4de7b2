"""Pictures and presets of ONVIF devices, and what a device may do to us."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from lxml import etree  # type: ignore[import-untyped]

from service.platform.camera_link import CameraLink, Endpoint, Frame, NoFrame, Preset, Trouble
from service.platform.clock import SystemClock
from service.platform.reach import Reach
from tests.support import bad_cameras as cameras
from tests.support.bad_cameras import camera
from tests.support.onvif_device import (
    LOGIN,
    PRESETS,
    OnvifDevice,
    Spoil,
    onvif_device,
    refuses,
)
from tests.support.town.digest import Login

DEADLINE_S = 5.0
SHORT_S = 1.0


@pytest.fixture
async def link() -> AsyncIterator[CameraLink]:
    opened = CameraLink(SystemClock(), Reach(loopback=True))
    yield opened
    await opened.close()


def endpoint(device: OnvifDevice, password: str | None = LOGIN.password) -> Endpoint:
    return Endpoint(None, None, LOGIN.username, password, onvif_url=device.url)


async def take(link: CameraLink, at: Endpoint, deadline_s: float = DEADLINE_S) -> Frame | Trouble:
    try:
        return await link.take(at, deadline_s=deadline_s)
    except NoFrame as error:
        return error.trouble


async def test_the_second_picture_of_a_device_is_one_request(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice()) as device:
        first = await take(link, endpoint(device))
        assert isinstance(first, Frame)
        assert (first.data, first.source) == (device.picture, "onvif")
        device.asked.clear()
        assert isinstance(await take(link, endpoint(device)), Frame)
        assert device.asked == ["picture"]


@pytest.mark.parametrize("hours", [-30, 7])
async def test_a_device_whose_clock_is_wrong_is_logged_in_to_by_its_clock(
    link: CameraLink, hours: int
) -> None:
    async with onvif_device(OnvifDevice(clock_ahead=timedelta(hours=hours))) as device:
        frame = await take(link, endpoint(device))
        assert isinstance(frame, Frame)
        assert frame.camera_at is not None
        assert abs(frame.camera_at - frame.captured_at - device.clock_ahead) < timedelta(seconds=2)
        assert frame.ahead_s == pytest.approx(hours * 3600, abs=1)


async def test_a_device_that_only_knows_the_old_question_is_asked_it(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice(is_old=True)) as device:
        assert isinstance(await take(link, endpoint(device)), Frame)
        assert "GetCapabilities" in device.asked


async def test_a_device_that_asks_nobody_for_a_login_gives_its_picture(link: CameraLink) -> None:
    async with onvif_device(Trusting(login=Login("none", None, None))) as device:
        nobody = Endpoint(None, None, None, None, onvif_url=device.url)
        assert isinstance(await take(link, nobody), Frame)
        assert "picture" in device.asked


class Trusting(OnvifDevice):
    """A device that is open to all, and takes no login that was not asked for."""

    def _check_login(self, envelope: Any) -> None:
        assert b"UsernameToken" not in etree.tostring(envelope)


async def test_a_wrong_password_is_named(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice()) as device:
        assert await take(link, endpoint(device, "wrong")) is Trouble.WRONG_LOGIN


async def test_a_device_that_names_another_host_is_asked_at_its_own(link: CameraLink) -> None:
    async with camera(cameras.good) as elsewhere:
        behind = OnvifDevice(believes=elsewhere.url.split("/")[2].replace("127.0.0.1", "127.0.0.2"))
        async with onvif_device(behind) as device:
            assert isinstance(await take(link, endpoint(device)), Frame)
        assert elsewhere.asked == []


async def test_a_picture_that_has_moved_is_looked_for_anew(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice()) as device:
        await take(link, endpoint(device))
        device.snapshot_path = "/other.jpg"
        assert isinstance(await take(link, endpoint(device)), Frame)


async def test_the_library_is_not_let_near_the_environment_and_the_log(link: CameraLink) -> None:
    os.environ["http_proxy"] = "http://127.0.0.1:9"
    try:
        async with onvif_device(OnvifDevice()) as device:
            # Nor is a proxy asked for cameras.
            assert isinstance(await take(link, endpoint(device)), Frame)
        assert os.environ["http_proxy"] == "http://127.0.0.1:9"
    finally:
        del os.environ["http_proxy"]


# What a device may do.


def spoilt(method: str, body: bytes, *, status: int = 200, kind: str = "text/html") -> Spoil:
    async def spoil(asked: str) -> web.StreamResponse | None:
        # Who does not answer the new question does not answer the old one for it.
        if asked != method and (asked, method) != ("GetCapabilities", "GetServices"):
            return None
        return web.Response(body=body, status=status, content_type=kind)

    return spoil


def hangs(method: str) -> Spoil:
    async def spoil(asked: str) -> web.StreamResponse | None:
        if asked == method:
            await asyncio.Event().wait()
        return None

    return spoil


_HEAD = b'<?xml version="1.0"?>'
_BOMB = (
    _HEAD + b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>&b;</s:Body>'
    b"</s:Envelope>"
)
_DEEP = _HEAD + b"<a>" * 60_000 + b"</a>" * 60_000
_EMPTY = b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>'
QUESTIONS = ["GetSystemDateAndTime", "GetServices", "GetProfiles", "GetSnapshotUri"]
BODIES: dict[str, tuple[bytes, Trouble]] = {
    "html": (b"<html>Please sign in</html>", Trouble.NOT_ONVIF),
    "nothing": (b"", Trouble.NOT_ONVIF),
    "no body": (_EMPTY, Trouble.NOT_ONVIF),
    "entities": (_BOMB, Trouble.NOT_ONVIF),
    "depth": (_DEEP, Trouble.NOT_ONVIF),
    "fifty megabytes": (b"a" * 50 * 1024 * 1024, Trouble.TOO_LARGE),
}


@pytest.mark.parametrize("method", QUESTIONS)
@pytest.mark.parametrize("name", BODIES)
async def test_what_is_no_answer_is_named(link: CameraLink, method: str, name: str) -> None:
    body, trouble = BODIES[name]
    async with onvif_device(OnvifDevice(spoil=spoilt(method, body))) as device:
        assert await take(link, endpoint(device)) is trouble
        device.spoil = None
        assert isinstance(await take(link, endpoint(device)), Frame)


@pytest.mark.parametrize("method", [*QUESTIONS, "picture"])
async def test_a_device_that_says_nothing_more_is_too_slow(link: CameraLink, method: str) -> None:
    async with onvif_device(OnvifDevice(spoil=hangs(method))) as device:
        assert await take(link, endpoint(device), SHORT_S) is Trouble.TOO_SLOW


async def test_a_device_that_sends_us_elsewhere_is_not_followed(link: CameraLink) -> None:
    async with camera(cameras.good) as elsewhere:

        async def moved(_: str) -> web.StreamResponse | None:
            return web.Response(status=302, headers={"Location": elsewhere.url})

        async with onvif_device(OnvifDevice(spoil=moved)) as device:
            assert await take(link, endpoint(device)) is Trouble.REDIRECTED
        assert elsewhere.asked == []


# Presets.


async def test_presets_are_told_by_their_names(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice()) as device:
        found = await link.presets(endpoint(device), deadline_s=DEADLINE_S)
    assert found == [Preset(token, name) for token, (name, _) in PRESETS.items()]


@pytest.mark.parametrize("says_that_it_moves", [True, False])
async def test_a_camera_is_turned_and_turned_back(
    link: CameraLink, says_that_it_moves: bool
) -> None:
    async with onvif_device(OnvifDevice(says_that_it_moves=says_that_it_moves)) as device:
        before = device.place
        stand = await link.stand(endpoint(device), deadline_s=DEADLINE_S)
        assert (stand.pan, stand.tilt, stand.zoom) == before
        there = await link.turn(endpoint(device), "1", stand, deadline_s=DEADLINE_S)
        assert device.place == PRESETS["1"][1], "it stands before a picture is taken"
        assert (there.pan, there.tilt, there.zoom) == device.place
        await link.turn_back(endpoint(device), stand, deadline_s=DEADLINE_S)
        assert device.place == pytest.approx(before), "it stands before it is let go"


async def test_a_camera_that_does_not_say_where_it_looks_has_no_stand(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice(says_where_it_looks=False)) as device:
        with pytest.raises(NoFrame) as refused:
            await link.stand(endpoint(device), deadline_s=DEADLINE_S)
        assert refused.value.trouble is Trouble.NOT_TURNABLE


async def test_a_camera_that_counts_in_degrees_has_no_stand(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice(place=(90.0, 12.0, 0.0))) as device:
        with pytest.raises(NoFrame) as refused:
            await link.stand(endpoint(device), deadline_s=DEADLINE_S)
        assert refused.value.trouble is Trouble.NOT_TURNABLE


async def test_a_camera_that_could_not_be_turned_back_is_not_turned(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice(spoil=refuses("AbsoluteMove"))) as device:
        stand = await link.stand(endpoint(device), deadline_s=DEADLINE_S)
        with pytest.raises(NoFrame) as refused:
            await link.turn(endpoint(device), "1", stand, deadline_s=DEADLINE_S)
        assert refused.value.trouble is Trouble.NOT_TURNABLE
        assert "GotoPreset" not in device.asked


async def test_a_camera_whose_clock_was_put_right_is_logged_in_to_anew(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice(clock_ahead=timedelta(hours=7))) as device:
        stand = await link.stand(endpoint(device), deadline_s=DEADLINE_S)
        device.clock_ahead = timedelta()
        assert await link.stand(endpoint(device), deadline_s=DEADLINE_S) == stand


async def test_a_fixed_camera_cannot_be_turned(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice(has_ptz=False)) as device:
        with pytest.raises(NoFrame) as refused:
            await link.presets(endpoint(device), deadline_s=DEADLINE_S)
        assert refused.value.trouble is Trouble.NOT_TURNABLE


async def test_a_preset_that_is_not_there_is_named(link: CameraLink) -> None:
    async with onvif_device(OnvifDevice()) as device:
        before = device.place
        stand = await link.stand(endpoint(device), deadline_s=DEADLINE_S)
        with pytest.raises(NoFrame) as refused:
            await link.turn(endpoint(device), "99", stand, deadline_s=DEADLINE_S)
        assert (refused.value.trouble, device.place) == (Trouble.NOT_ONVIF, before)
