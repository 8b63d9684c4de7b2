"""A simulated camera can be made to fail, and fails as its fault is named."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO

import aiohttp
import av.error
import pytest
from PIL import Image

from tests.support.town.cameras import TownCameras, serve_cameras
from tests.support.town.clock_face import read_clock
from tests.support.town.faults import BIG_BYTES, Fault, parse_fault
from tests.support.town.watching import (
    DEADLINE_S,
    PLAN,
    camera_with,
    rtsp_client,
    rtsp_url,
    wall_now,
    watch,
)

CAMERA = camera_with("none")
SILENCE_S = 0.5


@contextlib.asynccontextmanager
async def spoilt(fault: Fault) -> AsyncIterator[TownCameras]:
    async with serve_cameras(PLAN, faults={CAMERA.camera_id: fault}) as cameras:
        yield cameras


@contextlib.asynccontextmanager
async def asked(cameras: TownCameras) -> AsyncIterator[aiohttp.ClientResponse]:
    url = f"{cameras.http_base}/cam/{CAMERA.camera_id}/snapshot.jpg"
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, allow_redirects=False) as answer,
    ):
        yield answer


async def photographed(fault: Fault) -> Image.Image:
    async with spoilt(fault) as cameras, asked(cameras) as answer:
        assert answer.status == 200
        return Image.open(BytesIO(await answer.read()))


async def streamed(fault: Fault) -> list[Image.Image]:
    async with spoilt(fault) as cameras:
        url = rtsp_url(cameras.rtsp_base, CAMERA)
        return [seen.image for seen in await asyncio.to_thread(watch, url, 3)]


async def test_hang_accepts_and_says_nothing() -> None:
    async with spoilt(Fault.HANG) as cameras:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(SILENCE_S), asked(cameras):
                pass
        async with rtsp_client(cameras.rtsp_base, CAMERA) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(SILENCE_S):
                    await client.ask("OPTIONS")


async def test_slow_sends_a_byte_a_second() -> None:
    async with spoilt(Fault.SLOW) as cameras:
        async with asked(cameras) as answer:
            assert answer.status == 200
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(SILENCE_S):
                    await answer.read()
        async with rtsp_client(cameras.rtsp_base, CAMERA) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(SILENCE_S):
                    await client.ask("OPTIONS")


async def test_html_is_a_page_with_status_200() -> None:
    async with spoilt(Fault.HTML) as cameras:
        async with asked(cameras) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
        with pytest.raises(av.error.InvalidDataError):
            await asyncio.to_thread(watch, rtsp_url(cameras.rtsp_base, CAMERA), 1)


async def test_old_is_always_the_same_picture_of_yesterday() -> None:
    async with spoilt(Fault.OLD) as cameras:
        pictures = []
        for _ in range(2):
            async with asked(cameras) as answer:
                pictures.append(await answer.read())
    assert pictures[0] == pictures[1]
    age = wall_now() - read_clock(Image.open(BytesIO(pictures[0])))
    assert timedelta(hours=23) < age < timedelta(hours=25)
    clocks = {read_clock(image) for image in await streamed(Fault.OLD)}
    assert len(clocks) == 1


async def test_half_is_a_picture_that_breaks_off() -> None:
    image = await photographed(Fault.HALF)
    with pytest.raises(OSError, match="truncated"):
        image.load()
    async with (
        spoilt(Fault.HALF) as cameras,
        rtsp_client(cameras.rtsp_base, CAMERA) as client,
    ):
        assert (await client.play()).status == 200
        with pytest.raises(asyncio.IncompleteReadError):
            await client.drain()


async def test_big_is_fifty_megabytes() -> None:
    async with spoilt(Fault.BIG) as cameras:
        async with asked(cameras) as answer:
            assert answer.headers["Content-Length"] == str(BIG_BYTES)
            count = sum([len(piece) async for piece in answer.content.iter_chunked(1 << 20)])
            assert count == BIG_BYTES
        async with rtsp_client(cameras.rtsp_base, CAMERA) as client:
            assert len((await client.ask("DESCRIBE")).body) == BIG_BYTES


async def test_auth_refuses_whatever_is_said() -> None:
    async with spoilt(Fault.AUTH) as cameras:
        async with asked(cameras) as answer:
            assert answer.status == 401
            assert "Digest" in answer.headers["WWW-Authenticate"]
        async with rtsp_client(cameras.rtsp_base, CAMERA) as client:
            assert (await client.ask("DESCRIBE")).status == 401


async def test_black_shows_nothing_but_its_running_clock() -> None:
    image = await photographed(Fault.BLACK)
    assert wall_now() - read_clock(image) < timedelta(seconds=DEADLINE_S)
    middle = image.convert("L").crop((0, 100, 1280, 600))
    assert middle.getextrema()[1] < 8  # type: ignore[operator]
    clocks = [read_clock(picture) for picture in await streamed(Fault.BLACK)]
    assert len(set(clocks)) == len(clocks)


async def test_refuse_hangs_up_at_once() -> None:
    async with spoilt(Fault.REFUSE) as cameras:
        with pytest.raises(aiohttp.ClientError):
            async with asked(cameras):
                pass
        async with rtsp_client(cameras.rtsp_base, CAMERA) as client:
            with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
                await client.ask("OPTIONS")


async def test_redirect_sends_the_caller_elsewhere() -> None:
    async with spoilt(Fault.REDIRECT) as cameras:
        async with asked(cameras) as answer:
            assert (answer.status, answer.headers["Location"]) == (302, "/moved/login.html")
        async with rtsp_client(cameras.rtsp_base, CAMERA) as client:
            answered = await client.ask("DESCRIBE")
            assert answered.status == 302
            assert "/moved/" in answered.headers["Location"]


@pytest.mark.parametrize("fault", Fault)
async def test_one_faulty_camera_delays_no_other(fault: Fault) -> None:
    healthy = camera_with("none", 1)
    async with spoilt(fault) as cameras, aiohttp.ClientSession() as session:
        url = f"{cameras.http_base}/cam/%s/snapshot.jpg"

        async def ask_the_faulty() -> None:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(url % CAMERA.camera_id, allow_redirects=False) as answer:
                    await answer.read()

        bad = asyncio.create_task(ask_the_faulty())
        async with asyncio.timeout(DEADLINE_S), session.get(url % healthy.camera_id) as answer:
            assert answer.status == 200
            assert len(await answer.read()) > 10_000
        bad.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await bad


def test_a_fault_is_named_on_the_command_line() -> None:
    assert parse_fault("abc=slow") == ("abc", Fault.SLOW)
    for text in ("slow", "=slow", "abc=tired"):
        with pytest.raises(ValueError, match=r"names no camera|is not a valid Fault"):
            parse_fault(text)


async def test_a_fault_of_no_camera_is_refused() -> None:
    with pytest.raises(ValueError, match="no such camera"):
        async with serve_cameras(PLAN, faults={"nobody": Fault.HANG}):
            pass


async def test_the_program_serves_the_plan_and_ends_when_told() -> None:
    arguments = ["--plan", "0.01", "--fault", f"{CAMERA.camera_id}=html"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.town.cameras", *arguments,
        stdout=asyncio.subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        async with asyncio.timeout(DEADLINE_S):
            word, http, rtsp = (await process.stdout.readline()).decode().split()
        assert word == "ready"
        assert rtsp.startswith("rtsp://127.0.0.1:")
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{http}/cam/{CAMERA.camera_id}/snapshot.jpg") as answer,
        ):
            assert answer.content_type == "text/html"
    finally:
        process.terminate()
    async with asyncio.timeout(DEADLINE_S):
        assert await process.wait() == 0
