"""What the gateways over HTTP/1.1 share: TLS on loopback, a script for each address, faults."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.support.gateways.keys import Keys


@dataclass(frozen=True)
class Reply:
    """An answer out of turn."""

    status: int
    body: dict[str, Any] | str = ""
    headers: tuple[tuple[str, str], ...] = ()

    def answer(self) -> web.Response:
        """As it goes out."""
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return web.Response(
            status=self.status,
            text=text,
            content_type="application/json",
            headers=dict(self.headers),
        )


@dataclass(frozen=True)
class Fault:
    """drop: the connection is cut. silence: no answer comes. dribble: one comes without end."""

    kind: str


DROP, SILENCE, DRIBBLE = Fault("drop"), Fault("silence"), Fault("dribble")
Say = Reply | Fault


@dataclass
class Gateway:
    """What came in, and what is to be answered.

    `says` holds for each address what becomes of its next requests; then all is well. `plan` says
    what becomes of the message with that running number, whoever it is for. Over a connection in
    `deaf` nothing is answered any more.
    """

    url: str = ""
    answer_s: float = 0.0
    says: dict[str, deque[Say]] = field(default_factory=dict)
    plan: dict[int, Say] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    # Every request as it came in, head and body.
    raw: list[bytes] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    dribbling: int = 0
    deaf: set[int] = field(default_factory=set)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    _transports: list[object] = field(default_factory=list)

    def routes(self) -> list[web.RouteDef]:
        """The doors of this gateway."""
        raise AssertionError("each gateway has its own")

    def script(self, address: str, *says: Say) -> None:
        """What becomes of the next requests for this address."""
        self.says[address] = deque(says)

    def note(self, request: web.Request, seen: dict[str, Any]) -> None:
        """Write down a message that came in, good or not."""
        if request.transport not in self._transports:
            self._transports.append(request.transport)  # Kept, so that no two look the same.
        self.requests.append({**seen, "connection": self._transports.index(request.transport)})

    async def said(self, request: web.Request, address: str) -> web.StreamResponse | None:
        """The answer out of turn for this address, if one is due."""
        if self.requests and self.requests[-1]["connection"] in self.deaf:
            await self.closing.wait()
        waiting = self.says.get(address)
        say = self.plan.pop(len(self.requests), None)
        say = say or (waiting.popleft() if waiting else None)
        if isinstance(say, Reply):
            return say.answer()
        if say is None:
            if self.answer_s:
                await asyncio.sleep(self.answer_s)
            return None
        if say.kind == "drop":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if say.kind == "dribble":
            return await self._dribble(request)
        await self.closing.wait()
        return web.Response(status=500)

    async def _dribble(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100000"})
        await response.prepare(request)
        self.dribbling += 1
        try:
            while not self.closing.is_set():
                await response.write(b" ")
                await asyncio.sleep(0.05)
        finally:
            self.dribbling -= 1
        return response


G = TypeVar("G", bound=Gateway)


@asynccontextmanager
async def serving(gateway: G, keys: Keys, *, port: int = 0) -> AsyncIterator[G]:
    """The gateway, running."""

    @web.middleware
    async def remember(request: web.Request, handler: Handler) -> web.StreamResponse:
        head = f"{request.method} {request.raw_path} {dict(request.headers)}\n"
        gateway.raw.append(head.encode() + await request.read())
        return await handler(request)

    app = web.Application(client_max_size=1 << 20, middlewares=[remember])
    app.add_routes(gateway.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, ssl_context=keys.server_context())
    await site.start()
    gateway.url = f"https://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield gateway
    finally:
        gateway.closing.set()
        assert runner.server is not None
        for handler in runner.server.connections:
            if handler.transport is not None:
                handler.transport.abort()
        await runner.cleanup()
