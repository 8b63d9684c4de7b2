"""A device of GB/T 28181 through its gateway's HTTP API, in the words of WVP.

The gateway asks the device what it has, has it play to its media server faster than it was
recorded, and gives the file when all of it has come. A download goes on at the gateway while we do
not ask; which one it is stands beside the file. It cannot hold anything back.
"""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from msgspec import Struct

from service.platform.camera_link.http import Fetcher
from service.platform.clock import Clock
from service.platform.frames import NoFrame
from service.platform.recorders import (
    Brought,
    GapWhy,
    GatewayAddress,
    NotFetched,
    Segment,
)
from service.platform.recorders.http import load, why
from service.platform.recorders.taking import to_its_end

# Four times as fast as it was recorded: the fastest that devices are asked for (GB/T 28181, scale).
_SPEED = 4
_PIECE = timedelta(minutes=10)
_LOOK_EVERY_S = 1.0
_ANSWER_BYTES_MAX = 2 * 1024 * 1024
_RECORDS_MOST = 2000
_FORM = "%Y-%m-%d %H:%M:%S"
_WRONG_TOKEN = 401


T = TypeVar("T")


class _Answer(Struct):
    """What it says to everything."""

    code: int
    msg: str = ""
    data: Any = None


class _Record(Struct, rename="camel"):
    start_time: str
    end_time: str


class _Records(Struct, rename="camel"):
    record_list: list[_Record] | None = None


class _Paths(Struct, rename="camel"):
    http_path: str | None = None
    https_path: str | None = None


class _Stream(Struct, rename="camel"):
    stream: str = ""
    progress: float = 0.0
    down_load_file_path: _Paths | None = None


class GatewayRecorder:
    """Asks a gateway for what a device recorded."""

    def __init__(self, clock: Clock, fetcher: Fetcher, address: GatewayAddress) -> None:
        self._clock, self._fetcher, self._address = clock, fetcher, address
        self._zone = timezone(timedelta(minutes=address.utc_offset_min))

    async def segments(self, channel: str, from_at: datetime, until_at: datetime) -> list[Segment]:
        """What the device says that it has, in pieces. Raises NotFetched."""
        said = await self._ask("gb_record/query", channel, self._times(from_at, until_at))
        records = _read(said, _Records).record_list or []
        found: dict[str, Segment] = {}
        for one in records[:_RECORDS_MOST]:
            begins, ends = self._instant(one.start_time), self._instant(one.end_time)
            for piece in _pieces(max(begins, from_at), min(ends, until_at)):
                found[piece.name] = piece
        return list(found.values())

    async def bring(
        self, channel: str, segment: Segment, file: Path, bytes_most: int
    ) -> Brought | None:
        """Have a piece downloaded, and load it. Raises NotFetched."""
        mark = file.with_name("download")
        stream = await asyncio.to_thread(_marked, mark)
        if not stream:
            asked = self._times(segment.begins_at, segment.ends_at) | {"downloadSpeed": _SPEED}
            said = await self._ask("gb_record/download/start", channel, asked)
            stream = _read(said, _Stream).stream
            if not stream:
                raise NotFetched(GapWhy.REFUSED)
            await to_its_end(mark.write_text, stream)
        try:
            path = await self._downloaded(channel, stream)
            await load(self._fetcher, self._at_home(path), {}, file, bytes_most)
        except NotFetched as error:
            # What broke off on the way to us is loaded again; what the gateway lost is not.
            if error.why not in (GapWhy.AWAY, GapWhy.TOO_SLOW):
                await to_its_end(mark.unlink, missing_ok=True)
            raise
        await self._ask("gb_record/download/stop", channel, {}, stream)
        await to_its_end(mark.unlink, missing_ok=True)
        return None

    async def _downloaded(self, channel: str, stream: str) -> str:
        """Where the file is, once all of it has come; the caller's deadline bounds the wait."""
        never = asyncio.Event()
        while True:
            said = _read(
                await self._ask("gb_record/download/progress", channel, {}, stream), _Stream
            )
            paths = said.down_load_file_path
            path = None if paths is None else paths.http_path or paths.https_path
            if said.progress >= 1.0 and path:
                return path
            await self._clock.wait(never, _LOOK_EVERY_S)

    async def _ask(
        self, verb: str, channel: str, asked: dict[str, Any], stream: str = ""
    ) -> _Answer:
        """One question about a channel. Raises NotFetched."""
        parts = [self._address.device_id, channel, *([stream] if stream else [])]
        words = "/".join(quote(part, safe="") for part in parts)
        url = f"{self._address.base_url.rstrip('/')}/api/{verb}/{words}"
        url += f"?{urlencode(asked)}" if asked else ""
        headers = {"access-token": self._address.token or ""}
        try:
            reply = await self._fetcher.ask(
                "GET", url, headers=headers, bytes_max=_ANSWER_BYTES_MAX
            )
        except NoFrame as error:
            raise NotFetched(why(error.trouble)) from error
        if reply.status in (401, 403):
            raise NotFetched(GapWhy.WRONG_LOGIN)
        try:
            said = msgspec.json.decode(reply.body, type=_Answer)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise NotFetched(GapWhy.REFUSED) from error
        if said.code == _WRONG_TOKEN:
            raise NotFetched(GapWhy.WRONG_LOGIN)
        if reply.status != 200 or said.code != 0:
            raise NotFetched(GapWhy.REFUSED)
        return said

    def _times(self, from_at: datetime, until_at: datetime) -> dict[str, Any]:
        return {
            "startTime": from_at.astimezone(self._zone).strftime(_FORM),
            "endTime": until_at.astimezone(self._zone).strftime(_FORM),
        }

    def _instant(self, text: str) -> datetime:
        try:
            at = datetime.fromisoformat(text)
            return (at if at.tzinfo else at.replace(tzinfo=self._zone)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise NotFetched(GapWhy.REFUSED) from error

    def _at_home(self, said: str) -> str:
        """The address of a file, on the gateway's host or its media server's. Raises NotFetched."""
        home = urlsplit(self._address.media_url or self._address.base_url)
        try:
            told = urlsplit(said)
            port = told.port
        except ValueError as error:
            raise NotFetched(GapWhy.REFUSED) from error
        if told.scheme not in ("http", "https") or not told.hostname:
            raise NotFetched(GapWhy.REFUSED)
        if self._address.media_url:
            return told._replace(scheme=home.scheme, netloc=home.netloc).geturl()
        host = home.hostname or ""
        bracketed = f"[{host}]" if ":" in host else host
        return told._replace(netloc=f"{bracketed}:{port}" if port else bracketed).geturl()


def _read(said: _Answer, form: type[T]) -> T:
    try:
        return msgspec.convert(said.data, form)
    except msgspec.ValidationError as error:
        raise NotFetched(GapWhy.REFUSED) from error


def _pieces(from_at: datetime, until_at: datetime) -> list[Segment]:
    """A time in pieces that end at the same instants whoever asks, so that they are shared."""
    step, found, at = _PIECE.total_seconds(), [], from_at
    while at < until_at:
        full = datetime.fromtimestamp((at.timestamp() // step + 1) * step, UTC)
        ends = min(full, until_at)
        found.append(Segment(f"{at:%Y%m%dT%H%M%SZ}-{ends:%Y%m%dT%H%M%SZ}", at, ends))
        at = ends
    return found


def _marked(mark: Path) -> str:
    try:
        return mark.read_text()[:300]
    except (OSError, UnicodeDecodeError):
        return ""
