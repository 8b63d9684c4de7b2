"""Browsers, through the push service that each of them names.

The weakest channel: a browser may be closed, and an iPhone has it for installed pages only.
"""

import asyncio
import base64
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from service.platform.clock import Clock
from service.platform.push import (
    Address,
    Answer,
    Outcome,
    Ring,
    Urgency,
    WebSubscription,
    pushed,
)
from service.platform.push.accounts import WebPushKey
from service.platform.push.circuit import Breaker
from service.platform.push.gate import BROKEN, MOST_S, Gate, Told, numbered
from service.platform.push.http1 import Poster
from service.platform.push.web_push_answers import read

if TYPE_CHECKING:
    from service.platform.push.web_push_seal import WebPushSeal

_AT_ONCE = 32
# So that a body stays within 4,096 bytes, which is what a service must take (RFC 8030, 7.2).
_PLAIN_BYTES_MAX = 3993
_TTL_MOST_S = 2_419_200
_ENDPOINT_CHARS_MAX = 2000
_PORT_USUAL = 443
_VISIBLE = re.compile(r"[!-~]+")
_HOST = re.compile(r"[a-z0-9.\-]+")


class WebPushChannel:
    """All push services of an allow-list; each has a gate and a circuit of its own.

    An endpoint comes from a browser: an address outside of the list is not called.
    """

    name = "web_push"

    def __init__(
        self,
        key: WebPushKey,
        hosts: Iterable[str],
        poster: Poster,
        clock: Clock,
        *,
        most_s: float = MOST_S,
    ) -> None:
        self._key = key
        self._hosts = tuple(hosts)
        self._poster = poster
        self._clock = clock
        self._gates = {
            host: Gate(Breaker(f"web push {host}", clock), at_once=_AT_ONCE, most_s=most_s)
            for host in self._hosts
        }
        self._seal: WebPushSeal | None = None
        self._loading = asyncio.Lock()

    @property
    def public_key(self) -> str:
        """What a browser subscribes with, base64url: it takes messages of this key alone."""
        point = self._key.key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).decode().rstrip("=")

    async def send(self, ring: Ring, address: Address) -> Answer:
        """Seal one message for one browser and hand it to that browser's service."""
        assert isinstance(address, WebSubscription), "web push rings browsers"
        service = allowed(address.endpoint, self._hosts)
        if service is None:
            return Answer(Outcome.BAD_REQUEST, "the host is not one of the push services")
        plain = msgspec.json.encode({**pushed(ring), "words": ring.words})
        if len(plain) > _PLAIN_BYTES_MAX:
            return Answer(Outcome.BAD_REQUEST, "payload too large")
        return await self._gates[service].through(
            lambda: self._attempt(ring, address, plain), aside=ring.over is not None
        )

    async def close(self) -> None:
        """Give the connections back."""
        await self._poster.close()

    async def _attempt(self, ring: Ring, address: WebSubscription, plain: bytes) -> Told:
        seal = await self._ready()
        body = seal.sealed(address, plain)
        if body is None:
            return Told(Answer(Outcome.TOKEN_DEAD, "the subscription's keys are none"), None)
        now = self._clock.now()
        ttl_s = int((ring.expires_at - now).total_seconds())
        headers = {
            "TTL": str(max(0, min(_TTL_MOST_S, ttl_s))),
            "Urgency": "high" if ring.urgency is Urgency.EMERGENCY else "normal",
            "Topic": _topic(ring),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Authorization": seal.signed(address.endpoint, now),
        }
        posted = await self._poster.post(address.endpoint, headers, body)
        if posted is None:
            return BROKEN
        return read(
            posted.status,
            location=numbered(posted.headers.get("Location", "")),
            retry_after_s=posted.retry_after_s,
        )

    async def _ready(self) -> "WebPushSeal":
        """What seals, with the packages that only a process that rings needs."""
        async with self._loading:
            if self._seal is None:
                self._seal = await asyncio.to_thread(self._load)
        return self._seal

    def _load(self) -> "WebPushSeal":
        from service.platform.push.web_push_seal import WebPushSeal

        return WebPushSeal(self._key)


def allowed(endpoint: str, hosts: Iterable[str]) -> str | None:
    """The entry of the allow-list under which an endpoint falls; None where it must not be called.

    An entry is a host, or `*.` and a domain whose hosts are meant; with `:port` where it is not
    443. Only https, no user, nothing but visible ASCII: whoever reads an address differently from
    the one who calls it has been led astray.
    """
    if len(endpoint) > _ENDPOINT_CHARS_MAX or not _VISIBLE.fullmatch(endpoint):
        return None
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").rstrip("."), parts.port or _PORT_USUAL
    except ValueError:
        return None
    if parts.scheme != "https" or "@" in parts.netloc or "\\" in endpoint:
        return None
    if not _HOST.fullmatch(host):
        return None
    named = host if port == _PORT_USUAL else f"{host}:{port}"
    for entry in hosts:
        if named == entry or (entry.startswith("*.") and named.endswith(entry[1:])):
            return entry
    return None


def _topic(ring: Ring) -> str:
    """One for each task, at most 32 characters: a later ring takes the place of a waiting one."""
    return base64.urlsafe_b64encode(ring.task_id.bytes).decode().rstrip("=")
