"""The simulated cameras' snapshot server: one fresh JPEG per GET, behind Digest or Basic."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.support.town import faults
from tests.support.town.digest import Doorkeeper, Login, Verdict
from tests.support.town.faults import Fault
from tests.support.town.rtsp import Endpoint

_WAITING_MAX = 128  # More pictures asked for at once are answered 503, as a busy camera does.
_JPEG = "image/jpeg"

Photographer = Callable[[str], Awaitable[bytes]]  # A camera's JPEG of this moment.


class SnapshotServer:
    """Answers GET /cam/<camera_id>/snapshot.jpg for every endpoint."""

    def __init__(
        self,
        endpoints: dict[str, Endpoint],
        wrong: dict[str, Fault],
        photograph: Photographer,
        doorkeeper: Doorkeeper,
    ) -> None:
        self._endpoints, self._wrong = endpoints, wrong
        self._photograph, self._doorkeeper = photograph, doorkeeper
        self._waiting = 0
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; the port it got."""
        app = web.Application()
        app.router.add_get("/cam/{camera_id}/snapshot.jpg", self._snapshot)
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=512)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Stop listening and end what is under way."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _snapshot(self, request: web.Request) -> web.StreamResponse:
        endpoint = self._endpoints.get(request.match_info["camera_id"])
        if endpoint is None:
            return web.Response(status=404)
        fault = self._wrong.get(endpoint.camera_id)
        early = await self._before_login(request, fault)
        if early is not None:
            return early
        refusal = self._refusal(request, endpoint, fault)
        if refusal is not None:
            return refusal
        if fault is Fault.SLOW:
            return await _send_slowly(request)
        if fault is Fault.BIG:
            return await _send_much(request)
        if self._waiting >= _WAITING_MAX:
            return web.Response(status=503)
        self._waiting += 1
        try:
            picture = await self._photograph(endpoint.camera_id)
        finally:
            self._waiting -= 1
        if fault is Fault.HALF:
            picture = picture[: len(picture) // 2]
        return web.Response(body=picture, content_type=_JPEG, headers={"Cache-Control": "no-store"})

    async def _before_login(
        self, request: web.Request, fault: Fault | None
    ) -> web.StreamResponse | None:
        match fault:
            case Fault.HANG:
                await asyncio.sleep(faults.HANG_MAX_S)
                return web.Response(status=408)
            case Fault.REFUSE:
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)
            case Fault.HTML:
                return web.Response(body=faults.LOGIN_PAGE, content_type="text/html")
            case Fault.REDIRECT:
                return web.Response(status=302, headers={"Location": "/moved/login.html"})
            case _:
                return None

    def _refusal(
        self, request: web.Request, endpoint: Endpoint, fault: Fault | None
    ) -> web.Response | None:
        login = endpoint.login
        verdict = self._doorkeeper.judge(
            request.headers.get("Authorization"),
            method=request.method,
            target=request.raw_path,
            login=login,
        )
        if fault is Fault.AUTH:
            verdict = Verdict.REFUSED
            login = login if login.kind != "none" else Login("digest", None, None)
        if verdict is Verdict.WELCOME:
            return None
        response = web.Response(status=401, text="Unauthorized")
        for challenge in self._doorkeeper.challenges(
            login, stale=verdict is Verdict.STALE, hashes=("SHA-256", "MD5")
        ):
            response.headers.add("WWW-Authenticate", challenge)
        return response


async def _send_slowly(request: web.Request) -> web.StreamResponse:
    """A picture's first bytes, one a second."""
    response = web.StreamResponse(headers={"Content-Type": _JPEG, "Content-Length": "100000"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        for number in range(int(faults.HANG_MAX_S / faults.SLOW_STEP_S)):
            await response.write(b"\xff\xd8\xff"[number : number + 1] or b"\0")
            await asyncio.sleep(faults.SLOW_STEP_S)
    return response


async def _send_much(request: web.Request) -> web.StreamResponse:
    """Something that begins like a picture and does not end in reason."""
    response = web.StreamResponse(
        headers={"Content-Type": _JPEG, "Content-Length": str(faults.BIG_BYTES)}
    )
    await response.prepare(request)
    piece = b"\xff\xd8\xff\xe0" + b"\0" * (faults.BIG_PIECE_BYTES - 4)
    with contextlib.suppress(ConnectionError):
        for _ in range(faults.BIG_BYTES // len(piece)):
            await response.write(piece)
    return response
