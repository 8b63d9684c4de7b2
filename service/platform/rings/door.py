"""The door between carriers: frames of the rings that one keeps, for whoever has the house's key.

It is inside: requests are signed with a key that comes from the house's own, and are good for a
short time only.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from aiohttp import web
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.frames import Frame, NoFrame, Trouble
from service.platform.rings.wire import Holder, NotWarm, Want

PURPOSE = "rings"
_HEADER = "Watchbell-Signed"
_GOOD_FOR_S = 30.0
_LIVE_MOST = 64
LENGTH_BYTES = 4


class Asked(Struct, frozen=True):
    """One question to another carrier."""

    camera_id: UUID
    want: Want
    deadline_s: float


class LiveAsked(Struct, frozen=True):
    """A live view that is asked of another carrier."""

    camera_id: UUID
    fps: float


class Told(Struct, frozen=True):
    """A frame, or why there is none: no trouble means that the ring is elsewhere."""

    frame: Frame | None = None
    trouble: Trouble | None = None

    def open(self) -> Frame:
        """The frame. Raises NoFrame, NotWarm."""
        if self.frame is not None:
            return self.frame
        if self.trouble is not None:
            raise NoFrame(self.trouble)
        raise NotWarm


class Signer:
    """Signs what is asked, with the first of its keys, and knows what one of them signed."""

    def __init__(self, keys: Callable[[], Sequence[bytes]], clock: Clock) -> None:
        self._keys, self._clock = keys, clock

    def header(self, path: str, body: bytes) -> dict[str, str]:
        """What proves that a carrier of this house asks."""
        at = self._clock.now().isoformat()
        return {_HEADER: f"{at} {_proof(self._keys()[0], at, path, body)}"}

    def trusts(self, request: web.Request, body: bytes) -> bool:
        """Whether a carrier of this house asks, and now."""
        at, _, proof = request.headers.get(_HEADER, "").partition(" ")
        proofs = [_proof(key, at, request.path, body) for key in self._keys()]
        if not any(hmac.compare_digest(proof.encode(), one.encode()) for one in proofs):
            return False
        age_s = (self._clock.now() - datetime.fromisoformat(at)).total_seconds()
        return abs(age_s) <= _GOOD_FOR_S


def _proof(key: bytes, at: str, path: str, body: bytes) -> str:
    said = b"\n".join((at.encode(), path.encode(), body))
    return hmac.new(key, said, hashlib.sha256).hexdigest()


class Door:
    """Answers other carriers for the rings that are kept here."""

    def __init__(self, holder: Holder, signer: Signer) -> None:
        self._holder, self._signer = holder, signer
        self._runner: web.AppRunner | None = None
        self._looking = 0

    async def open(self, host: str) -> str:
        """Listen on any free port of host; the address."""
        app = web.Application(client_max_size=4096)
        app.add_routes([web.post("/frame", self._frame), web.post("/live", self._live)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, 0)
        await site.start()
        port = self._runner.addresses[0][1]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    async def close(self) -> None:
        """Answer no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _frame(self, request: web.Request) -> web.StreamResponse:
        body = await self._trusted(request)
        asked = msgspec.msgpack.decode(body, type=Asked)
        try:
            frame = await self._holder.frame(asked.camera_id, asked.want, asked.deadline_s)
        except (NotWarm, NoFrame) as error:
            return web.Response(body=_encoded(_refusal(error)))
        return web.Response(body=_encoded(Told(frame)))

    async def _live(self, request: web.Request) -> web.StreamResponse:
        asked = msgspec.msgpack.decode(await self._trusted(request), type=LiveAsked)
        if self._looking >= _LIVE_MOST:
            return web.Response(body=_part(Told(trouble=Trouble.TOO_SLOW)))
        self._looking += 1
        answer = web.StreamResponse()
        frames = self._holder.live(asked.camera_id, asked.fps)
        try:
            await answer.prepare(request)
            async for frame in frames:
                await answer.write(_part(Told(frame)))
        except (NotWarm, NoFrame) as error:
            await answer.write(_part(_refusal(error)))
        finally:
            self._looking -= 1
            await frames.aclose()
        return answer

    async def _trusted(self, request: web.Request) -> bytes:
        body = await request.read()
        if not self._signer.trusts(request, body):
            raise web.HTTPForbidden
        return body


def _refusal(error: NotWarm | NoFrame) -> Told:
    return Told(trouble=error.trouble if isinstance(error, NoFrame) else None)


def _encoded(told: Told) -> bytes:
    return msgspec.msgpack.encode(told)


def _part(told: Told) -> bytes:
    data = _encoded(told)
    return len(data).to_bytes(LENGTH_BYTES, "big") + data
