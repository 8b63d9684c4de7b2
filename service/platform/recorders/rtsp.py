"""A recorder that plays what it has by an RTSP address with a time in it, as makers document it.

There is no question for what it has: each piece is asked for, and what does not come was not
recorded. Nor can it hold anything back.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from service.platform.clock import Clock
from service.platform.frames import Endpoint
from service.platform.reach import Reach
from service.platform.recorders import (
    Brought,
    PlaybackAddress,
    Segment,
)
from service.platform.recorders.playback import Playing, play

# Where a recorder plays no faster than it recorded, a piece still comes within one try.
PIECE = timedelta(seconds=30)
# What may stand in an address: the channel, and an instant with the words of strftime.
_GAP = re.compile(r"\{(channel|from|until)(?::([%A-Za-z0-9_.:-]{2,60}))?\}")
_PLAIN = "%Y%m%dT%H%M%SZ"


class RtspRecorder:
    """Plays; nothing else."""

    def __init__(self, clock: Clock, reach: Reach, address: PlaybackAddress) -> None:
        self._clock, self._reach, self._address = clock, reach, address

    async def segments(
        self,
        channel: str,  # noqa: ARG002
        from_at: datetime,
        until_at: datetime,
    ) -> list[Segment]:
        """The time in pieces, whether it has them or not."""
        return pieces(from_at, until_at)

    async def bring(
        self, channel: str, segment: Segment, file: Path, bytes_most: int
    ) -> Brought | None:
        """Play a piece. Raises NotFetched."""
        address = self._address
        local = timedelta(minutes=address.utc_offset_min)
        url = filled(address.url, channel, segment.begins_at + local, segment.ends_at + local)
        playing = Playing(url, Endpoint(None, url, address.username, address.password))
        return await play(
            *(self._clock, self._reach, playing, file),
            *(segment.begins_at, segment.ends_at, bytes_most),
        )


def pieces(from_at: datetime, until_at: datetime) -> list[Segment]:
    """A time in pieces that begin at the same instants whoever asks, so that they are shared."""
    step = PIECE.total_seconds()
    at = datetime.fromtimestamp(from_at.timestamp() // step * step, UTC)
    found = []
    while at < until_at:
        found.append(Segment(f"{at:%Y%m%dT%H%M%SZ}", at, at + PIECE, suffix=".mkv"))
        at += PIECE
    return found


def filled(template: str, channel: str, from_at: datetime, until_at: datetime) -> str:
    """An address with its gaps filled: `{channel}`, `{from:%Y_%m_%d_%H_%M_%S}`, `{until}`."""
    instants = {"from": from_at, "until": until_at}

    def fill(gap: "re.Match[str]") -> str:
        if gap[1] == "channel":
            return quote(channel, safe="")
        return instants[gap[1]].strftime(gap[2] or _PLAIN)

    return _GAP.sub(fill, template)
