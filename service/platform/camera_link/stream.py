"""One frame of a stream that nobody keeps: a ring of our own that lives until its first picture.

Not FFmpeg's reader, which follows a camera that sends it elsewhere, holds a thread for each that
hangs, trusts what the camera says of its codec, and does not tell what the camera's clock says.
"""

import asyncio

import msgspec

from service.platform.clock import Clock
from service.platform.frames import Endpoint, Frame, NoFrame
from service.platform.reach import Reach
from service.platform.rings.decode import Decoders
from service.platform.rings.ring import Ring, Unit
from service.platform.rings.rtsp import RtspSession

# One keyframe is waited for; a camera that begins with other pictures fills no memory with them.
_KEEP_S = 1.0
_BYTES_MAX = 4 * 1024 * 1024
# So many keyframes that give no picture are enough to know that none will.
_TRIED_MOST = 3
# Decoding is bounded by the caller's deadline as a whole; this only bounds a single picture.
_DECODE_MOST_S = 5.0


class Streams:
    """First pictures of streams."""

    SOURCE = "rtsp"

    def __init__(self, clock: Clock, reach: Reach) -> None:
        self._clock, self._reach = clock, reach
        self._decoders = Decoders(clock)

    def close(self) -> None:
        """Give the threads back."""
        self._decoders.close()

    async def take(self, endpoint: Endpoint, url: str) -> Frame:
        """The first picture that comes whole, as a keyframe. Raises NoFrame."""
        ring = Ring(keep_s=_KEEP_S, bytes_max=_BYTES_MAX)
        session = RtspSession(endpoint, url, ring, self._clock, self._reach)
        grew = asyncio.Event()
        session.grown = grew.set
        running = asyncio.create_task(session.run())
        running.add_done_callback(lambda _: grew.set())
        tried: Unit | None = None
        in_vain: set[int] = set()
        try:
            while True:
                await grew.wait()
                grew.clear()
                clip = ring.last_key()
                if clip is not None and clip.units[-1] is not tried:
                    tried = clip.units[-1]
                    try:
                        frame = await self._decoders.picture(clip, _DECODE_MOST_S)
                    except NoFrame:
                        # Half a picture: some cameras send its slices apart, some lose one.
                        in_vain.add(tried.pts_us)
                        if running.done() or len(in_vain) == _TRIED_MOST:
                            raise
                        continue
                    return msgspec.structs.replace(frame, source=self.SOURCE)
                if running.done():
                    await running
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            # It holds what it raised, which holds this call, and with it the ring.
            del running
