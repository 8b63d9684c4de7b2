"""Pictures of warm cameras, whichever process holds their rings."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from uuid import UUID

import aiohttp
import msgspec

from service.platform.asks import Errand, system
from service.platform.clock import Clock
from service.platform.db import TROUBLES, Database
from service.platform.frames import Frame, NoFrame, Trouble
from service.platform.rings import leases
from service.platform.rings.door import LENGTH_BYTES, Asked, LiveAsked, Signer, Told
from service.platform.rings.wire import Holder, NotWarm, Ready, Want

# The way to another carrier and back, beyond what it is given to decode.
_WAY_S = 0.5
_CONNECT_MOST_S = 1.0
_SILENT_MOST_S = 20.0
# A whole picture of 8 megapixels at the best quality.
_FRAME_BYTES_MAX = 16 * 1024 * 1024


class Rings:
    """The rings of all carriers, as one."""

    def __init__(self, db: Database, clock: Clock, signer: Signer) -> None:
        self._db, self._clock, self.signer = db, clock, signer
        self._holder: Holder | None = None
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give connections back."""
        if self._session is not None:
            await self._session.close()

    def hold(self, holder: Holder | None) -> None:
        """Rings are kept in this process from now on, or no more."""
        self._holder = holder

    def ready(self, camera_id: UUID) -> Ready | None:
        """A camera's newest keyframe that is a picture already, where its ring is kept here."""
        return self._holder.ready(camera_id) if self._holder is not None else None

    async def frame(self, camera_id: UUID, want: Want, deadline_s: float) -> Frame:
        """One frame out of a camera's ring, in deadline_s at most.

        Its `captured_at` is when it reached us, freed of jitter by the stream's own clock; its
        source is "ring". Raises NotWarm where nobody keeps a ring of this camera, and NoFrame
        where the ring has nothing usable: the camera is then to be asked itself.
        """
        if self._holder is not None and self._holder.holds(camera_id):
            return await self._holder.frame(camera_id, want, deadline_s)
        try:
            async with asyncio.timeout(deadline_s + _WAY_S):
                asked = msgspec.msgpack.encode(Asked(camera_id, want, deadline_s))
                async with await self._ask(camera_id, "/frame", asked) as answer:
                    return msgspec.msgpack.decode(await answer.read(), type=Told).open()
        except TimeoutError as error:
            raise NoFrame(Trouble.TOO_SLOW) from error
        except (aiohttp.ClientError, msgspec.MsgspecError) as error:
            # Whoever kept it died a moment ago.
            raise NotWarm(str(camera_id)) from error

    async def live(self, camera_id: UUID, fps: float) -> AsyncGenerator[Frame, None]:
        """Frames as they come, at most fps a second, until the reader leaves or the camera falls.

        Those that a slow reader does not take in time are left out: the next is always the newest.
        Raises NotWarm and NoFrame, from the first step on. To be closed (`contextlib.aclosing`).
        """
        if self._holder is not None and self._holder.holds(camera_id):
            frames = self._holder.live(camera_id, fps)
        else:
            frames = self._live_elsewhere(camera_id, fps)
        async with contextlib.aclosing(frames):
            async for frame in frames:
                yield frame

    async def _live_elsewhere(self, camera_id: UUID, fps: float) -> AsyncGenerator[Frame, None]:
        asked = msgspec.msgpack.encode(LiveAsked(camera_id, fps))
        try:
            async with await self._ask(camera_id, "/live", asked) as answer:
                while True:
                    async with asyncio.timeout(_SILENT_MOST_S):
                        told = await _part(answer.content)
                    yield told.open()
        except TimeoutError as error:
            raise NoFrame(Trouble.TOO_SLOW) from error
        except (aiohttp.ClientError, asyncio.IncompleteReadError, msgspec.MsgspecError) as error:
            raise NoFrame(Trouble.BROKEN_STREAM) from error

    async def _ask(self, camera_id: UUID, path: str, body: bytes) -> aiohttp.ClientResponse:
        """The answer of whoever keeps the ring. Raises NotWarm, aiohttp.ClientError."""
        try:
            with system(Errand.RINGS):
                async with self._db.reading() as connection:
                    address = await leases.address_of(connection, camera_id, self._clock.now())
        except TROUBLES as error:
            raise NotWarm(str(camera_id)) from error
        if address is None:
            raise NotWarm(str(camera_id))
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=None, connect=_CONNECT_MOST_S)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        return await self._session.post(
            address + path,
            data=body,
            headers=self.signer.header(path, body),
            allow_redirects=False,
            raise_for_status=True,
        )


async def _part(stream: aiohttp.StreamReader) -> Told:
    """The next frame of a live view. Raises NoFrame for what none can be."""
    length = int.from_bytes(await stream.readexactly(LENGTH_BYTES), "big")
    if length > _FRAME_BYTES_MAX:
        raise NoFrame(Trouble.TOO_LARGE)
    return msgspec.msgpack.decode(await stream.readexactly(length), type=Told)
