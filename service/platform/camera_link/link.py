"""One frame of a camera: every way that it has, the best first, one deadline for all.

A camera may hang, lie, answer HTML or fifty megabytes: each of these has a name, costs no more
than its deadline and a few megabytes, and delays no other camera.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import msgspec

from service.platform.camera_link.clocks import Clocks
from service.platform.camera_link.gateway import Gateways
from service.platform.camera_link.http import Fetcher, Snapshots
from service.platform.camera_link.onvif import Onvif, Preset
from service.platform.camera_link.stream import Streams
from service.platform.clock import Clock
from service.platform.frames import Endpoint, Frame, NoFrame, Stand, Trouble
from service.platform.imaging import Checkers, Verdict
from service.platform.reach import Reach

# A way that has not answered for so long gets company; a snapshot address takes a tenth of it.
_HEAD_START_S = 2.0

T = TypeVar("T")
Way = Callable[[], Coroutine[Any, Any, Frame]]


class CameraLink:
    """Fetches frames; connections and decoders are shared and bounded."""

    def __init__(self, clock: Clock, reach: Reach) -> None:
        self.reach = reach
        self._clocks = Clocks()
        self._checkers = Checkers()
        self._fetcher = Fetcher(clock, reach)
        self._snapshots = Snapshots(self._fetcher, self._checkers)
        self._onvif = Onvif(clock, self._fetcher, self._snapshots, self._clocks)
        self._gateways = Gateways(clock, self._fetcher, self._snapshots)
        self._streams = Streams(clock, reach)

    async def close(self) -> None:
        """Give connections and threads back."""
        await self._fetcher.close()
        self._streams.close()
        self._checkers.close()

    async def take(self, endpoint: Endpoint, *, deadline_s: float) -> Frame:
        """One frame, by the first way that gives one; its source says which. Raises NoFrame."""
        ways = self._ways(endpoint)
        if not ways:
            raise NoFrame(Trouble.NO_ENDPOINT)
        frame = await _first(ways, deadline_s)
        camera = clock_key(endpoint)
        if frame.camera_at is not None:
            self._clocks.note(camera, frame.captured_at, frame.camera_at)
        return msgspec.structs.replace(frame, ahead_s=self._clocks.ahead_s(camera))

    async def judge(self, data: bytes, before: bytes | None) -> Verdict:
        """What a picture shows, beside one of the same camera from some time before."""
        return await self._checkers.judge(data, before)

    def _ways(self, endpoint: Endpoint) -> list[Way]:
        """The ways that a camera has, the soonest first."""
        ways: list[Way] = []
        if url := endpoint.snapshot_url:
            ways.append(lambda: self._snapshots.take(endpoint, url))
        if onvif := endpoint.onvif_url:
            ways.append(lambda: self._onvif.take(endpoint, onvif))
        if gateway := endpoint.gateway:
            ways.append(lambda: self._gateways.take(gateway))
        if stream := endpoint.rtsp_url:
            ways.append(lambda: self._streams.take(endpoint, stream))
        return ways

    async def presets(self, endpoint: Endpoint, *, deadline_s: float) -> list[Preset]:
        """The directions that a camera knows by name. Raises NoFrame."""
        return await _within(deadline_s, self._onvif.presets(endpoint))

    async def stand(self, endpoint: Endpoint, *, deadline_s: float) -> Stand:
        """Where a camera looks. Raises NoFrame, also where it cannot say it."""
        return await _within(deadline_s, self._onvif.stand(endpoint))

    async def turn(
        self, endpoint: Endpoint, preset: str, stand: Stand, *, deadline_s: float
    ) -> Stand:
        """Turn a camera that looks there to a preset; where it stands then. Raises NoFrame.

        One that could not be turned back is not turned.
        """
        return await _within(deadline_s, self._onvif.turn(endpoint, preset, stand))

    async def turn_back(self, endpoint: Endpoint, stand: Stand, *, deadline_s: float) -> None:
        """Let a camera look again where it looked before, until it stands. Raises NoFrame."""
        await _within(deadline_s, self._onvif.turn_back(endpoint, stand))


def clock_key(endpoint: Endpoint) -> str:
    """The address that a camera's clock goes by, whichever way it answers."""
    return endpoint.onvif_url or endpoint.snapshot_url or endpoint.rtsp_url or ""


async def _within(deadline_s: float, work: Coroutine[Any, Any, T]) -> T:
    try:
        async with asyncio.timeout(deadline_s):
            return await work
    except TimeoutError as error:
        raise NoFrame(Trouble.TOO_SLOW) from error


async def _first(ways: list[Way], deadline_s: float) -> Frame:
    """The first frame that comes. Raises NoFrame with the trouble of the best way that says one.

    A way begins when the one before it fails, or has taken so long that it may never answer.
    """
    waiting = deque(enumerate(ways))
    running: dict[asyncio.Task[Frame], int] = {}
    troubles: dict[int, Trouble] = {}
    head_start_s = min(_HEAD_START_S, deadline_s / (len(ways) + 1))
    try:
        async with asyncio.timeout(deadline_s):
            while waiting or running:
                if waiting:
                    rank, way = waiting.popleft()
                    running[asyncio.create_task(way())] = rank
                wait_s = head_start_s if waiting else None
                done, _ = await asyncio.wait(
                    running, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED
                )
                for task in sorted(done, key=running.__getitem__):
                    rank = running.pop(task)
                    # Not raised here: what is raised holds the call in which it is, which holds
                    # the task, which holds what it raised, and with that all that it read.
                    error = task.exception()
                    if error is None:
                        return task.result()
                    if not isinstance(error, NoFrame):
                        raise error
                    troubles[rank] = error.trouble
    except TimeoutError:
        pass
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    raise NoFrame(troubles[min(troubles)] if troubles else Trouble.TOO_SLOW)
