"""One RTSP 1.0 session (RFC 2326) that only listens: a camera's video into a ring.

Everything comes through one TCP connection on our event loop. A thread for each camera, as
FFmpeg's reader needs, costs several times as much, most of it in taking turns.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast
from urllib.parse import urlsplit

from msgspec import Struct

from service.platform.clock import Clock
from service.platform.frames import Endpoint, NoFrame, Trouble
from service.platform.reach import OutOfReach, Reach
from service.platform.rings import rtp
from service.platform.rings.intake import Intake, Taker
from service.platform.rings.login import Login
from service.platform.rings.sdp import NoVideo, read_sdp

_ANSWER_MOST_S = 8.0
# A camera that sends no picture for so long is taken for dead; the slowest send one a second.
SILENCE_S = 10.0
# "Smart" encoders leave ten seconds between keyframes; a stream without any cannot be used.
_KEYFRAME_MOST_S = 30.0
_LOOK_EVERY_S = 5.0
# A keyframe of 8 megapixels at the best quality; five times the rate of a 4K main stream.
_UNIT_BYTES_MAX = 4 * 1024 * 1024
_BYTES_PER_S_MAX = 8 * 1024 * 1024
# Each packet costs us the same, however small. A 4K main stream has a thousand a second; a camera
# that marks the end of a picture on each of them is odd and no more.
_PACKETS_PER_S_MAX, _PICTURES_PER_S_MAX = 20_000, 1_000
_TEXT_BYTES_MAX = 64 * 1024
_KEEP_ALIVE_MOST_S = 25.0
_AGENT = "Watchbell"
_PORT, _PORT_TLS = 554, 322
_TRANSPORT = "RTP/AVP/TCP;unicast;interleaved=0-1"
_TEXTS = (b"RTSP", b"OPTI", b"GET_", b"SET_", b"ANNO", b"REDI", b"TEAR")


class Answer(Struct, frozen=True):
    """What the camera said to one request; header names in lower case."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for given, value in self.headers if given == name]

    def first(self, name: str) -> str:
        """The first value of a header, or nothing."""
        return next(iter(self.all(name)), "")


class RtspSession(asyncio.Protocol):
    """A connection to one camera, from its opening to its end."""

    # What nobody sends who plays as fast as he records.
    bytes_per_s_max = _BYTES_PER_S_MAX
    packets_per_s_max = _PACKETS_PER_S_MAX
    pictures_per_s_max = _PICTURES_PER_S_MAX

    def __init__(
        self, endpoint: Endpoint, url: str, ring: Taker, clock: Clock, reach: Reach
    ) -> None:
        self._ring, self._clock, self._reach = ring, clock, reach
        self._address = urlsplit(url)
        # Name and password never stand in an address that is sent.
        self._url = self._address._replace(netloc=self._address.netloc.rpartition("@")[2]).geturl()
        self._login = Login(endpoint.username or "", endpoint.password or "")
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._looked = 0
        self._waiting: asyncio.Future[Answer] | None = None
        self._ended = asyncio.Event()
        self._trouble: Trouble | None = None
        self._sequence = 0
        self._session = ""
        self._alive_every_s = _KEEP_ALIVE_MOST_S
        # Since it was looked at last: bytes, packets, and the pictures before that.
        self._arrived_bytes = self._arrived_packets = self._pictures_before = 0
        # What its requests say besides, where it is to play what it recorded.
        self.setup_says: Mapping[str, str] = {}
        self.play_says: Mapping[str, str] = {"Range": "npt=0.000-"}
        # Which time it says that it plays, and with which status it has refused to.
        self.plays = ""
        self.refused_with: int | None = None
        # What comes in, once the camera plays.
        self.intake: Intake | None = None
        # Called after each picture; whoever follows the stream live sets it.
        self.grown: Callable[[], None] = lambda: None

    async def run(self) -> None:
        """Connect, play, and fill the ring until that ends. Always raises: NoFrame says why."""
        try:
            await self._begin()
            await self._watch()
        except OutOfReach as error:
            raise NoFrame(Trouble.FORBIDDEN_ADDRESS) from error
        except ConnectionRefusedError as error:
            raise NoFrame(Trouble.REFUSED) from error
        except (OSError, ValueError) as error:
            raise NoFrame(self._trouble or Trouble.BROKEN_STREAM) from error
        finally:
            self._ring.cut()
            self._end(None)

    def pause(self) -> None:
        """Let the camera wait: what has come is not used up yet."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume(self) -> None:
        """Go on reading."""
        if self._transport is not None:
            self._transport.resume_reading()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class.

    def data_received(self, data: bytes) -> None:
        """Something came: packets, answers, or parts of either."""
        self._arrived_bytes += len(data)
        self._buffer += data
        now = self._clock.now()
        try:
            self._take_in(now)
        except NoFrame as error:
            self._end(error.trouble)

    def connection_lost(self, _: Exception | None) -> None:
        """The camera hung up, or we did."""
        self._transport = None
        self._end(Trouble.BROKEN_STREAM)

    # The conversation.

    async def _begin(self) -> None:
        """Connect and play, in a few seconds. Raises NoFrame."""
        done = asyncio.Event()
        beginning = asyncio.create_task(self._connect_and_play())
        beginning.add_done_callback(lambda _: done.set())
        try:
            if not await self._clock.wait(done, _ANSWER_MOST_S):
                raise NoFrame(Trouble.TOO_SLOW)
            await beginning
        finally:
            beginning.cancel()
            await asyncio.gather(beginning, return_exceptions=True)
            # It holds what it raised, which holds this call, and with it all that came in.
            del beginning

    async def _connect_and_play(self) -> None:
        await self._connect()
        await self._play()

    async def _connect(self) -> None:
        tls, host = self._address.scheme == "rtsps", self._address.hostname
        port = self._address.port or (_PORT_TLS if tls else _PORT)
        if not host:
            raise NoFrame(Trouble.NO_ENDPOINT)
        # Looked up once, so that what was allowed is what is connected to.
        address = (await self._reach.addresses(host, port))[0]
        loop = asyncio.get_running_loop()
        name = host if tls else None
        await loop.create_connection(
            lambda: self, address, port, ssl=tls or None, server_hostname=name
        )

    async def _play(self) -> None:
        described = await self._ask("DESCRIBE", self._url, Accept="application/sdp")
        try:
            video = read_sdp(described.body)
        except NoVideo as error:
            raise NoFrame(Trouble.BROKEN_STREAM) from error
        base = described.first("content-base") or described.first("content-location") or self._url
        set_up = await self._ask(
            "SETUP", _joined(base, video.control), Transport=_TRANSPORT, **self.setup_says
        )
        self._session, _, rest = set_up.first("session").partition(";")
        self._alive_every_s = _alive_every_s(rest)
        self.intake = Intake(video, _channel(set_up.first("transport")), self._ring)
        played = await self._ask("PLAY", _joined(base, video.whole), **self.play_says)
        self.plays = played.first("range")

    async def _watch(self) -> None:
        """Until the end: keep the session alive, and see that pictures come and are usable."""
        assert self.intake is not None
        intake, clock = self.intake, self._clock
        began = spoke = clock.now()
        seen = (-1, began)
        while not await clock.wait(self._ended, _LOOK_EVERY_S):
            now = clock.now()
            if intake.count != seen[0]:
                seen = (intake.count, now)
            elif (now - seen[1]).total_seconds() >= SILENCE_S:
                raise NoFrame(Trouble.TOO_SLOW)
            keyed_at = intake.keyed_at or began
            if (now - keyed_at).total_seconds() > _KEYFRAME_MOST_S:
                raise NoFrame(Trouble.BROKEN_STREAM)
            self._arrived_bytes = self._arrived_packets = 0
            self._pictures_before = intake.count
            if (now - spoke).total_seconds() >= self._alive_every_s:
                spoke = now
                # Every server knows this one; whatever it answers, we are alive.
                self._send("OPTIONS", self._url, {})
        raise NoFrame(self._trouble or Trouble.BROKEN_STREAM)

    async def _ask(self, method: str, url: str, **headers: str) -> Answer:
        """The answer to a request, with a login where one is asked for. Raises NoFrame."""
        answer = await self._once(method, url, headers)
        if answer.status == 401 and self._login.may_answer(answer.all("www-authenticate")):
            answer = await self._once(method, url, headers)
        if answer.status in (401, 403):
            raise NoFrame(Trouble.WRONG_LOGIN)
        if 300 <= answer.status < 400:
            raise NoFrame(Trouble.REDIRECTED)
        if answer.status != 200:
            self.refused_with = answer.status
            raise NoFrame(Trouble.HTTP_ERROR)
        return answer

    async def _once(self, method: str, url: str, headers: dict[str, str]) -> Answer:
        self._waiting = asyncio.get_running_loop().create_future()
        if self._trouble is not None:
            raise NoFrame(self._trouble)
        self._send(method, url, headers)
        try:
            return await self._waiting
        finally:
            self._waiting = None

    def _send(self, method: str, url: str, headers: dict[str, str]) -> None:
        self._sequence += 1
        lines = [f"{method} {url} RTSP/1.0", f"CSeq: {self._sequence}", f"User-Agent: {_AGENT}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if self._session:
            lines.append(f"Session: {self._session}")
        if login := self._login.header(method, url):
            lines.append(f"Authorization: {login}")
        if self._transport is not None:
            self._transport.write("\r\n".join([*lines, "", ""]).encode())

    def _end(self, trouble: Trouble | None) -> None:
        """Hang up; the first reason is the reason."""
        self._trouble = self._trouble or trouble
        self._ended.set()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(NoFrame(self._trouble or Trouble.BROKEN_STREAM))
        if self._transport is not None:
            self._transport.abort()

    # What comes in.

    def _take_in(self, now: datetime) -> None:
        """Walk over what is whole. Raises NoFrame for what cannot be."""
        buffer, at, intake = self._buffer, self._looked, self.intake
        count = intake.count if intake else 0
        packets = 0
        while len(buffer) - at >= 4:
            packets += 1
            if buffer[at] != rtp.DOLLAR:
                if not self._take_text(at):
                    break
                continue
            end = at + 4 + (buffer[at + 2] << 8 | buffer[at + 3])
            if end > len(buffer):
                break
            at = intake.packet(buffer, at, end, now) if intake else end
        kept = intake.begun if intake and intake.begun >= 0 else at
        if kept:
            del buffer[:kept]
            at -= kept
            if intake:
                intake.moved(kept)
        self._looked = at
        self._arrived_packets += packets
        if len(buffer) > _UNIT_BYTES_MAX or self._comes_too_fast():
            raise NoFrame(Trouble.TOO_LARGE)
        if intake and intake.count != count:
            self.grown()
        if intake and intake.has_ended:
            raise NoFrame(Trouble.BROKEN_STREAM)

    def _comes_too_fast(self) -> bool:
        """Whether so much came since it was looked at last that it was not waited for."""
        pictures = self.intake.count - self._pictures_before if self.intake else 0
        return (
            self._arrived_bytes > self.bytes_per_s_max * _LOOK_EVERY_S
            or self._arrived_packets > self.packets_per_s_max * _LOOK_EVERY_S
            or pictures > self.pictures_per_s_max * _LOOK_EVERY_S
        )

    def _take_text(self, at: int) -> bool:
        """Take an answer out of the buffer; whether it was whole. Raises NoFrame."""
        buffer = self._buffer
        if bytes(buffer[at : at + 4]) not in _TEXTS:
            raise NoFrame(Trouble.BROKEN_STREAM)
        stop = buffer.find(b"\r\n\r\n", at, at + _TEXT_BYTES_MAX)
        if stop < 0:
            if len(buffer) - at > _TEXT_BYTES_MAX:
                raise NoFrame(Trouble.TOO_LARGE)
            return False
        answer = _read_head(bytes(buffer[at:stop]))
        length = answer.first("content-length") or "0"
        if not length.isdecimal() or int(length) > _TEXT_BYTES_MAX:
            raise NoFrame(Trouble.TOO_LARGE)
        end = stop + 4 + int(length)
        if end > len(buffer):
            return False
        body = bytes(buffer[stop + 4 : end])
        del buffer[at:end]
        if answer.status and self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(Answer(answer.status, answer.headers, body))
        return True


def _read_head(data: bytes) -> Answer:
    """An answer without its body; status 0 for a request of the camera's. Raises NoFrame."""
    first, *lines = data.decode("latin-1").split("\r\n")
    status = 0
    if first.startswith("RTSP/"):
        word = first.split(" ")[1:2]
        if not word or not word[0].isdecimal():
            raise NoFrame(Trouble.BROKEN_STREAM)
        status = int(word[0])
    pairs = (line.partition(":") for line in lines)
    return Answer(status, [(name.strip().lower(), value.strip()) for name, _, value in pairs], b"")


def _joined(base: str, control: str) -> str:
    """Where a stream is asked for (RFC 2326, C.1.1); cameras mean their base to be a folder."""
    if not control or control == "*":
        return base
    return control if "://" in control else f"{base.rstrip('/')}/{control}"


def _channel(transport: str) -> int:
    """The number before our video's packets; the camera may choose another than we asked for."""
    for part in transport.split(";"):
        name, _, value = part.strip().partition("=")
        first = value.split("-")[0]
        if name == "interleaved" and first.isdecimal() and int(first) < 255:
            return int(first)
    return 0


def _alive_every_s(rest: str) -> float:
    """How often to say that we listen: well within the time that the camera gives."""
    name, _, value = rest.strip().partition("=")
    given = float(value) if name == "timeout" and value.isdecimal() else 60.0
    return min(max(given / 2 - _LOOK_EVERY_S, _LOOK_EVERY_S), _KEEP_ALIVE_MOST_S)
