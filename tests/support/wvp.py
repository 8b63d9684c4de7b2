"""A gateway for GB/T 28181 on loopback, in the words of WVP, with its media server beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from aiohttp import web

from tests.support.clips import clip

CHINA = timezone(timedelta(hours=8))
_FORM = "%Y-%m-%d %H:%M:%S"
DEVICE, CHANNEL = "37082800001180000001", "37082800001310000001"


@dataclass
class GatewayServer:
    """What its device recorded, what it was asked, and how it behaves."""

    records: list[tuple[datetime, datetime]] = field(default_factory=list)
    token: str = "token of the gateway"
    # So often it is asked before a download is whole; for ever where it is None.
    asks_until_done: int | None = 2
    refuses_downloads: bool = False
    says_host: str = ""
    cuts_at: int | None = None
    loses_downloads: bool = False
    asked: list[str] = field(default_factory=list)
    downloads: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self._progress: dict[str, int] = {}

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def _wanted(self, request: web.Request) -> tuple[datetime, datetime]:
        words = request.query["startTime"], request.query["endTime"]
        begins, ends = (datetime.strptime(one, _FORM).replace(tzinfo=CHINA) for one in words)
        return begins.astimezone(UTC), ends.astimezone(UTC)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One question to the platform."""
        verb = request.match_info["verb"]
        self.asked.append(verb)
        if request.headers.get("access-token") != self.token:
            return web.json_response({"code": 401, "msg": "请登录后重新请求"}, status=401)
        if (request.match_info["device"], request.match_info["channel"]) != (DEVICE, CHANNEL):
            return _said(None, code=100, msg="未找到设备")
        stream = request.match_info.get("stream", "")
        if verb == "query":
            return _said(self._records(*self._wanted(request)))
        if verb == "start":
            return self._start(request)
        if verb == "progress":
            return self._go_on(stream)
        self.stopped.append(stream)
        return _said(None)

    def _records(self, begins: datetime, ends: datetime) -> dict[str, Any]:
        return {
            "deviceId": DEVICE,
            "channelId": CHANNEL,
            "sumNum": len(self.records),
            "recordList": [
                {
                    "deviceId": CHANNEL,
                    "name": "门口",
                    "startTime": f"{one.astimezone(CHINA):{_FORM}}",
                    "endTime": f"{other.astimezone(CHINA):{_FORM}}",
                    "secrecy": 0,
                    "type": "time",
                }
                for one, other in self.records
                if one < ends and other > begins
            ],
        }

    def _start(self, request: web.Request) -> web.Response:
        if self.refuses_downloads:
            return _said(None, code=100, msg="点播超时")
        assert request.query["downloadSpeed"] == "4"
        stream = f"{len(self.downloads):08X}"
        self.downloads[stream] = self._wanted(request)
        return _said({"app": "rtp", "stream": stream, "progress": 0.0})

    def _go_on(self, stream: str) -> web.Response:
        if stream not in self.downloads or self.loses_downloads:
            return _said(None, code=404, msg="资源未找到")
        done = self._progress[stream] = self._progress.get(stream, 0) + 1
        if self.asks_until_done is None or done < self.asks_until_done:
            return _said({"app": "rtp", "stream": stream, "progress": 0.25})
        host = self.says_host or f"127.0.0.1:{self.port}"
        path = f"http://{host}/index/api/downloadFile?file_path=/record/{stream}.mp4"
        return _said({"stream": stream, "progress": 1.0, "downLoadFilePath": {"httpPath": path}})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """What the media server has of a download, from a byte on."""
        stream = request.query["file_path"].removeprefix("/record/").removesuffix(".mp4")
        self.asked.append("file")
        begins, ends = self.downloads[stream]
        return web.Response(body=clip(int((ends - begins).total_seconds()))[: self.cuts_at])


def _said(data: object, *, code: int = 0, msg: str = "成功") -> web.Response:
    return web.json_response({"code": code, "msg": msg, "data": data})


@asynccontextmanager
async def gateway(server: GatewayServer) -> AsyncIterator[GatewayServer]:
    """Serve until the block ends."""
    app = web.Application()
    of = "{device}/{channel}"
    app.router.add_get(f"/api/gb_record/{{verb:query}}/{of}", server.answer)
    app.router.add_get(f"/api/gb_record/download/{{verb:start}}/{of}", server.answer)
    app.router.add_get(f"/api/gb_record/download/{{verb}}/{of}/{{stream}}", server.answer)
    app.router.add_get("/index/api/downloadFile", server.file)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()
