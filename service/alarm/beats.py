"""The door for signs of life, as a province's boxes need it: two thousand come in a second.

What is as usual is answered here: a box of ours, its signature whole, nothing pressed lately. Who
the boxes are is asked, and that they live is written, for all that came in at about the same time.
Whatever is not as usual goes on to the door itself (`routes.heartbeat`) as it came: it refuses,
counts and tells, and is what the contract describes.
"""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Struct

from service.alarm import rules, store
from service.alarm.wire import Beat
from service.platform.asks import Errand, for_system
from service.platform.db import IN_LINE, Line
from service.platform.gate import Gate
from service.platform.gathering import Gathering
from service.platform.house import House
from service.platform.limits import ALARM
from service.site import beats, plainly
from service.site.beats import Speaker
from service.site.wire import HEARTBEAT_S, Heartbeat

PATH = "/v1/devices/heartbeat"
# A sign of life is a few hundred bytes and comes in one piece.
_BYTES_MOST = 4096

_decoder = msgspec.json.Decoder(Heartbeat, strict=True)


class _Sign(Struct, frozen=True):
    """A sign of life that is as usual."""

    device_id: UUID
    beat: Heartbeat


class Beats:
    """Signs of life that come in at about the same time, of one house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._speakers: Gathering[UUID, Speaker | None] = Gathering(self._find)
        self._signs: Gathering[_Sign, None] = Gathering(self._keep)

    async def take(self, gate: Gate, headers: dict[str, str], body: bytes) -> Beat | None:
        """The answer to a sign of life that is as usual; None where it is not, and nothing done."""
        claimed = plainly.key_id_of(headers.get("signature-input", ""))
        # What comes too often is told so at the door.
        if claimed is None or gate.left_s(PATH, claimed, ALARM) > 0:
            return None
        try:
            beat = _decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        speaker = await self._speakers.ask(UUID(claimed))
        if speaker is None or not beats.is_signed(self._house, speaker, PATH, headers, body):
            return None
        if gate.use(PATH, claimed, ALARM) > 0:
            return None
        await self._signs.ask(_Sign(speaker.device_id, beat))
        return Beat(now=self._house.clock.now(), heartbeat_s=HEARTBEAT_S, presses=[])

    @for_system(Errand.HEARTBEATS)
    async def _find(self, device_ids: Sequence[UUID]) -> list[Speaker | None]:
        """Who of these may speak and has nothing to be told."""
        since = self._house.clock.now() - rules.TOLD_FOR
        IN_LINE.set(Line.ALARM)
        async with self._house.db.reading() as connection:
            found = await beats.speakers(connection, device_ids)
            pressed = await store.who_pressed(connection, device_ids, since)
        return [found.get(each) if each not in pressed else None for each in device_ids]

    @for_system(Errand.HEARTBEATS)
    async def _keep(self, signs: Sequence[_Sign]) -> list[None]:
        IN_LINE.set(Line.ALARM)
        kept = [(sign.device_id, sign.beat) for sign in signs]
        async with self._house.db.reading() as connection:
            await beats.keep(connection, kept, self._house.clock.now())
        return [None] * len(signs)


def beating(app: ASGIApp) -> ASGIApp:
    """Middleware that answers signs of life, those that are as usual, before all else is asked."""

    async def taking(scope: Scope, receive: Receive, send: Send) -> None:
        is_beat = scope["type"] == ScopeType.HTTP and scope["path"] == PATH
        if not is_beat or scope.get("method") != "POST":
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
            state = scope["litestar_app"].state
            taken = await state.beats.take(state.gate, headers, body)
            if taken is not None:
                await _answer(send, msgspec.json.encode(taken))
                return
        await app(scope, _again(message, receive), send)

    return taking


async def _answer(send: Send, said: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(said))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
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
