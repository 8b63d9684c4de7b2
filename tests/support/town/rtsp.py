"""The simulated cameras' RTSP 1.0 server (RFC 2326): H.264 interleaved in the TCP connection.

It answers OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, SET_PARAMETER and TEARDOWN, asks for
Digest or Basic like the snapshot server, and offers no UDP: 461 sends clients to TCP. When too
many cameras are live, PLAY is answered 453.
"""

import asyncio
import base64
import contextlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from tests.support.town import faults
from tests.support.town.broadcast import (
    BIT_RATE,
    FRAMES_PER_S,
    AccessUnit,
    NoRoom,
    Viewer,
    parameter_sets,
)
from tests.support.town.digest import Doorkeeper, Login, Verdict
from tests.support.town.faults import Fault
from tests.support.town.rtp import PAYLOAD_TYPE, Sender

_HEAD_MAX_BYTES, _BODY_MAX_BYTES = 8_192, 65_536
_IDLE_MAX_S = 75.0  # A session that says nothing for longer is gone; 60 s are announced.
_UNSENT_MAX_BYTES = 2 * 1024 * 1024  # A viewer who reads no more is let go.
_CONNECTIONS_MAX = 512
_REPORT_EVERY = timedelta(seconds=2)
_METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, SET_PARAMETER, TEARDOWN"
_REASONS = {
    200: "OK", 302: "Moved Temporarily", 400: "Bad Request", 401: "Unauthorized",
    404: "Not Found", 453: "Not Enough Bandwidth", 454: "Session Not Found",
    455: "Method Not Valid in This State", 461: "Unsupported Transport", 501: "Not Implemented",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What the server must know of a camera."""

    camera_id: str
    title: str
    login: Login


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    headers: dict[str, str]  # Names in lower case.

    @property
    def camera_id(self) -> str | None:
        parts = urlsplit(self.url).path.strip("/").split("/")
        return parts[1] if len(parts) > 1 and parts[0] == "cam" else None


@dataclass(slots=True)
class _Answer:
    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


class _HangUp(Exception):
    """The connection is over."""


class Source(Protocol):
    """Where live pictures come from: a Broadcaster."""

    def join(self, camera_id: str, viewer: Viewer) -> None: ...

    def leave(self, camera_id: str, viewer: Viewer) -> None: ...


class RtspServer:
    """Serves every endpoint under /cam/<camera_id>."""

    def __init__(
        self,
        endpoints: dict[str, Endpoint],
        wrong: dict[str, Fault],
        source: Source,
        doorkeeper: Doorkeeper,
    ) -> None:
        self.endpoints, self.wrong = endpoints, wrong
        self.source, self.doorkeeper = source, doorkeeper
        self._talks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; the port it got."""
        self._server = await asyncio.start_server(self._welcome, host, port, limit=_HEAD_MAX_BYTES)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Hang up on everybody."""
        if self._server is not None:
            self._server.close()
        talks = list(self._talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._talks) >= _CONNECTIONS_MAX:
            writer.close()
            return
        talk = asyncio.create_task(_Talk(self, reader, writer).run())
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)


class _Talk:
    """One connection, with at most one session; also the viewer of its stream."""

    def __init__(
        self, server: RtspServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._server, self._reader, self._writer = server, reader, writer
        self._sender: Sender | None = None
        self._session = ""
        self._playing: str | None = None
        self._reported_at = datetime.min.replace(tzinfo=UTC)

    async def run(self) -> None:
        """Answer until the other side has had enough."""
        with contextlib.suppress(_HangUp, OSError, asyncio.IncompleteReadError, TimeoutError):
            try:
                while True:
                    async with asyncio.timeout(_IDLE_MAX_S):
                        request = await self._next()
                    await self._serve(request)
            finally:
                if self._playing is not None:
                    self._server.source.leave(self._playing, self)
                self._writer.close()

    def offer(self, unit: AccessUnit) -> None:
        """Send a picture; one that finds the pipe full ends the connection."""
        transport = self._writer.transport
        if self._sender is None or transport.is_closing():
            return
        if transport.get_write_buffer_size() > _UNSENT_MAX_BYTES:
            transport.abort()
            return
        camera_id = self._playing or ""
        if self._server.wrong.get(camera_id) is Fault.HALF:
            self._writer.write(self._sender.frame(unit)[:4_000])
            self._writer.close()
            return
        # The report goes first: a client can tell the time of its very first picture.
        if unit.taken_at - self._reported_at >= _REPORT_EVERY:
            self._writer.write(self._sender.report(unit.taken_at))
            self._reported_at = unit.taken_at
        self._writer.write(self._sender.frame(unit))

    async def _next(self) -> _Request:
        """The next request; what the client reports about reception is skipped."""
        while True:
            first = await self._reader.readexactly(1)
            if first != b"$":
                break
            head = await self._reader.readexactly(3)
            await self._reader.readexactly(int.from_bytes(head[1:], "big"))
        try:
            text = first + await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError as error:
            raise _HangUp from error
        lines = text.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        pairs = (line.partition(":") for line in lines[1:] if line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = headers.get("content-length", "0")
        if len(words) != 3 or not length.isdecimal() or int(length) > _BODY_MAX_BYTES:
            raise _HangUp
        await self._reader.readexactly(int(length))
        return _Request(words[0], words[1], headers)

    async def _serve(self, request: _Request) -> None:
        fault = self._server.wrong.get(request.camera_id or "")
        answer = await self._spoilt(request, fault) if fault else None
        answer = answer or self._answer(request)
        await self._send(request, answer, byte_by_byte=fault is Fault.SLOW)
        if request.method == "TEARDOWN":
            raise _HangUp

    async def _spoilt(self, request: _Request, fault: Fault) -> _Answer | None:
        """What a faulty camera answers; None where the fault shows later or elsewhere."""
        match fault:
            case Fault.HANG:
                async with asyncio.timeout(faults.HANG_MAX_S):
                    while await self._reader.read(_HEAD_MAX_BYTES):
                        pass
                raise _HangUp
            case Fault.REFUSE:
                raise _HangUp
            case Fault.HTML:
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
                self._writer.write(head + faults.LOGIN_PAGE)
                await self._writer.drain()
                raise _HangUp
            case Fault.REDIRECT if request.method == "DESCRIBE":
                elsewhere = request.url.replace("/cam/", "/moved/")
                return _Answer(302, [("Location", elsewhere)])
            case Fault.BIG if request.method == "DESCRIBE":
                length = ("Content-Length", str(faults.BIG_BYTES))
                self._writer.write(_head(request, _Answer(200, [length])))
                for _ in range(faults.BIG_BYTES // faults.BIG_PIECE_BYTES):
                    self._writer.write(b"a" * faults.BIG_PIECE_BYTES)
                    await self._writer.drain()
                raise _HangUp
            case _:
                return None

    def _answer(self, request: _Request) -> _Answer:
        if request.method == "OPTIONS":
            return _Answer(200, [("Public", _METHODS)])
        endpoint = self._server.endpoints.get(request.camera_id or "")
        if endpoint is None:
            return _Answer(404)
        refusal = self._refusal(request, endpoint)
        if refusal is not None:
            return refusal
        match request.method:
            case "DESCRIBE":
                return self._describe(request, endpoint)
            case "SETUP":
                return self._set_up(request)
            case "PLAY":
                return self._may_play(request, endpoint)
            case "GET_PARAMETER" | "SET_PARAMETER" | "TEARDOWN":
                return _Answer(200, self._session_headers())
            case _:
                return _Answer(501)

    def _refusal(self, request: _Request, endpoint: Endpoint) -> _Answer | None:
        doorkeeper, login = self._server.doorkeeper, endpoint.login
        verdict = doorkeeper.judge(
            request.headers.get("authorization"),
            method=request.method,
            target=request.url,
            login=login,
        )
        if self._server.wrong.get(endpoint.camera_id) is Fault.AUTH:
            verdict = Verdict.REFUSED
            login = login if login.kind != "none" else Login("digest_md5", None, None)
        if verdict is Verdict.WELCOME:
            return None
        challenges = doorkeeper.challenges(login, stale=verdict is Verdict.STALE, hashes=("MD5",))
        return _Answer(401, [("WWW-Authenticate", challenge) for challenge in challenges])

    def _describe(self, request: _Request, endpoint: Endpoint) -> _Answer:
        sps, pps = parameter_sets()
        sets = ",".join(base64.b64encode(nal).decode() for nal in (sps, pps))
        profile = f"profile-level-id={sps[1:4].hex()}"
        lines = [
            "v=0",
            "o=- 1 1 IN IP4 0.0.0.0",
            f"s={endpoint.title}",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "a=control:*",
            f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
            f"b=AS:{BIT_RATE // 1000}",
            f"a=rtpmap:{PAYLOAD_TYPE} H264/90000",
            f"a=fmtp:{PAYLOAD_TYPE} packetization-mode=1;{profile};sprop-parameter-sets={sets}",
            f"a=framerate:{FRAMES_PER_S}",
            "a=control:trackID=0",
            "",
        ]
        headers = [("Content-Type", "application/sdp"), ("Content-Base", f"{request.url}/")]
        return _Answer(200, headers, "\r\n".join(lines).encode())

    def _set_up(self, request: _Request) -> _Answer:
        offered = request.headers.get("transport", "")
        for choice in offered.split(","):
            parts = [part.strip() for part in choice.split(";")]
            if parts[0].upper() == "RTP/AVP/TCP":
                break
        else:
            return _Answer(461)
        wanted = next((p[12:] for p in parts if p.startswith("interleaved=")), "0-1")
        low, _, high = wanted.partition("-")
        if not (low.isdecimal() and int(low) < 255 and (not high or high.isdecimal())):
            return _Answer(400)
        channels = (int(low), int(low) + 1)
        if self._playing is not None:
            return _Answer(455, self._session_headers())
        self._sender = Sender(secrets.randbits(32), secrets.randbits(16), channels)
        self._session = self._session or secrets.token_hex(8)
        transport = (
            f"RTP/AVP/TCP;unicast;interleaved={channels[0]}-{channels[1]}"
            f";ssrc={self._sender.ssrc:08X}"
        )
        return _Answer(200, [("Transport", transport), *self._session_headers()])

    def _may_play(self, request: _Request, endpoint: Endpoint) -> _Answer:
        """Room is taken here, so that the answer can say when there is none."""
        if self._sender is None:
            return _Answer(454)
        if self._playing is None:
            try:
                self._server.source.join(endpoint.camera_id, self)
            except NoRoom:
                return _Answer(453, self._session_headers())
            self._playing = endpoint.camera_id
        info = f"url={request.url.rstrip('/')}/trackID=0;seq={self._sender.sequence}"
        return _Answer(200, [("Range", "npt=now-"), ("RTP-Info", info), *self._session_headers()])

    def _session_headers(self) -> list[tuple[str, str]]:
        return [("Session", f"{self._session};timeout=60")] if self._session else []

    async def _send(self, request: _Request, answer: _Answer, *, byte_by_byte: bool) -> None:
        data = _head(request, answer) + answer.body
        if not byte_by_byte:
            self._writer.write(data)
            await self._writer.drain()
            return
        for number in range(len(data)):
            self._writer.write(data[number : number + 1])
            await self._writer.drain()
            await asyncio.sleep(faults.SLOW_STEP_S)


def _head(request: _Request, answer: _Answer) -> bytes:
    lines = [f"RTSP/1.0 {answer.status} {_REASONS[answer.status]}"]
    lines.append(f"CSeq: {request.headers.get('cseq', '0')}")
    lines += [f"{name}: {value}" for name, value in answer.headers]
    if answer.body:
        lines.append(f"Content-Length: {len(answer.body)}")
    return "\r\n".join([*lines, "", ""]).encode()
