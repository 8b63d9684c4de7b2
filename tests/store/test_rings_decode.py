"""In which order pictures are decoded where more are asked for than there are threads."""

import asyncio
import threading
from datetime import timedelta
from uuid import UUID

from service.platform.frames import Endpoint
from service.platform.reach import Reach
from service.platform.rings.keeper import Keeper
from service.platform.rings.wire import At, Last, Newest
from tests.support.films import FilmCamera, film_cameras, make_film
from tests.support.running_clock import RunningClock
from tests.support.waits import until

CAMERA = UUID(int=1)
DEADLINE_S = 10.0
# More than there are threads for them.
MANY = 20
RIGHT = timedelta(seconds=0.1)


class HoldingClock(RunningClock):
    """A clock that holds decoding threads, which look at it when they begin."""

    def __init__(self) -> None:
        super().__init__()
        self.held = 0
        self._gate = threading.Event()
        self._gate.set()

    def ticks(self) -> float:
        """Real seconds, once the thread that asks may go on."""
        gate = self._gate
        if threading.current_thread() is not threading.main_thread() and not gate.is_set():
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


async def test_pictures_of_now_do_not_wait_behind_those_of_the_past() -> None:
    camera, clock = FilmCamera(make_film()), HoldingClock()

    async def find(_: UUID) -> Endpoint:
        return Endpoint(None, camera.url, None, None)

    async with film_cameras(camera):
        keeper = Keeper(clock, find, Reach(loopback=True))
        keeper.keep([CAMERA])
        await until(lambda: len(camera.sent_at) > 26)
        gate, about = clock.hold(), camera.sent_at[max(camera.sent_at) - 9]
        past = [
            asyncio.create_task(keeper.frame(CAMERA, At(about), DEADLINE_S)) for _ in range(MANY)
        ]
        await until(lambda: clock.held)
        clock.hold_no_more()
        sent_at = max(camera.sent_at.values())
        newest = await keeper.frame(CAMERA, Newest(), DEADLINE_S)
        last = await keeper.frame(CAMERA, Last(), DEADLINE_S)
        assert newest.captured_at > sent_at - RIGHT
        assert last.captured_at <= newest.captured_at
        assert not any(task.done() for task in past)
        gate.set()
        assert {abs(one.captured_at - about) < RIGHT for one in await asyncio.gather(*past)} == {
            True
        }
        await keeper.close()
