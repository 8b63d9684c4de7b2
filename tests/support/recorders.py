"""A recorder on loopback: it holds by HTTP, answers when it likes, and can fail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
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
    # Recordings by channel and name: the file, from when to when; and how it misbehaves.
    recordings: dict[tuple[str, str], tuple[bytes, datetime, datetime]] = field(
        default_factory=dict
    )
    stops_after: int | None = None
    may_give: asyncio.Event = field(default_factory=asyncio.Event)
    says_bytes: int | None = None
    loaded: int = 0
    ranges: list[str] = field(default_factory=list)

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

    async def list(self, request: web.Request) -> web.Response:
        """What it has of a time."""
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.Response(status=401)
        channel = request.match_info["channel"]
        from_at, until_at = (
            datetime.fromisoformat(request.query[one]) for one in ("from_at", "until_at")
        )
        return web.json_response(
            [
                {
                    "name": name,
                    "begins_at": begins.isoformat(),
                    "ends_at": ends.isoformat(),
                    "size_bytes": len(data) if self.says_bytes is None else self.says_bytes,
                }
                for (of, name), (data, begins, ends) in self.recordings.items()
                if of == channel and begins <= until_at and ends >= from_at
            ]
        )

    async def give(self, request: web.Request) -> web.StreamResponse:
        """A recording from a byte on; where told to, it hangs up in the middle."""
        self.loaded += 1
        await self.may_give.wait()
        found = self.recordings.get((request.match_info["channel"], request.match_info["name"]))
        if found is None:
            return web.Response(status=404)
        given, answer = found[0], web.StreamResponse()
        if "Range" in request.headers:
            self.ranges.append(request.headers["Range"])
            begin = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            answer.set_status(206)
            answer.headers["Content-Range"] = f"bytes {begin}-{len(given) - 1}/{len(given)}"
            given = given[begin:]
        answer.content_length = len(given)
        await answer.prepare(request)
        await answer.write(given[: self.stops_after])
        if self.stops_after is not None and request.transport is not None:
            request.transport.close()
        return answer


@asynccontextmanager
async def recorder() -> AsyncIterator[RecorderServer]:
    """A running recorder that answers at once."""
    server = RecorderServer()
    server.may_answer.set()
    server.may_give.set()
    app = web.Application()
    app.router.add_route("*", "/api/channels/{channel}/holds/{hold}", server.take)
    app.router.add_get("/api/channels/{channel}/recordings", server.list)
    app.router.add_get("/api/channels/{channel}/recordings/{name}", server.give)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api"
        yield server
    finally:
        server.may_answer.set()
        server.may_give.set()
        await runner.cleanup()
