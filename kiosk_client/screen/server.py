"""Serves the touch page: the third key, and the second kind of lamps.

On loopback: the page, its news as server-sent events, a touch, and the maintenance corner. A page
of another origin cannot touch the key: the Host must be this machine's and the Origin this page's.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

from kiosk_client.agent.centre import Centre
from kiosk_client.agent.clock import Clock, rfc3339
from kiosk_client.agent.identity import IdentityFile
from kiosk_client.agent.link import Link
from kiosk_client.agent.log import Log
from kiosk_client.agent.self_test import SelfTest
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.state import Light, Scene
from kiosk_client.agent.touch import Touch
from kiosk_client.screen.bulletins import Bulletin, Bulletins
from kiosk_client.screen.corner import Corner
from kiosk_client.screen.http import (
    HEAD_BYTES_MAX,
    Refused,
    Request,
    head,
    read_request,
    write,
    write_json,
)
from kiosk_client.screen.page import build_page
from kiosk_client.screen.qr import svg

CLIENTS_MAX = 32
REQUEST_S = 5.0
PING_S = 5.0  # The page calls the box silent when it hears nothing for three of these.
KEPT_S = 5.0
TOUCHES_MAX = 64
AGO_MS_MAX = 3_600_000
TOUCH_ID = re.compile(r"[0-9a-f]{16,64}")


class Screen:
    """The touch page as a key and as lamps."""

    def __init__(
        self,
        host: str,
        port: int,
        folder: Folder,
        clock: Clock,
        log: Log,
        self_test: SelfTest,
        footage: str | None = None,
    ) -> None:
        """Where it is served, and the address at which footage is asked for, if there is one."""
        self._host = host
        self._port = port
        self._identity = IdentityFile(folder)
        self._clock = clock
        self._log = log
        self._page = build_page(footage)
        self._footage = footage
        self._corner = Corner(folder, clock, log, self_test)
        self._bulletins: list[Bulletin] = []
        centre = Centre(self._identity, Link(log), clock)
        self.bulletins = Bulletins(centre, clock, self.post)
        self._touches: asyncio.Queue[Touch] = asyncio.Queue(TOUCHES_MAX)
        self._scene = Scene(Light.IDLE)
        self._news = asyncio.Event()  # Set, and replaced, when the scene changes.
        self._clients: set[asyncio.Task[Any]] = set()
        self.url = ""  # Known when it is served.

    def show(self, scene: Scene) -> None:
        self._scene = scene
        self._tell()

    def post(self, bulletins: list[Bulletin]) -> None:
        """Show these bulletins from now on."""
        self._bulletins = bulletins
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def touches(self) -> AsyncIterator[Touch]:
        while True:
            yield await self._touches.get()

    async def serve(self) -> None:
        """Serve until cancelled. Raises OSError where the address is taken."""
        server = await asyncio.start_server(
            self._meet, self._host, self._port, limit=HEAD_BYTES_MAX
        )
        host, port = server.sockets[0].getsockname()[:2]
        shown_host = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown_host}:{port}/"
        self._log.say("screen.ready", url=self.url)
        try:
            await server.serve_forever()
        finally:
            for client in self._clients:
                client.cancel()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None, "a connection is met in a task of its own"
        if len(self._clients) >= CLIENTS_MAX:
            writer.transport.abort()
            return
        self._clients.add(task)
        try:
            # The browser went away, or the screen is switched off; asyncio would print the latter.
            with suppress(OSError, EOFError, TimeoutError, ValueError, asyncio.CancelledError):
                await self._answer(reader, writer)
        finally:
            self._clients.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(REQUEST_S):
                request = await read_request(reader)
            request.check_host(self._host)
            match request.method, request.path:
                case "GET", "/":
                    await write(writer, head(200, self._page.headers) + self._page.body)
                case "GET", "/events":
                    await self._tell_events(writer)
                case "POST", "/press":
                    await self._take_touch(request, writer)
                case "POST", path if path.startswith("/corner/"):
                    await write_json(writer, await self._corner.answer(request))
                case "GET", path if path.startswith("/portrait/"):
                    await self._send_portrait(path.removeprefix("/portrait/"), writer)
                case "GET", "/footage.svg":
                    await self._send_code(writer)
                case "GET", "/favicon.ico":
                    await write(writer, head(204, {}))
                case _, "/" | "/events" | "/press":
                    raise Refused(405)
                case _:
                    raise Refused(404)
        except Refused as refused:
            await write(writer, head(refused.status, {"Content-Length": "0"}))

    async def _tell_events(self, writer: asyncio.StreamWriter) -> None:
        kind = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        await write(writer, head(200, kind) + b"retry: 1000\n\n")
        while True:
            news, scene = self._news, self._scene
            await write(writer, f"data: {json.dumps(self._told(scene))}\n\n".encode())
            while not await self._came(news):
                await write(writer, b"event: ping\ndata: {}\n\n")

    def _told(self, scene: Scene) -> dict[str, Any]:
        return {
            "light": scene.light,
            "line": scene.line,
            "eta_min": scene.eta_min,
            "drill": scene.drill,
            "site": self._identity.read().site_name,
            "footage": self._footage,
            "bulletins": [self._told_bulletin(one) for one in self._bulletins],
        }

    def _told_bulletin(self, bulletin: Bulletin) -> dict[str, Any]:
        left_s = bulletin.ends_s - self._clock.monotonic()
        return {
            "id": bulletin.bulletin_id,
            "words": bulletin.words,
            "seen_at": bulletin.seen_at,
            "phone": bulletin.phone,
            "left_ms": max(round(left_s * 1000), 0),
            "portrait": None if bulletin.portrait is None else f"/portrait/{bulletin.portrait}",
        }

    async def _send_code(self, writer: asyncio.StreamWriter) -> None:
        if self._footage is None:
            raise Refused(404)
        body = svg(self._footage).encode()
        kind = {"Content-Type": "image/svg+xml", "Content-Length": str(len(body))}
        await write(writer, head(200, kind | {"X-Content-Type-Options": "nosniff"}) + body)

    async def _send_portrait(self, sha256: str, writer: asyncio.StreamWriter) -> None:
        jpeg = self.bulletins.portrait(sha256)
        if jpeg is None:
            raise Refused(404)
        kind = {"Content-Type": "image/jpeg", "Content-Length": str(len(jpeg))}
        kind |= {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        await write(writer, head(200, kind) + jpeg)

    async def _came(self, news: asyncio.Event) -> bool:
        try:
            async with asyncio.timeout(PING_S):
                await news.wait()
        except TimeoutError:
            return False
        return True

    async def _take_touch(self, request: Request, writer: asyncio.StreamWriter) -> None:
        kept = asyncio.get_running_loop().create_future()
        touch = self._read_touch(request, kept)
        try:
            self._touches.put_nowait(touch)
            async with asyncio.timeout(KEPT_S):
                on_disk = await kept
        except (asyncio.QueueFull, TimeoutError) as error:
            raise Refused(503) from error  # The page asks again, with the same touch_id.
        await write_json(writer, {"kept": on_disk})

    def _read_touch(self, request: Request, kept: asyncio.Future[bool]) -> Touch:
        facts = request.facts()
        touch_id, ago_ms = facts.get("touch_id"), facts.get("ago_ms")
        if not isinstance(touch_id, str) or not TOUCH_ID.fullmatch(touch_id):
            raise Refused(400)
        if not isinstance(ago_ms, int) or not 0 <= ago_ms <= AGO_MS_MAX:
            raise Refused(400)

        def tell(on_disk: bool) -> None:
            if not kept.done():
                kept.set_result(on_disk)

        pressed_at = self._clock.wall() - timedelta(milliseconds=ago_ms)
        return Touch("emergency", rfc3339(pressed_at), touch_id=touch_id, kept=tell)
