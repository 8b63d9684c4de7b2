"""Keyframes that are decoded before anybody asks: the right ones, and only as many as may be."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import numpy as np

from service.platform.frames import Endpoint
from service.platform.imaging import grey
from service.platform.reach import Reach
from service.platform.rings.ahead import Ahead
from service.platform.rings.decode import decoded_with_grey
from service.platform.rings.keeper import Keeper
from service.platform.rings.ring import Clip, Ring, Unit
from service.platform.rings.rtp import Codec, Coding
from service.platform.rings.wire import Last
from tests.support.clock import HandClock
from tests.support.films import FilmCamera, film_cameras, make_film, number_in
from tests.support.running_clock import RunningClock
from tests.support.waits import until

FILM = make_film()
A, B, C = (UUID(int=n) for n in (1, 2, 3))
# A core has nothing else to do; no real decoding takes so much, and any takes more than nothing.
PLENTY, NEXT_TO_NOTHING = 1.0, 1e-9


def keyframe(*, readable: bool = True, at: int = 0) -> Clip:
    """A ring's last keyframe."""
    ring, clock = Ring(keep_s=12, bytes_max=1 << 20), HandClock()
    sets = b"".join(b"\0\0\0\1" + nal for nal in FILM.sets)
    coding = Coding(Codec.H264, 0, sets)
    picture = next(p for p in FILM.pictures if p.is_keyframe)
    slices = [nal for nal in picture.nals if FILM.kind(nal) == 5]
    data = packets(slices) if readable else b"no packet at all"
    ring.add(Unit(data, True, at, clock.now() + timedelta(seconds=at), coding))
    found = ring.last_key()
    assert found is not None
    return found


def packets(nals: Sequence[bytes]) -> bytes:
    """NAL units as they come over TCP, each a packet of its own."""
    found = b""
    for number, nal in enumerate(nals):
        head = bytes((0x80, 96 | (number == len(nals) - 1) << 7)) + bytes(10)
        found += b"$\0" + (len(head) + len(nal)).to_bytes(2, "big") + head + nal
    return found


@asynccontextmanager
async def decoding(clock: HandClock, share: float = PLENTY, most: int = 8) -> AsyncIterator[Ahead]:
    ahead = Ahead(clock, share, most)
    try:
        yield ahead
    finally:
        ahead.close()


async def test_a_keyframe_is_ready_a_moment_after_it_came() -> None:
    async with decoding(HandClock()) as ahead:
        clip = keyframe()
        ahead.of([A])
        assert ahead.ready(A, clip) is None
        ahead.came(A, clip)
        await until(lambda: ahead.ready(A, clip) is not None)
        ready = ahead.ready(A, clip)
        assert ready is not None
        assert (number_in(ready.frame.data), ready.frame.captured_at) == (0, clip.captured_at)


def test_what_is_looked_at_ahead_is_what_is_looked_at_later() -> None:
    """The planes of the decoder, and the JPEG that is kept."""
    frame, seen = decoded_with_grey(keyframe())
    later = grey(frame.data)
    assert seen.shape == later.shape
    assert np.abs(seen.astype(int) - later).mean() < 4
    assert (seen.min() < 40, seen.max() > 200) == (later.min() < 40, later.max() > 200)


async def test_a_keyframe_that_came_later_is_not_the_ready_one() -> None:
    async with decoding(HandClock()) as ahead:
        first, later = keyframe(), keyframe(at=1)
        ahead.of([A])
        ahead.came(A, first)
        await until(lambda: ahead.ready(A, first) is not None)
        assert ahead.ready(A, later) is None
        assert ahead.ready(B, first) is None


async def test_what_cannot_be_read_stops_nothing() -> None:
    async with decoding(HandClock()) as ahead:
        bad, good = keyframe(readable=False), keyframe()
        ahead.of([A, B])
        ahead.came(A, bad)
        ahead.came(B, good)
        await until(lambda: ahead.ready(B, good) is not None)
        assert ahead.ready(A, bad) is None


async def test_only_the_most_important_are_decoded_ahead() -> None:
    async with decoding(HandClock(), most=2) as ahead:
        clips = {one: keyframe() for one in (A, B, C)}
        ahead.of([C, A, B])
        for one in (B, A, C):
            ahead.came(one, clips[one])
        await until(lambda: all(ahead.ready(one, clips[one]) for one in (A, C)))
        assert ahead.ready(B, clips[B]) is None
        ahead.of([B, C, A])
        assert ahead.ready(A, clips[A]) is None, "what is not among them takes no memory"
        assert ahead.ready(C, clips[C]) is not None


async def test_where_it_takes_too_much_of_a_core_fewer_are_decoded_ahead() -> None:
    clock = HandClock()
    async with decoding(clock, share=NEXT_TO_NOTHING) as ahead:
        clips = {one: keyframe() for one in (A, B, C)}
        ahead.of([A, B, C])
        for one in (A, B, C):
            ahead.came(one, clips[one])
        await until(lambda: ahead.ready(C, clips[C]) is not None)
        clock.forward(seconds=10)
        later = keyframe(at=1)
        ahead.came(C, later)
        ahead.came(A, later)
        await until(lambda: ahead.ready(A, later) is not None)
        assert ahead.ready(C, later) is None
        assert ahead.ready(B, clips[B]) is None


async def test_the_last_keyframe_of_a_warm_camera_needs_no_decoding_when_it_is_asked_for() -> None:
    clock, camera = RunningClock(), FilmCamera(FILM)

    async def find(_: UUID) -> Endpoint:
        return Endpoint(None, camera.url, None, None)

    ahead = Ahead(clock, PLENTY, 8)
    async with film_cameras(camera):
        keeper = Keeper(clock, find, Reach(loopback=True), ahead)
        keeper.keep([A])
        try:

            async def same() -> bool:
                first, again = await asyncio.gather(*(keeper.frame(A, Last(), 5) for _ in "12"))
                return first is again

            await until(lambda: keeper.standing()[0].newest_at is not None)
            await until(same)
            taken = await keeper.frame(A, Last(), 5)
            sent = [n for n, at in camera.sent_at.items() if abs(at - taken.captured_at) < RIGHT]
            assert number_in(taken.data) in {n % len(FILM.pictures) for n in sent}
        finally:
            await keeper.close()


RIGHT = timedelta(seconds=0.1)
