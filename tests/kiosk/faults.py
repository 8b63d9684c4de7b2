"""Ways in which a server, a proxy or a portal on the way fails a box."""

import asyncio
import json

from aiohttp import web

from tests.kiosk.desk import Asked, Desk, Fault, problem


async def silent(desk: Desk, request: web.Request, asked: Asked) -> None:
    """Takes the request and says nothing until it is closed."""
    await desk.stopping.wait()
    raise ConnectionResetError


async def takes_and_is_silent(desk: Desk, request: web.Request, asked: Asked) -> None:
    """Does what was asked, and the answer is lost."""
    await desk.answer(request, asked)
    await silent(desk, request, asked)


async def drips(desk: Desk, request: web.Request, asked: Asked) -> web.StreamResponse:
    """A byte now and then: each read is quick, the whole never ends."""
    response = web.StreamResponse(status=201, headers={"Content-Length": "5000"})
    await response.prepare(request)
    while not desk.stopping.is_set():
        await response.write(b" ")
        try:
            async with asyncio.timeout(0.2):
                await desk.stopping.wait()
        except TimeoutError:
            continue
    return response


async def cuts(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
    """Closes the connection without a word."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def takes_and_cuts(desk: Desk, request: web.Request, asked: Asked) -> web.StreamResponse:
    """Does what was asked, and half the answer comes through."""
    whole = await desk.answer(request, asked)
    assert isinstance(whole, web.Response)
    assert isinstance(whole.body, bytes)
    response = web.StreamResponse(
        status=whole.status,
        headers={"Content-Type": "application/json", "Content-Length": str(len(whole.body))},
    )
    await response.prepare(request)
    await response.write(whole.body[: len(whole.body) // 2])
    assert request.transport is not None
    request.transport.close()
    return response


async def not_http(desk: Desk, request: web.Request, asked: Asked) -> web.StreamResponse:
    """Another service listens on the port."""
    assert request.transport is not None
    request.transport.write(b"220 mail.example ready\r\n" * 3)
    request.transport.close()
    return web.Response()


async def hints_first(desk: Desk, request: web.Request, asked: Asked) -> None:
    """An interim answer before the true one."""
    assert request.transport is not None
    request.transport.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n")


async def html(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
    """A portal answers everything with its own page."""
    return web.Response(text="<html>Please log in</html>", content_type="text/html")


async def html_forbidden(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
    """A proxy forbids, with a page of its own."""
    return web.Response(status=403, text="<html>Blocked</html>", content_type="text/html")


async def wrong_json(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
    """JSON, and not the centre's."""
    return web.json_response({"ok": True})


async def huge(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
    """More than a box will read."""
    return web.json_response({"alarm_id": "x" * 1_000_000})


async def nothing(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
    """204 where there should be an answer."""
    return web.Response(status=204)


async def busy(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
    """429, come back in an hour."""
    response = problem(429, "rate.limited")
    response.headers["Retry-After"] = "3600"
    return response


def status(code: int) -> Fault:
    """Nothing but a status."""

    async def fault(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
        return web.Response(status=code, text="trouble")

    return fault


def refuses(code: str, http_status: int = 401) -> Fault:
    """The centre's own refusal."""

    async def fault(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
        return problem(http_status, code)

    return fault


def answers_late(now: asyncio.Event) -> Fault:
    """Makes up its answer at once, and gives it when told."""

    async def fault(desk: Desk, request: web.Request, asked: Asked) -> web.StreamResponse:
        whole = await desk.answer(request, asked)
        await now.wait()
        return whole

    return fault


def redirects(to: str) -> Fault:
    """Sends the box elsewhere."""

    async def fault(desk: Desk, request: web.Request, asked: Asked) -> web.Response:
        return web.Response(status=307, headers={"Location": to + request.path})

    return fault


def will_not_have(press_id: str) -> Fault:
    """The centre takes every press but this one."""

    async def fault(desk: Desk, request: web.Request, asked: Asked) -> web.StreamResponse | None:
        if asked.method == "POST" and json.loads(asked.body).get("press_id") == press_id:
            return problem(422, "alarm.malformed")
        return None

    return fault
