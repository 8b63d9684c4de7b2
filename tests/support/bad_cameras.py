"""Cameras on loopback that answer over HTTP: good ones, and every kind of bad one."""

import asyncio
import base64
import contextlib
import hashlib
import io
import re
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PIL import Image

USERNAME, PASSWORD = "viewer", "swordfish"
_REALM, _NONCE = "camera", "f00d"
_PARTS = re.compile(r'(\w+)="?([^",]+)"?')


def jpeg(width: int = 640, height: int = 360) -> bytes:
    """A picture that is not the same all over."""
    picture = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def bomb(side: int = 65_000) -> bytes:
    """A small picture whose header claims side × side pixels."""
    data = bytearray(jpeg(64, 64))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", side, side)
    return bytes(data)


@dataclass
class Asked:
    """A request as a camera sees it."""

    head: str
    writer: asyncio.StreamWriter

    @property
    def login(self) -> str:
        """Its Authorization header."""
        found = re.search(r"^authorization: (.*)\r$", self.head, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""

    async def answer(
        self, body: bytes, *, status: str = "200 OK", kind: str = "image/jpeg", more: str = ""
    ) -> None:
        """One whole answer."""
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}"
        self.writer.write(head.encode() + b"\r\n" + body)
        await self.writer.drain()

    async def begin(self, length: int, more: str = "") -> None:
        """The head of an answer whose body follows."""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n{more}"
        self.writer.write(head.encode() + b"\r\n")
        await self.writer.drain()


Behaviour = Callable[[Asked], Awaitable[None]]


@dataclass
class CameraServer:
    """A camera that listens; what it was asked is kept."""

    behave: Behaviour
    url: str = ""
    asked: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, of one or more requests."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                self.asked.append(head.split("\r\n", 1)[0])
                await self.behave(Asked(head, writer))
        writer.close()


@asynccontextmanager
async def camera(behave: Behaviour) -> AsyncIterator[CameraServer]:
    """A camera that behaves so, until the end."""
    it = CameraServer(behave)
    serving: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        with contextlib.suppress(asyncio.CancelledError):
            await it.serve(reader, writer)
        writer.transport.abort()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    it.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/snapshot.jpg"
    try:
        yield it
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


PICTURE = jpeg()


async def good(asked: Asked) -> None:
    """Answers with a picture."""
    await asked.answer(PICTURE)


async def with_basic(asked: Asked) -> None:
    """Wants a Basic login."""
    wanted = "Basic " + base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
    if asked.login == wanted:
        await good(asked)
    else:
        await _unauthorized(asked, f'Basic realm="{_REALM}"')


async def with_digest(asked: Asked) -> None:
    """Wants a Digest login (RFC 7616, MD5, as cameras do)."""
    given = dict(_PARTS.findall(asked.login.removeprefix("Digest ")))
    if asked.login.startswith("Digest ") and given.get("response") == _digest(asked, given):
        await good(asked)
    else:
        await _unauthorized(asked, f'Digest realm="{_REALM}", nonce="{_NONCE}", qop="auth"')


def _digest(asked: Asked, given: dict[str, str]) -> str:
    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    method, uri, _ = asked.head.split("\r\n", 1)[0].split(" ")
    who, what = md5(f"{USERNAME}:{_REALM}:{PASSWORD}"), md5(f"{method}:{uri}")
    parts = (who, _NONCE, given.get("nc", ""), given.get("cnonce", ""), "auth", what)
    return md5(":".join(parts))


async def _unauthorized(asked: Asked, how: str) -> None:
    more = f"WWW-Authenticate: {how}\r\n"
    await asked.answer(b"", status="401 Unauthorized", kind="text/plain", more=more)


async def forbids(asked: Asked) -> None:
    """Says 403 to everybody."""
    await asked.answer(b"", status="403 Forbidden")


async def html(asked: Asked) -> None:
    """Says 200 and shows its login page."""
    await asked.answer(b"<html>Please sign in</html>", kind="text/html")


async def html_as_jpeg(asked: Asked) -> None:
    """Says that its login page is a picture."""
    await asked.answer(b"<html>Please sign in</html>")


async def broken(asked: Asked) -> None:
    """Fails inside."""
    await asked.answer(b"oops", status="500 Internal Server Error")


async def huge(asked: Asked) -> None:
    """Sends fifty megabytes."""
    await asked.begin(50 * 1024 * 1024)
    for _ in range(50):
        asked.writer.write(PICTURE[:3] + bytes(1024 * 1024 - 3))
        await asked.writer.drain()


async def endless_body(asked: Asked) -> None:
    """Sends a body that has no end, in chunks."""
    asked.writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        asked.writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
        await asked.writer.drain()


async def half(asked: Asked) -> None:
    """Sends the first half of a picture as if it were all."""
    await asked.answer(PICTURE[: len(PICTURE) // 2])


async def cut(asked: Asked) -> None:
    """Hangs up in the middle of a picture."""
    await asked.begin(len(PICTURE))
    asked.writer.write(PICTURE[: len(PICTURE) // 2])
    await asked.writer.drain()
    asked.writer.transport.abort()


async def empty(asked: Asked) -> None:
    """Sends nothing, and says so."""
    await asked.answer(b"")


async def damaged(asked: Asked) -> None:
    """Sends noise that begins like a picture."""
    await asked.answer(b"\xff\xd8\xff" + bytes(range(256)) * 20)


async def claims_too_much(asked: Asked) -> None:
    """Sends a decompression bomb."""
    await asked.answer(bomb())


async def hangs(asked: Asked) -> None:
    """Takes the request and says nothing."""
    await asyncio.Event().wait()


async def dribbles(asked: Asked) -> None:
    """Sends a byte a second."""
    await asked.begin(len(PICTURE))
    for byte in PICTURE:
        asked.writer.write(bytes([byte]))
        await asked.writer.drain()
        await asyncio.sleep(1)


async def dribbles_its_head(asked: Asked) -> None:
    """Sends a byte of its head a second."""
    for byte in b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n":
        asked.writer.write(bytes([byte]))
        await asked.writer.drain()
        await asyncio.sleep(1)


async def endless_headers(asked: Asked) -> None:
    """Sends header after header, as fast as they are taken."""
    asked.writer.write(b"HTTP/1.1 200 OK\r\n")
    lines = b"".join(b"X-Header-%d: %s\r\n" % (n, b"x" * 100) for n in range(500))
    while True:
        asked.writer.write(lines)
        await asked.writer.drain()


async def one_endless_header(asked: Asked) -> None:
    """Sends a header line that has no end."""
    asked.writer.write(b"HTTP/1.1 200 OK\r\nX-Header: ")
    while True:
        asked.writer.write(b"x" * 65_536)
        await asked.writer.drain()


async def not_http(asked: Asked) -> None:
    """Speaks another language."""
    asked.writer.write(b"SSH-2.0-OpenSSH_9.2\r\n" + bytes(100))
    await asked.writer.drain()
    asked.writer.transport.abort()


async def hangs_up(asked: Asked) -> None:
    """Ends the connection without a word."""
    asked.writer.transport.abort()


def redirects(to: str) -> Behaviour:
    """Sends everybody elsewhere."""

    async def behave(asked: Asked) -> None:
        await asked.answer(b"", status="302 Found", more=f"Location: {to}\r\n")

    return behave
