"""Clients with which tests watch the simulated cameras: PyAV, and RTSP by hand."""

import asyncio
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import av
from PIL import Image

from tests.support.town.model import Camera
from tests.support.town.plan import make_plan

PLAN = make_plan(0.01)
DEADLINE_S = 20.0


def wall_now() -> datetime:
    """What a clock on the wall shows: the cameras burn in the real time."""
    return datetime.now(UTC)


def camera_with(login: str, number: int = 0) -> Camera:
    """A camera of the plan that asks for its password that way."""
    return [c for c in PLAN.cameras if c.login == login][number]


def rtsp_url(base: str, camera: Camera, password: str | None = None) -> str:
    """With name and password in it, as clients of streams want it."""
    login = f"{camera.username}:{password or camera.password}@" if camera.username else ""
    return f"{base.replace('rtsp://', f'rtsp://{login}')}/cam/{camera.camera_id}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A decoded picture and when it had arrived."""

    image: Image.Image
    arrived_at: datetime
    is_keyframe: bool


def watch(url: str, count: int) -> list[Seen]:
    """The first pictures of a stream, decoded by PyAV as a low-delay client opens it."""
    options = {
        "rtsp_transport": "tcp",
        "fpsprobesize": "0",
        "analyzeduration": "0",
        "probesize": "32",
    }
    with av.open(url, options=options, timeout=DEADLINE_S) as container:
        return [seen for seen, _ in zip(_pictures(container), range(count), strict=False)]


def _pictures(container: Any) -> Iterator[Seen]:
    container.streams.video[0].codec_context.thread_count = 1
    for frame in container.decode(video=0):
        yield Seen(frame.to_image(), wall_now(), bool(frame.key_frame))


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class RtspClient:
    """A client that speaks RTSP by hand, to a camera without a password."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, url: str
    ) -> None:
        self._reader, self.writer, self.url = reader, writer, url
        self._cseq = 0

    async def ask(self, method: str, *, url: str | None = None, **headers: str) -> Answer:
        """One request and its answer; packets that come between are dropped."""
        self._cseq += 1
        lines = [f"{method} {url or self.url} RTSP/1.0", f"CSeq: {self._cseq}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.writer.write("\r\n".join([*lines, "", ""]).encode())
        while True:
            async with asyncio.timeout(DEADLINE_S):
                first = await self._reader.readexactly(1)
                if first == b"$":
                    await self._packet()
                    continue
                text = (first + await self._reader.readuntil(b"\r\n\r\n")).decode()
            status, *rest = text.rstrip().split("\r\n")
            pairs = dict(line.split(": ", 1) for line in rest)
            assert pairs["CSeq"] == str(self._cseq)
            body = await self._reader.readexactly(int(pairs.get("Content-Length", "0")))
            return Answer(int(status.split(" ")[1]), pairs, body)

    async def play(self) -> Answer:
        """SETUP and PLAY."""
        transport = "RTP/AVP/TCP;unicast;interleaved=0-1"
        set_up = await self.ask("SETUP", url=f"{self.url}/trackID=0", Transport=transport)
        assert set_up.status == 200
        return await self.ask("PLAY", Session=set_up.headers["Session"].split(";")[0])

    async def packet(self) -> tuple[int, bytes]:
        """Channel and content of the next packet."""
        async with asyncio.timeout(DEADLINE_S):
            assert await self._reader.readexactly(1) == b"$"
            return await self._packet()

    async def drain(self) -> None:
        """Take packets until the connection ends."""
        while True:
            await self.packet()

    async def _packet(self) -> tuple[int, bytes]:
        channel, length = struct.unpack(">BH", await self._reader.readexactly(3))
        return channel, await self._reader.readexactly(length)


@asynccontextmanager
async def rtsp_client(base: str, camera: Camera) -> AsyncIterator[RtspClient]:
    """A connection that is dropped at the end, without a farewell."""
    assert camera.login == "none"
    parts = urlsplit(base)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield RtspClient(reader, writer, f"{base}/cam/{camera.camera_id}")
    finally:
        writer.transport.abort()
