"""Hostile cameras at each door: each is named, delays no other, and leaves nothing in memory.

The doors: a snapshot over HTTP, the first picture of a stream, and a ring that is kept warm.
"""

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import psutil
import pytest

from service.platform.camera_link import CameraLink, Endpoint, NoFrame, Trouble
from service.platform.clock import SystemClock
from service.platform.reach import Reach
from service.platform.rings.keeper import KEEP_S, Keeper
from service.platform.rings.ring import Ring, Unit
from service.platform.rings.rtp import Codec, Coding
from service.platform.rings.rtsp import RtspSession
from service.platform.rings.wire import Newest
from tests.support import bad_cameras as http
from tests.support import hostile_cameras as rtsp
from tests.support.bad_cameras import Behaviour, camera
from tests.support.films import FilmCamera, film_cameras
from tests.support.hostile_cameras import MEGABYTE, Talk, quick_film, talking
from tests.support.running_clock import RunningClock
from tests.support.town.digest import Login
from tests.support.waits import until

Opened = AbstractAsyncContextManager[Endpoint]
LOGIN = ("viewer", "swordfish")
HOSTILE, OTHERS = UUID(int=99), [UUID(int=n) for n in range(7)]


def endpoint(*, snapshot: str | None = None, stream: str | None = None) -> Endpoint:
    return Endpoint(snapshot, stream, *LOGIN)


@asynccontextmanager
async def snapshots(behave: Behaviour) -> AsyncIterator[Endpoint]:
    """A camera that answers so over HTTP."""
    async with camera(behave) as it:
        yield endpoint(snapshot=it.url)


@asynccontextmanager
async def streams(talk: Talk) -> AsyncIterator[Endpoint]:
    """A camera that talks so over RTSP."""
    async with talking(talk) as it:
        yield endpoint(stream=it.url)


@asynccontextmanager
async def films(make: Callable[[], FilmCamera]) -> AsyncIterator[Endpoint]:
    """A camera that plays a film, in its own way."""
    it = make()
    async with film_cameras(it):
        yield endpoint(stream=it.url)


ELSEWHERE = "127.0.0.1:9"
SNAPSHOTS: dict[str, tuple[Behaviour, Trouble]] = {
    "a page": (http.html, Trouble.NOT_A_PICTURE),
    "a page that calls itself a picture": (http.html_as_jpeg, Trouble.NOT_A_PICTURE),
    "fifty megabytes": (http.huge, Trouble.TOO_LARGE),
    "a body without end": (http.endless_body, Trouble.TOO_LARGE),
    "half a picture": (http.half, Trouble.NOT_A_PICTURE),
    "cut in the middle": (http.cut, Trouble.HTTP_ERROR),
    "a bomb": (http.claims_too_much, Trouble.NOT_A_PICTURE),
    "a byte a second": (http.dribbles, Trouble.TOO_SLOW),
    "a byte of its head a second": (http.dribbles_its_head, Trouble.TOO_SLOW),
    "headers without end": (http.endless_headers, Trouble.TOO_LARGE),
    "a header without end": (http.one_endless_header, Trouble.TOO_LARGE),
    "elsewhere": (http.redirects(f"http://{ELSEWHERE}/"), Trouble.REDIRECTED),
    "never content with a login": (rtsp.never_content_over_http, Trouble.WRONG_LOGIN),
    "for ever about to answer": (rtsp.for_ever_about_to, Trouble.TOO_SLOW),
    "silence": (http.hangs, Trouble.TOO_SLOW),
}
STREAMS: dict[str, tuple[Talk, Trouble]] = {
    "a page": (rtsp.HTML, Trouble.BROKEN_STREAM),
    "fifty megabytes": (rtsp.ANNOUNCES_FIFTY_MEGABYTES, Trouble.TOO_LARGE),
    "a picture without end": (rtsp.PICTURE_WITHOUT_END, Trouble.TOO_LARGE),
    "crumbs without end": (rtsp.CRUMBS, Trouble.TOO_LARGE),
    "half a picture": (rtsp.HALF, Trouble.BROKEN_STREAM),
    "a byte a second": (rtsp.byte_by_byte, Trouble.TOO_SLOW),
    "headers without end": (rtsp.endless_head, Trouble.TOO_LARGE),
    "elsewhere": (rtsp.sends_elsewhere(f"rtsp://{ELSEWHERE}/"), Trouble.REDIRECTED),
    "never content with a login": (rtsp.never_content([]), Trouble.WRONG_LOGIN),
    "silence": (rtsp.NOTHING, Trouble.TOO_SLOW),
}
# What plays: a picture comes of it where there is no trouble.
FILMS: dict[str, tuple[Callable[[], FilmCamera], Trouble | None]] = {
    "a bomb": (lambda: FilmCamera(rtsp.bomb_film()), Trouble.BROKEN_STREAM),
    "a wrong digest": (
        lambda: FilmCamera(quick_film(), login=Login("digest_md5", LOGIN[0], "another")),
        Trouble.WRONG_LOGIN,
    ),
    "h265 where h264 was said": (
        lambda: FilmCamera(quick_film("hevc"), says_codec="h264"),
        None,
    ),
    "another size with every keyframe": (lambda: FilmCamera(rtsp.changing_film()), None),
    "packets out of order": (
        lambda: FilmCamera(rtsp.film_of_many_packets(), shuffled=True),
        None,
    ),
}


@dataclass(frozen=True)
class Hostile:
    """A hostile camera at one of the doors, and what it is called there."""

    door: str
    name: str
    open: Callable[[], Opened]
    expected: Trouble | None

    @property
    def times(self) -> int:
        """How often it is asked to see what remains; fewer of those that send without end.

        Thousands of specks take a tenth of a second; what may be left of each is the same for all.
        """
        if self.name == "specks without end":
            return 16
        return 40 if "without end" in self.name or "fifty" in self.name else 48

    def __str__(self) -> str:
        return f"{self.door}: {self.name}"


BY_STREAM: list[tuple[str, Callable[[], Opened], Trouble | None]] = [
    *((name, partial(streams, talk), trouble) for name, (talk, trouble) in STREAMS.items()),
    *((name, partial(films, make), trouble) for name, (make, trouble) in FILMS.items()),
]
FETCHED = [
    *(Hostile("snapshot", n, partial(snapshots, b), t) for n, (b, t) in SNAPSHOTS.items()),
    *(Hostile("stream", name, opened, trouble) for name, opened, trouble in BY_STREAM),
]
KEPT = [
    *(Hostile("ring", name, opened, trouble) for name, opened, trouble in BY_STREAM),
    # Its first picture is one like another's.
    Hostile("ring", "specks without end", partial(streams, rtsp.SPECKS), Trouble.TOO_LARGE),
]


@pytest.fixture
async def link() -> AsyncIterator[CameraLink]:
    opened = CameraLink(SystemClock(), Reach(loopback=True))
    yield opened
    await opened.close()


async def take(link: CameraLink, at: Endpoint, deadline_s: float) -> Trouble | None:
    """What is wrong with a camera; nothing where it gives a frame."""
    try:
        frame = await link.take(at, deadline_s=deadline_s)
    except NoFrame as error:
        return error.trouble
    assert frame.width > 0
    return None


def keeping(clock: RunningClock, found: dict[UUID, Endpoint]) -> Keeper:
    """A keeper of these cameras' rings, which begin to fill."""

    async def find(camera_id: UUID) -> Endpoint:
        return found[camera_id]

    keeper = Keeper(clock, find, Reach(loopback=True))
    keeper.keep(found)
    return keeper


def trouble(keeper: Keeper) -> Trouble | None:
    return keeper.standing()[0].trouble


async def newest(keeper: Keeper, camera_id: UUID = HOSTILE) -> Trouble | None:
    """What is wrong with a warm camera; nothing where it gives a frame."""
    try:
        await keeper.frame(camera_id, Newest(), 5)
    except NoFrame as error:
        return error.trouble
    return None


# ── Each has its name ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("hostile", FETCHED, ids=str)
async def test_each_is_named_when_it_is_fetched(link: CameraLink, hostile: Hostile) -> None:
    # Who sends too much is known for it long before the deadline.
    deadline_s = 1.0 if hostile.expected is Trouble.TOO_SLOW else 8.0
    async with hostile.open() as at:
        assert await take(link, at, deadline_s) is hostile.expected


@pytest.mark.parametrize("hostile", KEPT, ids=str)
async def test_each_is_named_when_it_is_kept(hostile: Hostile) -> None:
    clock = RunningClock()
    async with hostile.open() as at:
        keeper = keeping(clock, {HOSTILE: at})

        async def named() -> bool:
            if hostile.expected is Trouble.TOO_SLOW:
                clock.forward(1)
            elif trouble(keeper) is None and keeper.standing()[0].newest_at is None:
                return False  # Nothing was heard of it yet.
            if await newest(keeper) is hostile.expected:
                return True
            # What it gave before it was let go can still be seen.
            return hostile.expected is not None and trouble(keeper) is hostile.expected

        await until(named)
        await keeper.close()


async def test_who_sends_us_elsewhere_is_not_followed(link: CameraLink) -> None:
    async with talking(rtsp.NOTHING) as it:
        away = rtsp.sends_elsewhere(it.url)
        async with streams(away) as at:
            assert await take(link, at, 2) is Trouble.REDIRECTED
            keeper = keeping(RunningClock(), {HOSTILE: at})
            await until(lambda: trouble(keeper) is Trouble.REDIRECTED)
            await keeper.close()
        assert it.calls == 0


async def test_a_login_that_is_never_right_is_not_tried_over_and_over(link: CameraLink) -> None:
    async with camera(rtsp.never_content_over_http) as it:
        assert await take(link, endpoint(snapshot=it.url), 2) is Trouble.WRONG_LOGIN
        assert len(it.asked) <= 2
    asked: list[str] = []
    async with streams(rtsp.never_content(asked)) as at:
        assert await take(link, at, 2) is Trouble.WRONG_LOGIN
        assert len(asked) == 2


async def test_a_clock_that_leaps_on_and_on_leads_beyond_no_date() -> None:
    async with streams(rtsp.MAD_CLOCK) as at:
        keeper = keeping(RunningClock(), {HOSTILE: at})
        await until(lambda: trouble(keeper) is Trouble.BROKEN_STREAM)
        assert await newest(keeper) is None
        await keeper.close()


def test_a_picture_in_parts_without_end_is_not_copied_without_end() -> None:
    ring, now = Ring(keep_s=12, bytes_max=8 * MEGABYTE), SystemClock().now()
    coding = Coding(Codec.H264, 0, b"")
    for number in range(5_000):
        ring.add(Unit(bytes(1_000), number == 0, 0, now, coding))
    assert ring.size_bytes < MEGABYTE


# ── None delays another ─────────────────────────────────────────────────────────────────────

# So long is waited for a hostile one, and for each of the others.
HOSTILE_MOST_S = 6.0


@asynccontextmanager
async def others(door: str) -> AsyncIterator[list[Endpoint]]:
    """Seven cameras that do as they should."""
    if door == "snapshot":
        async with camera(http.good) as it:
            yield [endpoint(snapshot=it.url)] * len(OTHERS)
    else:
        playing = [FilmCamera(quick_film()) for _ in OTHERS]
        async with film_cameras(*playing):
            yield [endpoint(stream=it.url) for it in playing]


@pytest.mark.parametrize("hostile", FETCHED, ids=str)
async def test_of_eight_that_are_fetched_the_hostile_one_delays_none(
    link: CameraLink, hostile: Hostile
) -> None:
    async with hostile.open() as bad, others(hostile.door) as good:
        asking = asyncio.create_task(take(link, bad, HOSTILE_MOST_S))
        given = await asyncio.gather(*(take(link, at, HOSTILE_MOST_S) for at in good))
        waited_for = asking.done() and hostile.expected is Trouble.TOO_SLOW
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    assert given == [None] * len(OTHERS)
    assert not waited_for


@pytest.mark.parametrize("hostile", KEPT, ids=str)
async def test_of_eight_that_are_kept_the_hostile_one_delays_none(hostile: Hostile) -> None:
    async with hostile.open() as bad, others("ring") as good:
        keeper = keeping(RunningClock(), {HOSTILE: bad} | dict(zip(OTHERS, good, strict=True)))

        async def all_give() -> bool:
            given = await asyncio.gather(*(newest(keeper, camera_id) for camera_id in OTHERS))
            return given == [None] * len(OTHERS)

        await until(all_give)
        await keeper.close()


# ── None grows ──────────────────────────────────────────────────────────────────────────────

FIRST_TIMES, TOGETHER = 24, 8
# Small objects that are left of each time: one forgotten request is more than that.
LEFT_EACH_MAX = 8
ROUNDS_MOST = 3
# By how much the whole process grows: as much as is read at once, and again, for memory is not
# given back to the system as soon as it is free. Forty answers of the greatest size are 320.
PROCESS_GROWS_MAX = 256 * MEGABYTE
RING_BYTES_MAX = 8 * MEGABYTE
# Who says nothing is not waited for for long.
SHORT_S = 0.05


Once = Callable[[Endpoint, int], Awaitable[object]]


async def ask(hostile: Hostile, once: Once, times: int) -> int:
    """Ask a hostile camera so many times, some at once; by how much the process has grown then."""
    process = psutil.Process(os.getpid()).memory_info
    async with hostile.open() as at:
        before = process().rss
        for _ in range(times // TOGETHER):
            await asyncio.gather(*(once(at, number) for number in range(TOGETHER)))
        return process().rss - before


async def remains(hostile: Hostile, make: Callable[[], Once]) -> None:
    """Ask a hostile camera over and over, and see that nothing of it remains.

    What remains of each remains of those that come after too: libraries that keep something once
    are let off by the best of three rounds.
    """
    await ask(hostile, make(), min(FIRST_TIMES, hostile.times))
    left = [await _left(hostile, make)]
    while left[-1] >= hostile.times * LEFT_EACH_MAX and len(left) < ROUNDS_MOST:
        left.append(await _left(hostile, make))
    assert min(left) < hostile.times * LEFT_EACH_MAX, left


async def _left(hostile: Hostile, make: Callable[[], Once]) -> int:
    """How many small objects there are more after one round.

    The collector is away meanwhile: it comes when it likes, and what was read is given back before.
    """
    gc.collect()
    before = sys.getallocatedblocks()
    gc.disable()
    try:
        assert await ask(hostile, make(), hostile.times) < PROCESS_GROWS_MAX
    finally:
        gc.enable()
    gc.collect()
    return sys.getallocatedblocks() - before


@pytest.mark.parametrize("hostile", FETCHED, ids=str)
async def test_nothing_remains_of_one_that_is_fetched(link: CameraLink, hostile: Hostile) -> None:
    most_s = SHORT_S if hostile.expected is Trouble.TOO_SLOW else HOSTILE_MOST_S
    await remains(hostile, lambda: lambda at, _: take(link, at, most_s))


@pytest.mark.parametrize("hostile", KEPT, ids=str)
async def test_nothing_remains_of_one_that_is_kept(hostile: Hostile) -> None:
    clock, reach = SystemClock(), Reach(loopback=True)

    def make() -> Once:
        rings = [Ring(keep_s=KEEP_S, bytes_max=RING_BYTES_MAX) for _ in range(TOGETHER)]

        async def once(at: Endpoint, number: int) -> None:
            session = RtspSession(at, at.rtsp_url or "", rings[number], clock, reach)
            with contextlib.suppress(NoFrame, TimeoutError):
                async with asyncio.timeout(SHORT_S if plays(hostile) else HOSTILE_MOST_S):
                    await session.run()

        return once

    await remains(hostile, make)


def plays(hostile: Hostile) -> bool:
    """Whether it would go on without end."""
    return hostile.expected is Trouble.TOO_SLOW or hostile.name in FILMS


def test_of_pictures_that_are_next_to_nothing_a_ring_has_so_many() -> None:
    ring, now = Ring(keep_s=KEEP_S, bytes_max=RING_BYTES_MAX), SystemClock().now()
    coding = Coding(Codec.H264, 0, b"")
    for number in range(50_000):
        ring.add(Unit(b"x", number % 5_000 == 0, number, now, coding))
    newest = ring.newest()
    assert newest is not None
    assert len(newest.units) == 5_000
    for number in range(50_000, 100_000):
        ring.add(Unit(b"x", False, number, now, coding))
    assert ring.size_bytes == 1
