"""What comes in by the thousand is answered before its door, where it is as usual.

Many that came in at about the same time are asked and written together (`alarm.beats`,
`alarm.presses`, `patrol.positions`). Whatever is not as usual goes on to its door (`routes`) as it
came: that refuses, counts and tells, and is what the contract describes.
"""

import asyncio
from typing import Any, Protocol

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Struct

from service.platform.gate import Gate
from service.platform.limits import ALARM

# Each is some hundred bytes, and comes in one piece.
_BYTES_MOST = 4096


class Answer(Struct, frozen=True):
    """What is answered: a status and a body; for the gate, whom it proved to be."""

    status: int
    body: Struct
    asker: str | None = None


class Early(Protocol):
    """Takes what is posted to one path."""

    async def take(self, gate: Gate, headers: dict[str, str], body: bytes) -> Answer | None:
        """The answer; None where it is not as usual, and nothing was done."""
        ...


def early(app: ASGIApp) -> ASGIApp:
    """Middleware that asks those of the application's state (`early`, by path) first.

    It stands before the gate: they hold its limits themselves.
    """
    return _asking(app, "early")


def admitted(app: ASGIApp) -> ASGIApp:
    """The same behind the gate, whose limits hold already (`admitted`, by path)."""
    return _asking(app, "admitted")


def _asking(app: ASGIApp, who: str) -> ASGIApp:
    async def taking(scope: Scope, receive: Receive, send: Send) -> None:
        taker = _taker(scope, who)
        if taker is None:
            await app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(ALARM.body_s):
                message: Any = await receive()
        except TimeoutError:
            # The door says what is wrong with it.
            await app(scope, receive, send)
            return
        headers = _headers(scope)
        body = message.get("body", b"")
        if headers is not None and not message.get("more_body") and 0 < len(body) <= _BYTES_MOST:
            answer = await taker.take(scope["litestar_app"].state.gate, headers, body)
            if answer is not None:
                if answer.asker is not None:
                    scope.setdefault("state", {})["asker"] = answer.asker
                await _answer(send, answer.status, msgspec.json.encode(answer.body))
                return
        await app(scope, _again(message, receive), send)

    return taking


def _taker(scope: Scope, who: str) -> Early | None:
    if scope["type"] != ScopeType.HTTP or scope.get("method") != "POST":
        return None
    if scope.get("query_string"):
        return None
    by_path: dict[str, Early] = scope["litestar_app"].state[who]
    return by_path.get(scope["path"])


async def _answer(send: Send, status: int, said: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(said))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": said, "more_body": False})


def _headers(scope: Scope) -> dict[str, str] | None:
    """The headers by name; None where one of them came twice."""
    pairs = list(scope["headers"])
    found = {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}
    return found if len(found) == len(pairs) else None


def _again(message: Any, receive: Receive) -> Receive:
    """What was read already, and then the rest."""
    told = False

    async def receiving() -> Any:
        nonlocal told
        if told:
            return await receive()
        told = True
        return message

    return receiving
