"""Seeing a camera live."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import timedelta
from uuid import UUID

from service.camera import actions as camera
from service.picture.actions import KEPT_WARM
from service.picture.wire import NotWarmNow, TooManyWatch
from service.platform.camera_link import Frame, NoFrame
from service.platform.house import House
from service.platform.rings import leases
from service.platform.rings.wire import NotWarm

# Enough to see which way somebody runs; each frame a second costs one decode.
_FPS = 4.0
_MOST_S = 300.0
# A keeper takes a camera up within a second, and has its first keyframe two later, as a rule.
_FIRST_S, _LOOK_S = 5.0, 0.2


async def watch(house: House, camera_id: UUID) -> AsyncGenerator[Frame, None]:
    """What a camera's stream shows, for some minutes. Raises NotWarmNow, TooManyWatch.

    The first frame is waited for here, so that a refusal is an answer and not a broken stream.
    Whoever watches is a reason of its own to keep it warm: however old its incident, one that has
    cooled down is warm again before the wait is over, as a rule.
    """
    if house.watching.full:
        raise TooManyWatch(retry_s=60)
    now = house.clock.now()
    async with house.db.transaction() as connection:
        streams = bool(await camera.streaming(connection, [camera_id]))
        if streams:
            until = now + timedelta(seconds=_MOST_S) + KEPT_WARM
            wished = {camera_id: leases.IMPORTANCE_INCIDENT}
            await leases.wish(connection, camera_id, wished, until)
    try:
        async with asyncio.timeout(_FIRST_S):
            first, frames = await _begun(house, camera_id, may_warm=streams)
    except (NotWarm, NoFrame, StopAsyncIteration, TimeoutError) as error:
        raise NotWarmNow from error
    return _relay(house, first, frames)


async def _begun(
    house: House, camera_id: UUID, *, may_warm: bool
) -> tuple[Frame, AsyncIterator[Frame]]:
    """A live view and its first frame, once there is one. Raises NotWarm, NoFrame."""
    never = asyncio.Event()
    while True:
        frames = house.rings.live(camera_id, _FPS)
        try:
            return await anext(aiter(frames)), frames
        except (NotWarm, NoFrame):
            if not may_warm or not house.settings.warm_cameras_max:
                raise
        await house.clock.wait(never, _LOOK_S)


async def _relay(
    house: House, first: Frame, frames: AsyncIterator[Frame]
) -> AsyncGenerator[Frame, None]:
    ends = house.clock.ticks() + _MOST_S
    with house.watching.one():
        yield first
        with contextlib.suppress(NotWarm, NoFrame):
            async for frame in frames:
                yield frame
                if house.clock.ticks() > ends:
                    return


async def until(
    frames: AsyncGenerator[Frame, None], ended: asyncio.Event
) -> AsyncGenerator[Frame, None]:
    """These frames until `ended` is set; at once, also while the next is waited for."""
    ending = asyncio.ensure_future(ended.wait())
    coming: asyncio.Future[Frame | None] | None = None
    try:
        while True:
            coming = asyncio.ensure_future(anext(frames, None))
            await asyncio.wait((coming, ending), return_when=asyncio.FIRST_COMPLETED)
            if ended.is_set() or (frame := coming.result()) is None:
                return
            yield frame
    finally:
        left = [one for one in (coming, ending) if one is not None]
        for one in left:
            one.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await frames.aclose()
