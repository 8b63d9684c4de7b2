"""One frame over HTTP, whatever the camera does: each trouble has its name and its deadline."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import psutil
import pytest

from service.platform.camera_link import CameraLink, Endpoint, Frame, NoFrame, Trouble
from service.platform.clock import SystemClock
from service.platform.reach import Reach
from tests.support import bad_cameras as cameras
from tests.support.bad_cameras import PASSWORD, USERNAME, Behaviour, CameraServer, camera

DEADLINE_S = 1.0
OVER_S = 0.5
MEGABYTE = 1024 * 1024


@pytest.fixture
async def link() -> AsyncIterator[CameraLink]:
    opened = CameraLink(SystemClock(), Reach(loopback=True))
    yield opened
    await opened.close()


def endpoint(url: str, *, username: str | None = None, password: str | None = None) -> Endpoint:
    return Endpoint(snapshot_url=url, rtsp_url=None, username=username, password=password)


async def take(link: CameraLink, at: Endpoint, deadline_s: float = DEADLINE_S) -> Frame | Trouble:
    """The frame, or why there is none; never later than it may be."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        return await link.take(at, deadline_s=deadline_s)
    except NoFrame as error:
        return error.trouble
    finally:
        assert loop.time() - began < deadline_s + OVER_S


async def test_a_picture_is_taken_with_its_size_and_its_moment(link: CameraLink) -> None:
    clock = SystemClock()
    async with camera(cameras.good) as it:
        before = clock.now()
        frame = await take(link, endpoint(it.url))
        assert isinstance(frame, Frame)
        assert (frame.data, frame.width, frame.height) == (cameras.PICTURE, 640, 360)
        assert before <= frame.captured_at <= clock.now()
        assert frame.source == "http"


@pytest.mark.parametrize("behave", [cameras.with_basic, cameras.with_digest])
async def test_a_login_is_given_as_the_camera_asks_for_it(
    link: CameraLink, behave: Behaviour
) -> None:
    async with camera(behave) as it:
        right = endpoint(it.url, username=USERNAME, password=PASSWORD)
        assert isinstance(await take(link, right), Frame)
        assert isinstance(await take(link, right), Frame)
        for username, password in ((USERNAME, "wrong"), ("wrong", PASSWORD), (USERNAME, None)):
            wrong = endpoint(it.url, username=username, password=password)
            assert await take(link, wrong) is Trouble.WRONG_LOGIN
        assert await take(link, endpoint(it.url)) is Trouble.WRONG_LOGIN
        assert len(it.asked) <= 20, "a wrong password is not tried over and over"


async def test_a_kept_digest_login_needs_no_second_question(link: CameraLink) -> None:
    async with camera(cameras.with_digest) as it:
        right = endpoint(it.url, username=USERNAME, password=PASSWORD)
        await take(link, right)
        questions = len(it.asked)
        assert isinstance(await take(link, right), Frame)
        assert len(it.asked) == questions + 1


BAD: dict[str, tuple[Behaviour, set[Trouble]]] = {
    "forbids": (cameras.forbids, {Trouble.WRONG_LOGIN}),
    "html": (cameras.html, {Trouble.NOT_A_PICTURE}),
    "html as jpeg": (cameras.html_as_jpeg, {Trouble.NOT_A_PICTURE}),
    "error 500": (cameras.broken, {Trouble.HTTP_ERROR}),
    "fifty megabytes": (cameras.huge, {Trouble.TOO_LARGE}),
    "endless body": (cameras.endless_body, {Trouble.TOO_LARGE}),
    "half a picture": (cameras.half, {Trouble.NOT_A_PICTURE}),
    "cut in the middle": (cameras.cut, {Trouble.HTTP_ERROR}),
    "empty": (cameras.empty, {Trouble.NOT_A_PICTURE}),
    "damaged": (cameras.damaged, {Trouble.NOT_A_PICTURE}),
    "bomb": (cameras.claims_too_much, {Trouble.NOT_A_PICTURE}),
    "hangs": (cameras.hangs, {Trouble.TOO_SLOW}),
    "a byte a second": (cameras.dribbles, {Trouble.TOO_SLOW}),
    "a byte of its head a second": (cameras.dribbles_its_head, {Trouble.TOO_SLOW}),
    "endless headers": (cameras.endless_headers, {Trouble.TOO_LARGE}),
    "one endless header": (cameras.one_endless_header, {Trouble.TOO_LARGE}),
    "not http": (cameras.not_http, {Trouble.HTTP_ERROR}),
    "hangs up": (cameras.hangs_up, {Trouble.HTTP_ERROR}),
}


@pytest.mark.parametrize("name", BAD)
async def test_each_trouble_has_its_name_and_ends_in_time(link: CameraLink, name: str) -> None:
    behave, expected = BAD[name]
    before = psutil.Process(os.getpid()).memory_info().rss
    async with camera(behave) as it:
        assert await take(link, endpoint(it.url)) in expected
        assert psutil.Process(os.getpid()).memory_info().rss - before < 60 * MEGABYTE
        # It is not held against the next camera, nor against this one once it is mended.
        it.behave = cameras.good
        assert isinstance(await take(link, endpoint(it.url)), Frame)


async def test_nobody_there_is_refused(link: CameraLink) -> None:
    async with camera(cameras.good) as it:
        url = it.url
    assert await take(link, endpoint(url)) is Trouble.REFUSED


async def test_a_camera_that_sends_us_elsewhere_is_not_followed(link: CameraLink) -> None:
    async with camera(cameras.good) as elsewhere, camera(cameras.redirects(elsewhere.url)) as it:
        right = endpoint(it.url, username=USERNAME, password=PASSWORD)
        assert await take(link, right) is Trouble.REDIRECTED
        assert elsewhere.asked == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://", "http://[::1", "gopher://x/"])
async def test_an_address_that_is_none_is_no_bug(link: CameraLink, url: str) -> None:
    assert await take(link, endpoint(url)) in (Trouble.HTTP_ERROR, Trouble.FORBIDDEN_ADDRESS)


async def test_without_an_address_there_is_no_endpoint(link: CameraLink) -> None:
    nothing = Endpoint(snapshot_url=None, rtsp_url=None, username=None, password=None)
    assert await take(link, nothing) is Trouble.NO_ENDPOINT


async def test_a_camera_that_restarted_between_two_pictures_is_asked_anew(
    link: CameraLink,
) -> None:
    async with camera(cameras.good) as it:
        await take(link, endpoint(it.url))
        it.behave = cameras.hangs_up
        assert await take(link, endpoint(it.url)) is Trouble.HTTP_ERROR
        it.behave = cameras.good
        assert isinstance(await take(link, endpoint(it.url)), Frame)


async def test_thirty_two_bad_cameras_do_not_delay_a_good_one(link: CameraLink) -> None:
    large = cameras.jpeg(7300, 5400)

    async def heavy(asked: cameras.Asked) -> None:
        await asked.answer(large)

    kinds = [cameras.hangs, cameras.dribbles, cameras.huge, cameras.claims_too_much, heavy]
    kinds += [cameras.endless_headers, cameras.dribbles_its_head, cameras.damaged]
    async with AsyncExitStack() as stack:
        bad: list[CameraServer] = [
            await stack.enter_async_context(camera(kinds[n % len(kinds)])) for n in range(32)
        ]
        good = await stack.enter_async_context(camera(cameras.good))
        loop = asyncio.get_running_loop()
        asking = [asyncio.create_task(take(link, endpoint(it.url), 3)) for it in bad]
        began = loop.time()
        took = []
        while loop.time() - began < 2:
            asked_at = loop.time()
            assert isinstance(await take(link, endpoint(good.url), 3), Frame)
            took.append(loop.time() - asked_at)
        troubles = await asyncio.gather(*asking, return_exceptions=True)
    assert max(took) < 1, f"the slowest of {len(took)} pictures took {max(took):.2f} s"
    assert [one for one in troubles if isinstance(one, BaseException)] == []


async def test_pictures_of_forty_megapixels_delay_nobody_and_fill_no_memory(
    link: CameraLink,
) -> None:
    large, count = cameras.jpeg(7300, 5400), 24

    async def heavy(asked: cameras.Asked) -> None:
        await asked.answer(large)

    process, peak = psutil.Process(os.getpid()), 0
    async with camera(heavy) as bad, camera(cameras.good) as good:
        before = process.memory_info().rss
        asking = [asyncio.create_task(take(link, endpoint(bad.url), 5)) for _ in range(count)]
        fine = asyncio.create_task(take(link, endpoint(good.url), 1))
        while not all(task.done() for task in asking):
            peak = max(peak, process.memory_info().rss - before)
            await asyncio.wait(asking, timeout=0.01, return_when=asyncio.ALL_COMPLETED)
        assert isinstance(await fine, Frame)
        taken = [await task for task in asking]
    assert {(f.width, f.height) for f in taken if isinstance(f, Frame)} == {(7300, 5400)}
    # Whole pictures would take 120 MB each.
    assert peak < 200 * MEGABYTE
