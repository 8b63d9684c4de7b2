"""Servers on loopback that do what no camera should: over RTSP, and what HTTP ones lack yet."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from tests.support.bad_cameras import Asked
from tests.support.films import Film, FilmCamera, Picture, make_film, packet, payloads

Send = Callable[[asyncio.StreamWriter], Awaitable[None]]
MEGABYTE = 1024 * 1024


@dataclass
class Talker:
    """Who is at the other end: what it says to whoever connects, and how many did."""

    talk: "Talk"
    url: str = ""
    calls: int = 0
    talks: set[asyncio.Task[None]] = field(default_factory=set)

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        task = asyncio.current_task()
        assert task is not None
        self.talks.add(task)
        self.calls += 1
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self.talk(reader, writer)
        writer.transport.abort()
        self.talks.discard(task)


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def talking(talk: Talk) -> AsyncIterator[Talker]:
    """A server that talks so, until the end."""
    it = Talker(talk)
    server = await asyncio.start_server(it.welcome, "127.0.0.1", 0)
    it.url = f"rtsp://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
    try:
        yield it
    finally:
        server.close()
        talks = list(it.talks)
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


# ── What it says instead of an answer ───────────────────────────────────────────────────────


def says(data: bytes) -> Talk:
    """Says this to the first question, and then nothing."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(data)
        await writer.drain()
        await reader.read()

    return talk


HTML = says(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Please sign in</html>")
ANNOUNCES_FIFTY_MEGABYTES = says(b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 52428800\r\n\r\n")
NOTHING = says(b"")


def sends_elsewhere(url: str) -> Talk:
    """Says that the stream is somewhere else."""
    return says(f"RTSP/1.0 302 Moved\r\nCSeq: 1\r\nLocation: {url}\r\n\r\n".encode())


async def endless_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Says header after header, as fast as they are taken."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n")
    lines = b"".join(b"X-Header-%d: %s\r\n" % (n, b"x" * 100) for n in range(500))
    while True:
        writer.write(lines)
        await writer.drain()


async def byte_by_byte(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers a byte a second."""
    await reader.readuntil(b"\r\n\r\n")
    for byte in b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n":
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(1)


def never_content(asked: list[str]) -> Talk:
    """Asks for another login each time: the last one was right, but came too late."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
            challenge = f'Digest realm="camera", nonce="{len(asked)}", qop="auth", stale=true'
            head = f"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: {challenge}"
            writer.write(f"{head}\r\n\r\n".encode())
            await writer.drain()

    return talk


async def never_content_over_http(asked: Asked) -> None:
    """The same over HTTP."""
    challenge = f'Digest realm="camera", nonce="{id(asked)}", qop="auth", stale=true'
    more = f"WWW-Authenticate: {challenge}\r\n"
    await asked.answer(b"", status="401 Unauthorized", kind="text/plain", more=more)


async def for_ever_about_to(asked: Asked) -> None:
    """Says over HTTP that it goes on, without end."""
    while True:
        asked.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 500)
        await asked.writer.drain()


# ── What it plays ───────────────────────────────────────────────────────────────────────────


def quick_film(codec: str = "h264", width: int = 320, height: int = 192) -> Film:
    """A film of which every second picture is a keyframe: nobody waits long for one."""
    return make_film(codec, width=width, height=height, fps=50, gop=2, count=8)


def plays(send: Send, clock_hz: int = 90_000) -> Talk:
    """Lets itself be played, and sends that."""
    described = FilmCamera(quick_film()).sdp().replace(b"/90000", f"/{clock_hz}".encode())
    body = f"Content-Length: {len(described)}\r\n\r\n".encode() + described

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for more in (body, b"Session: 1\r\n\r\n", b"\r\n"):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n" + more)
        await send(writer)

    return talk


def over_and_over(data: bytes) -> Send:
    """This without end, as fast as it is taken."""

    async def send(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(data)
            await writer.drain()

    return send


def packets(picture: Picture, stamp: int = 0, number: int = 0) -> list[bytes]:
    """A picture of H.264 as packets."""
    parts = payloads("h264", picture.nals)
    return [
        packet(part, number + n, stamp, marker=n == len(parts) - 1) for n, part in enumerate(parts)
    ]


async def half(writer: asyncio.StreamWriter) -> None:
    """The first half of a keyframe; then it hangs up."""
    made = packets(film_of_many_packets().pictures[0])
    assert len(made) > 3, "a picture of several packets"
    writer.write(b"".join(made[: len(made) // 2]))
    await writer.drain()


async def mad_clock(writer: asyncio.StreamWriter) -> None:
    """Keyframes whose media clock leaps on by half of all that it can count, then hangs up."""
    for number in range(2_000):
        stamp = number * ((1 << 31) - 1) & 0xFFFFFFFF
        writer.write(b"".join(packets(quick_film().pictures[0], stamp, number)))
        await writer.drain()


# A picture whose packets never end; what is no packet of the picture; and the least of pictures.
PICTURE_WITHOUT_END = plays(over_and_over(packet(bytes(4_000), 0, 0, marker=False) * 16))
CRUMBS = plays(over_and_over(b"$\7\0\0" * 16_384))


async def _specks(writer: asyncio.StreamWriter) -> None:
    writer.write(b"".join(packets(quick_film().pictures[0])))
    number = 1_000
    while True:
        numbers = range(number, number + 1_000)
        writer.write(b"".join(packet(b"\x41abc", n, n, marker=True) for n in numbers))
        await writer.drain()
        number += 1_000


SPECKS = plays(_specks)
HALF, MAD_CLOCK = plays(half), plays(mad_clock, clock_hz=1)


def bomb_film(side: int = 16_000) -> Film:
    """A film whose parameter set claims side × side pixels: 256 million where 320 × 192 are."""
    film = quick_film()

    def swollen(picture: Picture) -> Picture:
        return replace(
            picture,
            nals=tuple(_swollen_set(side) if film.kind(nal) == 7 else nal for nal in picture.nals),
        )

    return replace(film, pictures=tuple(swollen(picture) for picture in film.pictures))


def _swollen_set(side: int) -> bytes:
    """A sequence parameter set of H.264 (7.3.2.1.1), baseline, level 5.1."""
    blocks = side // 16 - 1
    # Number of the set, frame numbers, order of pictures, references, gaps; the size; frames
    # alone, direct inference, no cropping, no more; the end.
    bits = _golomb(0) + _golomb(0) + _golomb(2) + _golomb(1) + "0"
    bits += _golomb(blocks) + _golomb(blocks) + "1" + "1" + "0" + "0" + "1"
    bits += "0" * (-len(bits) % 8)
    body = int(bits, 2).to_bytes(len(bits) // 8, "big")
    assert b"\0\0" not in body, "nothing to be escaped"
    return bytes((0x67, 66, 0, 51)) + body


def _golomb(number: int) -> str:
    """An unsigned number as H.264 writes it (9.1)."""
    bits = f"{number + 1:b}"
    return "0" * (len(bits) - 1) + bits


def changing_film() -> Film:
    """A film that is of another size with every keyframe."""
    small, large = quick_film(), quick_film(width=480, height=272)
    return replace(small, pictures=small.pictures[:2] + large.pictures[:2])


def film_of_many_packets() -> Film:
    """A film whose pictures take several packets each."""
    return make_film(noise=60, fps=50, gop=2, count=8, bit_rate=8_000_000)
