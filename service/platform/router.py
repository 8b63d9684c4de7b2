"""Driving times from a routing engine, when one is configured; an estimate stands behind it.

OSRM's table service and Valhalla's matrix are spoken. A late or broken answer is no answer:
who asks has the plain estimate already.
"""

from collections.abc import Sequence
from typing import Protocol

import aiohttp
import msgspec
import structlog

from service.core.geo import Place

_log = structlog.get_logger()

_ANSWER_BYTES_MAX = 1_000_000

# Valhalla's costing for each way of going; OSRM has one profile a server.
_COSTING = {"car": "auto", "motorcycle": "motorcycle", "bicycle": "bicycle", "foot": "pedestrian"}


class Router(Protocol):
    """Something that knows the roads."""

    async def seconds(
        self, origins: Sequence[Place], target: Place, mode: str
    ) -> list[float | None]:
        """Travel seconds from each origin to target; None where it cannot say in time."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...


class NoRouter:
    """None is configured."""

    async def seconds(
        self, origins: Sequence[Place], target: Place, mode: str
    ) -> list[float | None]:
        """Nothing is known."""
        del target, mode
        return [None] * len(origins)

    async def close(self) -> None:
        """Nothing to give back."""


class HttpRouter:
    """OSRM or Valhalla over HTTP, each question with one deadline."""

    def __init__(self, url: str, kind: str, wait_ms: int) -> None:
        self._url = url.rstrip("/")
        self._kind = kind
        self._timeout = aiohttp.ClientTimeout(total=wait_ms / 1000)
        self._session: aiohttp.ClientSession | None = None
        self.failed_count = 0

    async def seconds(
        self, origins: Sequence[Place], target: Place, mode: str
    ) -> list[float | None]:
        """Travel seconds from each origin to target; all None when there is no good answer."""
        nothing: list[float | None] = [None] * len(origins)
        if not origins:
            return nothing
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        try:
            ask = self._osrm if self._kind == "osrm" else self._valhalla
            times = await ask(self._session, origins, target, mode)
        except (aiohttp.ClientError, OSError, TimeoutError, msgspec.MsgspecError) as error:
            self.failed_count += 1
            _log.info("router.no_answer", trouble=type(error).__name__)
            return nothing
        good = [t if t is not None and 0 <= t < 86_400 else None for t in times]
        return good if len(good) == len(origins) else nothing

    async def _osrm(
        self, session: aiohttp.ClientSession, origins: Sequence[Place], target: Place, mode: str
    ) -> list[float | None]:
        profile = {"foot": "foot", "bicycle": "bike"}.get(mode, "driving")
        points = ";".join(f"{p.lon:.6f},{p.lat:.6f}" for p in (*origins, target))
        sources = ";".join(str(i) for i in range(len(origins)))
        url = f"{self._url}/table/v1/{profile}/{points}"
        asked = {"sources": sources, "destinations": str(len(origins))}
        async with session.get(url, params=asked, allow_redirects=False) as answer:
            found = msgspec.json.decode(await _body(answer), type=_Osrm)
        return [row[0] if row else None for row in found.durations]

    async def _valhalla(
        self, session: aiohttp.ClientSession, origins: Sequence[Place], target: Place, mode: str
    ) -> list[float | None]:
        asked = {
            "sources": [{"lat": p.lat, "lon": p.lon} for p in origins],
            "targets": [{"lat": target.lat, "lon": target.lon}],
            "costing": _COSTING.get(mode, "auto"),
        }
        url = f"{self._url}/sources_to_targets"
        async with session.post(url, json=asked, allow_redirects=False) as answer:
            found = msgspec.json.decode(await _body(answer), type=_Valhalla)
        return [row[0].time if row else None for row in found.sources_to_targets]

    async def close(self) -> None:
        """Give connections back."""
        if self._session is not None:
            await self._session.close()


class _Osrm(msgspec.Struct):
    durations: list[list[float | None]]


class _Pair(msgspec.Struct):
    time: float | None


class _Valhalla(msgspec.Struct):
    sources_to_targets: list[list[_Pair]]


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    if answer.status != 200:
        raise msgspec.DecodeError(f"the engine answers {answer.status}")
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > _ANSWER_BYTES_MAX:
            raise msgspec.DecodeError("the answer is too long")
    return bytes(body)


def open_router(url: str, kind: str, wait_ms: int) -> Router:
    """The router of the settings."""
    return HttpRouter(url, kind, wait_ms) if url else NoRouter()
