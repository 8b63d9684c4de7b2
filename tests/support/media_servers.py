"""ZLMediaKit and WVP on loopback, as far as their snapshot calls go: each behind its secret."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.support.bad_cameras import jpeg

SECRET, STREAM = "gateway secret", "rtsp://10.0.0.9/live/gate"
DEVICE, CHANNEL = "37992800011180000001", "37992800011320000001"
_MARK = "20260302154000"


@dataclass
class MediaServers:
    """Both on one address, and what they were asked."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    pictures: int = 0

    def picture(self) -> bytes:
        """A picture that nobody has had before."""
        self.pictures += 1
        return jpeg(640 + 16 * self.pictures)

    async def snap(self, request: web.Request) -> web.Response:
        """ZLMediaKit: the picture, or 200 and a line of text."""
        self.asked.append(request.path)
        query = request.query
        if (query["secret"], query["url"]) != (SECRET, STREAM):
            return web.json_response({"code": -100, "msg": "Incorrect secret"})
        return web.Response(body=self.picture(), content_type="image/jpeg")

    async def play(self, request: web.Request) -> web.Response:
        """WVP: make a picture, and say what it is called."""
        self.asked.append(request.path)
        if request.headers.get("access-token") != SECRET:
            return web.json_response({"code": 401, "msg": "no"})
        query = request.query
        name = f"{query['deviceId']}_{query['channelId']}_{_MARK}.jpg"
        return web.json_response({"code": 0, "data": name})

    async def made(self, request: web.Request) -> web.Response:
        """WVP: the picture of that name."""
        self.asked.append(request.path)
        if request.query.get("mark") != _MARK:
            return web.Response(status=204)
        return web.Response(body=self.picture(), content_type="image/jpeg")


@asynccontextmanager
async def media_servers() -> AsyncIterator[MediaServers]:
    """Both, until the end."""
    servers = MediaServers()
    app = web.Application()
    app.router.add_get("/index/api/getSnap", servers.snap)
    app.router.add_get("/api/play/snap", servers.play)
    app.router.add_get(f"/api/device/query/snap/{DEVICE}/{CHANNEL}", servers.made)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    servers.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield servers
    finally:
        await runner.cleanup()
