"""Apple's push gateway on loopback: HTTP/2 over TLS, strict, able to fail in each of its ways."""

import asyncio
import json
import socket
import uuid
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import h2.settings
from hyperframe.frame import GoAwayFrame

from service.platform.clock import Clock
from tests.support.gateways.apns_check import Checker, Signatures
from tests.support.gateways.keys import Keys

_STREAMS = h2.settings.SettingCodes.MAX_CONCURRENT_STREAMS


@dataclass(frozen=True)
class Refuse:
    """An answer of this status; with `goaway` the connection ends in the same write."""

    status: int
    reason: str
    timestamp: int | None = None
    retry_after: str = ""
    goaway: bool = False


@dataclass(frozen=True)
class Fault:
    """What else can happen to a request, or to its connection.

    goaway: no more on this connection; older ones are answered, this and later ones are not.
    reset: this stream alone. silence: it is never answered. drop: the connection is cut.
    close: it is closed as TCP does, without a word from TLS or HTTP/2.
    freeze: the connection stays and says nothing more. limit: fewer streams from now on.
    """

    kind: str
    streams: int = 0


GOAWAY, RESET, SILENCE = Fault("goaway"), Fault("reset"), Fault("silence")
DROP, CLOSE, FREEZE = Fault("drop"), Fault("close"), Fault("freeze")


@dataclass(frozen=True)
class Request:
    """One that came in, good or not."""

    connection: int
    headers: dict[str, str]
    body: bytes

    @property
    def apns_id(self) -> str:
        """Its number, as the sender chose it."""
        return self.headers.get("apns-id", "")

    @property
    def payload(self) -> dict[str, object]:
        """Its body."""
        found: dict[str, object] = json.loads(self.body)
        return found


@dataclass
class ApnsServer:
    """What came in, and what is to be answered.

    `says` holds for each token what becomes of its next requests; then all is well. `plan` says
    what becomes of the request with that running number, whoever it is for.
    """

    checker: Checker
    url: str = ""
    streams: int = 1000
    answer_s: float = 0.0
    says: dict[str, deque[Refuse | Fault]] = field(default_factory=dict)
    plan: dict[int, Fault] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    connections: list["Connection"] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def script(self, token: str, *says: Refuse | Fault) -> None:
        """What becomes of the next requests for this token."""
        self.says[token] = deque(says)

    @property
    def open_connections(self) -> list["Connection"]:
        """Those that neither side has closed."""
        return [one for one in self.connections if not one.transport.is_closing()]


class Connection(asyncio.Protocol):
    """One connection to the gateway; a stream limit of one until a request is signed."""

    transport: asyncio.Transport

    def __init__(self, server: ApnsServer) -> None:
        self.server = server
        self.number = len(server.connections)
        self.signatures = Signatures()
        self.trusted = False
        self.frozen = False
        self.last_stream: int | None = None
        self._open: dict[int, tuple[list[tuple[str, str]], bytearray]] = {}
        config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        self._h2 = h2.connection.H2Connection(config=config)
        self._h2.local_settings = h2.settings.Settings(client=False, initial_values={_STREAMS: 1})
        server.connections.append(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say hello."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._h2.initiate_connection()
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Take in frames; whoever breaks the protocol is cut off, as Apple does."""
        if self.frozen:
            return
        try:
            events = self._h2.receive_data(data)
        except h2.exceptions.ProtocolError:
            self._flush()
            self.transport.close()
            return
        for event in events:
            self._take(event)
        self._flush()

    def goaway(self, *, last: int, close: bool) -> None:
        """Say that streams after `last` are not looked at; the older ones are still answered."""
        self.last_stream = last
        frame = GoAwayFrame(0)
        frame.last_stream_id, frame.error_code = last, 0
        frame.additional_data = b'{"reason":"Shutdown"}'
        self._flush()
        self.transport.write(frame.serialize())
        if close:
            self.transport.close()

    def limit(self, streams: int) -> None:
        """Let in fewer streams, or more, from now on."""
        self._h2.update_settings({_STREAMS: streams})
        self._flush()

    def _take(self, event: h2.events.Event) -> None:
        if isinstance(event, h2.events.RequestReceived):
            assert event.stream_id is not None
            headers = [(str(n), str(v)) for n, v in event.headers or []]
            self._open[event.stream_id] = (headers, bytearray())
        elif isinstance(event, h2.events.DataReceived):
            assert event.stream_id is not None
            assert event.data is not None
            self._open[event.stream_id][1].extend(event.data)
            self._h2.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            assert event.stream_id is not None
            if self.last_stream is None or event.stream_id <= self.last_stream:
                self._ended(event.stream_id)
        elif isinstance(event, h2.events.StreamReset):
            self._open.pop(event.stream_id or 0, None)

    def _ended(self, stream: int) -> None:
        headers, body = self._open.pop(stream)
        server = self.server
        server.requests.append(Request(self.number, dict(headers), bytes(body)))
        server.arrived.set()
        refusal = server.checker.look(headers, bytes(body), self.signatures)
        if refusal is not None:
            self._answer(stream, Refuse(*refusal), headers)
            return
        if not self.trusted:
            self.trusted = True
            self.limit(server.streams)
        token = dict(headers)[":path"].rpartition("/")[2]
        waiting = server.says.get(token)
        say = server.plan.pop(len(server.requests), None) or (
            waiting.popleft() if waiting else None
        )
        if isinstance(say, Fault) and say.kind != "limit":
            self._fail(stream, say.kind)
            return
        if isinstance(say, Fault):
            self.limit(say.streams)
            say = None
        if server.answer_s:
            loop = asyncio.get_running_loop()
            loop.call_later(server.answer_s, self._answer_late, stream, say, headers)
        else:
            self._answer(stream, say, headers)

    def _fail(self, stream: int, kind: str) -> None:
        if kind == "goaway":
            self.goaway(last=stream - 2, close=False)
            asyncio.get_running_loop().call_later(
                2 * self.server.answer_s + 0.05, self.transport.close
            )
        elif kind == "reset":
            self._h2.reset_stream(stream, h2.errors.ErrorCodes.REFUSED_STREAM)
        elif kind == "drop":
            self.transport.abort()
        elif kind == "close":
            self.frozen = True
            self.transport.get_extra_info("socket").shutdown(socket.SHUT_WR)
        elif kind == "freeze":
            self.frozen = True
            self.transport.pause_reading()
        else:
            assert kind == "silence", kind

    def _answer_late(self, stream: int, say: Refuse | None, headers: list[tuple[str, str]]) -> None:
        if self.frozen or self.transport.is_closing():
            return
        try:
            self._answer(stream, say, headers)
        except h2.exceptions.ProtocolError:  # Who asked has given it up.
            return
        self._flush()

    def _answer(self, stream: int, say: Refuse | None, headers: list[tuple[str, str]]) -> None:
        apns_id = dict(headers).get("apns-id") or str(uuid.uuid4())
        if say is None:
            self.server.accepted.append(apns_id)
            self._h2.send_headers(stream, [(":status", "200"), ("apns-id", apns_id)], True)
            return
        body: dict[str, object] = {"reason": say.reason}
        if say.timestamp is not None:
            body["timestamp"] = say.timestamp
        answer = [(":status", str(say.status)), ("apns-id", apns_id)]
        if say.retry_after:
            answer.append(("retry-after", say.retry_after))
        self._h2.send_headers(stream, answer)
        self._h2.send_data(stream, json.dumps(body).encode() if say.reason else b"", True)
        if say.goaway:
            self.goaway(last=stream, close=True)

    def _flush(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(self._h2.data_to_send())


@asynccontextmanager
async def apns_server(keys: Keys, clock: Clock, *, port: int = 0) -> AsyncIterator[ApnsServer]:
    """A running gateway."""
    server = ApnsServer(Checker(keys.public(keys.apns), clock))
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: Connection(server), "127.0.0.1", port, ssl=keys.server_context("h2")
    )
    server.url = f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        for connection in server.connections:
            if hasattr(connection, "transport"):
                connection.transport.abort()
        await listening.wait_closed()
