"""A recorder on loopback: it holds by HTTP, answers when it likes, and can fail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class RecorderServer:
    """What it holds, by channel and name; what it answers."""

    url: str = ""
    holds: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    asked: int = 0
    status: int = 201
    wait_s: float = 0.0
    token: str = "recorder-token"
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        """One question."""
        self.asked += 1
        await self.may_answer.wait()
        await asyncio.sleep(self.wait_s)
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.Response(status=401)
        key = request.match_info["channel"], request.match_info["hold"]
        if self.status >= 300:
            return web.Response(status=self.status, headers={"Location": "http://127.0.0.1:9/"})
        if request.method == "PUT":
            self.holds[key] = await request.json()
        else:
            self.holds.pop(key, None)
        return web.Response(status=self.status if request.method == "PUT" else 204)


@asynccontextmanager
async def recorder() -> AsyncIterator[RecorderServer]:
    """A running recorder that answers at once."""
    server = RecorderServer()
    server.may_answer.set()
    app = web.Application()
    app.router.add_route("*", "/api/channels/{channel}/holds/{hold}", server.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api"
        yield server
    finally:
        server.may_answer.set()
        await runner.cleanup()
