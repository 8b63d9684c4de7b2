"""A recorder on loopback that plays what it recorded over RTSP: by its address, or by the clock."""

import asyncio
import contextlib
import re
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.support.films import CLOCK_HZ, NO_LOGIN, Film, FilmCamera, make_film, packet, payloads
from tests.support.town.digest import Doorkeeper, Login, Verdict

_NTP_1970_S = 2_208_988_800
_FORMS = ("%Y_%m_%d_%H_%M_%S", "%Y%m%dT%H%M%SZ")
_REQUEST = re.compile(r"(\w+) (\S+) RTSP/1.0")


@dataclass
class PlaybackServer:
    """What it recorded, and how it behaves; `asked` is what it was asked to play, with heads."""

    from_at: datetime
    until_at: datetime
    holes: list[tuple[datetime, datetime]] = field(default_factory=list)
    film: Film = field(default_factory=make_film)
    login: Login = NO_LOGIN
    utc_offset: timedelta = timedelta()
    # Each picture says when it was recorded, as ONVIF asks.
    says_when: bool = False
    closes_at_end: bool = True
    lies: timedelta = timedelta()
    floods: bool = False
    answers: bool = True
    refuses: bool = False
    stops_after: int | None = None
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self.door = Doorkeeper(nonce_life_s=60)

    @property
    def url(self) -> str:
        """Where it plays."""
        return f"rtsp://127.0.0.1:{self.port}"

    def wanted(self, url: str, headers: dict[str, str]) -> tuple[datetime, datetime]:
        """What a request asks for, by the clock of its range or by its address."""
        found = re.search(r"clock=([^-]+)-(\S*)", headers.get("range", ""))
        given = found.groups() if found else ()
        if not given:
            words = re.findall(r"(?:start|end)time=([^&/]+)", url)
            given = (words[0], words[1])
        return self._instant(given[0]), self._instant(given[1])

    def _instant(self, text: str) -> datetime:
        for form in (*_FORMS, "%Y%m%dT%H%M%S.%fZ"):
            with contextlib.suppress(ValueError):
                return datetime.strptime(text, form).replace(tzinfo=UTC) - self.utc_offset
        raise AssertionError(text)

    def pictures(self, from_at: datetime, until_at: datetime) -> "list[tuple[datetime, int]]":
        """When each picture of a time was recorded, and which of the film it is."""
        fps, gop = self.film.fps, 10
        first = max(0, int((from_at - self.from_at).total_seconds() * fps) // gop * gop)
        found: list[tuple[datetime, int]] = []
        number = first
        while True:
            at = self.from_at + timedelta(seconds=number / fps)
            if at >= self.until_at or (at > until_at and not self.floods):
                return found
            if not any(begins <= at < ends for begins, ends in self.holes):
                found.append((at, number))
            number += 1

    def packets(self, at: datetime, number: int) -> bytes:
        """One picture as it is sent."""
        picture = self.film.pictures[number % len(self.film.pictures)]
        parts = payloads(self.film.codec, picture.nals)
        stamp = int((at - self.from_at).total_seconds() * CLOCK_HZ)
        made = []
        for index, part in enumerate(parts):
            one = packet(part, self.sent, stamp, marker=index == len(parts) - 1)
            self.sent += 1
            made.append(self._dated(one, at + self.lies) if self.says_when else one)
        return b"".join(made)

    def _dated(self, one: bytes, at: datetime) -> bytes:
        """The packet with ONVIF's extension behind its head."""
        seconds = at.timestamp() + _NTP_1970_S
        extension = struct.pack(
            ">HHIIBBH", 0xABAC, 3, int(seconds), int(seconds % 1 * (1 << 32)), 0, 0, 0
        )
        body = bytes((one[4] | 0x10,)) + one[5:16] + extension + one[16:]
        return struct.pack(">cBH", b"$", one[1], len(body)) + body

    async def answer(self, writer: asyncio.StreamWriter, text: str) -> None:
        """One request."""
        found = _REQUEST.match(text)
        assert found is not None, text
        method, url = found.groups()
        pairs = (line.partition(": ") for line in text.split("\r\n")[1:])
        headers = {name.lower(): value for name, _, value in pairs}
        lines, body, status = [f"CSeq: {headers['cseq']}"], b"", "200 OK"
        if self.refuses:
            writer.close()
            return
        verdict = self.door.judge(
            headers.get("authorization"), method=method, target=url, login=self.login
        )
        if verdict is not Verdict.WELCOME:
            asked = self.door.challenges(self.login, stale=False, hashes=("MD5",))
            status = "401 Unauthorized"
            lines += [f"WWW-Authenticate: {one}" for one in asked]
        elif method == "DESCRIBE":
            body = FilmCamera(self.film).sdp()
            lines += ["Content-Type: application/sdp", f"Content-Base: {url}"]
        elif method == "SETUP":
            lines += ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 7;timeout=60"]
            self.asked.append((method, headers))
        found_pictures: list[tuple[datetime, int]] = []
        if method == "PLAY" and verdict is Verdict.WELCOME:
            self.asked.append((url, headers))
            found_pictures = self.pictures(*self.wanted(url, headers))
            if not found_pictures:
                status = "457 Invalid Range"
        lines.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join([f"RTSP/1.0 {status}", *lines, "", ""]).encode() + body)
        await writer.drain()
        if found_pictures:
            await self._send(writer, found_pictures)

    async def _send(
        self, writer: asyncio.StreamWriter, found: "list[tuple[datetime, int]]"
    ) -> None:
        for at, number in found[: self.stops_after]:
            writer.write(self.packets(at, number))
            await writer.drain()
        if self.closes_at_end or self.stops_after is not None:
            writer.close()


@asynccontextmanager
async def playing(server: PlaybackServer) -> AsyncIterator[PlaybackServer]:
    """Serve until the block ends."""
    talks: set[asyncio.Task[None]] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                text = (await reader.readuntil(b"\r\n\r\n")).decode()
                if not server.answers:
                    await asyncio.Event().wait()
                await server.answer(writer, text)
        writer.close()
        talks.discard(task)

    opened = await asyncio.start_server(welcome, "127.0.0.1", 0)
    server.port = opened.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        opened.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
