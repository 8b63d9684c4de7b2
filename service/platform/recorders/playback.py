"""One stretch of a recording played over RTSP into a file, by our own session (`platform.rings`).

FFmpeg sends neither `Require: onvif-replay` nor a `Range` by the clock, follows a recorder that
sends it elsewhere, and holds a thread for each that hangs.
"""

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from service.platform.clock import Clock
from service.platform.frames import Endpoint, NoFrame, Trouble
from service.platform.reach import Reach
from service.platform.recorders import Brought, GapWhy, NotFetched
from service.platform.recorders.http import why
from service.platform.recorders.taking import to_its_end
from service.platform.recorders.tape import WAITING_BYTES_MOST, Tape, TapeWriter
from service.platform.rings.rtsp import RtspSession

# Played as fast as the recorder reads: a keyframe of 8 megapixels every millisecond is too much.
_BYTES_PER_S_MAX = 256 * 1024 * 1024
_PACKETS_PER_S_MAX = 400_000
_PICTURES_PER_S_MAX = 20_000
_CLOCK = re.compile(r"clock=(\d{8}T\d{6}(?:\.\d{1,6})?)Z?-")
# By RFC 2326 404 and 457 say that there is nothing of that time.
_NOTHING = (404, 457)


class Playing(Struct, frozen=True):
    """What is played: where, who asks, and what its requests say besides."""

    url: str
    endpoint: Endpoint
    setup: Mapping[str, str] = {}
    play: Mapping[str, str] = {}


class _Session(RtspSession):
    bytes_per_s_max = _BYTES_PER_S_MAX
    packets_per_s_max = _PACKETS_PER_S_MAX
    pictures_per_s_max = _PICTURES_PER_S_MAX


async def play(
    clock: Clock,
    reach: Reach,
    playing: Playing,
    file: Path,
    from_at: datetime,
    until_at: datetime,
    bytes_most: int,
) -> Brought:
    """Play a stretch into a file, and no more than it; what came. Raises NotFetched.

    Instants are the recorder's. What it sends faster than we write waits at the recorder.
    """
    tape, writer = Tape(), TapeWriter(file, from_at, until_at, bytes_most)
    session = _Session(playing.endpoint, playing.url, tape, clock, reach)
    session.setup_says = playing.setup
    session.play_says = playing.play or session.play_says
    came = asyncio.Event()

    def grown() -> None:
        came.set()
        if tape.size_bytes > WAITING_BYTES_MOST:
            session.pause()

    tape.grown = grown
    running = asyncio.create_task(session.run())
    running.add_done_callback(lambda _: came.set())
    try:
        while not writer.is_done:
            await came.wait()
            came.clear()
            writer.said_at = _said_at(session.plays)
            ended = running.done()
            await to_its_end(writer.write, tape.take(all_of_it=ended))
            session.resume()
            if ended:
                break
        if not writer.is_begun and running.done():
            await _trouble(running, session)
        return await to_its_end(writer.close)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await to_its_end(writer.drop)
        # It holds what it raised, which holds this call, and with it all that came.
        del running


async def _trouble(running: "asyncio.Task[None]", session: RtspSession) -> None:
    """Why nothing came. Raises NotFetched."""
    try:
        await running
    except NoFrame as error:
        if error.trouble is Trouble.HTTP_ERROR:
            nothing = session.refused_with in _NOTHING
            raise NotFetched(GapWhy.NOT_RECORDED if nothing else GapWhy.REFUSED) from error
        # One that hangs up before it played has not said that there is nothing.
        broke = error.trouble is Trouble.BROKEN_STREAM
        raise NotFetched(GapWhy.AWAY if broke else why(error.trouble)) from error


def _said_at(header: str) -> datetime | None:
    """From when a recorder says that it plays."""
    found = _CLOCK.search(header)
    if found is None:
        return None
    try:
        form = "%Y%m%dT%H%M%S.%f" if "." in found[1] else "%Y%m%dT%H%M%S"
        return datetime.strptime(found[1], form).replace(tzinfo=UTC)
    except ValueError:
        return None
