"""In which order pictures are decoded where more are asked for than there are threads."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from service.platform.frames import Endpoint, Frame
from service.platform.reach import Reach
from service.platform.rings.keeper import Keeper
from service.platform.rings.wire import At, Last, Newest, Want
from tests.support.films import FilmCamera, film_cameras, make_film
from tests.support.running_clock import RunningClock
from tests.support.waits import until

CAMERA = UUID(int=1)
DEADLINE_S = 10.0
# More than there are threads for them.
MANY = 20
RIGHT = timedelta(seconds=0.1)


class HoldingClock(RunningClock):
    """A clock that sees and holds decoding threads, which look at it when they begin."""

    def __init__(self) -> None:
        super().__init__()
        self.held = 0
        self.began: list[str] = []
        self._gate = threading.Event()
        self._gate.set()

    def ticks(self) -> float:
        """Real seconds, once the thread that asks may go on."""
        gate, thread = self._gate, threading.current_thread()
        if thread is not threading.main_thread():
            self.began.append(thread.name.partition("_")[0])
            if not gate.is_set():
                self.held += 1
                gate.wait(DEADLINE_S)
        return super().ticks()

    def hold(self) -> threading.Event:
        """Hold those that look from now on, until this is set."""
        self._gate = threading.Event()
        return self._gate

    def hold_no_more(self) -> None:
        """Let those pass that look from now on; who is held is held."""
        self._gate = threading.Event()
        self._gate.set()


@asynccontextmanager
async def warm(clock: HoldingClock) -> AsyncIterator[tuple[FilmCamera, Keeper]]:
    """A camera whose ring is full of some groups, and who keeps it."""
    camera = FilmCamera(make_film())

    async def find(_: UUID) -> Endpoint:
        return Endpoint(None, camera.url, None, None)

    async with film_cameras(camera):
        keeper = Keeper(clock, find, Reach(loopback=True))
        keeper.keep([CAMERA])
        # Between two keyframes, so that the newest is not one.
        await until(lambda: len(camera.sent_at) > 26 and len(camera.sent_at) % 10 in range(4, 7))
        try:
            yield camera, keeper
        finally:
            await keeper.close()


def asked(keeper: Keeper, want: Want, count: int = 1) -> list[asyncio.Task[Frame]]:
    """So many asks for a frame, at once."""
    return [asyncio.create_task(keeper.frame(CAMERA, want, DEADLINE_S)) for _ in range(count)]


async def test_pictures_of_now_do_not_wait_behind_those_of_the_past() -> None:
    clock = HoldingClock()
    async with warm(clock) as (camera, keeper):
        gate, about = clock.hold(), camera.sent_at[max(camera.sent_at) - 9]
        past = asked(keeper, At(about), MANY)
        await until(lambda: clock.held)
        clock.hold_no_more()
        sent_at = max(camera.sent_at.values())
        [newest] = await asyncio.gather(*asked(keeper, Newest()))
        [last] = await asyncio.gather(*asked(keeper, Last()))
        assert newest.captured_at > sent_at - RIGHT
        assert last.captured_at <= newest.captured_at
        assert not any(task.done() for task in past)
        gate.set()
        for one in await asyncio.gather(*past):
            assert abs(one.captured_at - about) < RIGHT


async def test_first_pictures_come_before_all_others_begin() -> None:
    clock = HoldingClock()
    async with warm(clock) as (_, keeper):
        await asyncio.gather(*asked(keeper, Last(), MANY), *asked(keeper, Newest()))
        assert clock.began == ["keyframe"] * MANY + ["group"]


async def test_a_keyframe_that_takes_long_holds_up_nobody() -> None:
    clock = HoldingClock()
    async with warm(clock) as (_, keeper):
        gate = clock.hold()
        slow = asked(keeper, Last())
        await until(lambda: clock.held)
        clock.hold_no_more()
        await asyncio.gather(*asked(keeper, Newest()))
        assert not slow[0].done()
        gate.set()
        await asyncio.gather(*slow)
