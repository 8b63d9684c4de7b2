"""iPhones, through Apple's push service."""

import asyncio
import re
import ssl
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.push import (
    Address,
    Answer,
    ApnsToken,
    Environment,
    Outcome,
    Ring,
    Urgency,
    pushed,
)
from service.platform.push.circuit import Breaker
from service.platform.push.gate import MOST_S, Gate, Told

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from service.platform.push.apns_wire import Wire

# Below httpx's hundred streams, so that none waits inside of it.
_AT_ONCE = 80
_PAYLOAD_BYTES_MAX = 4096
_HEXADECIMAL = re.compile(r"[0-9a-f]{64,200}")


class ApnsKey(Struct, frozen=True):
    """Who we are to Apple: a key of the team, and the app."""

    key: "EllipticCurvePrivateKey"
    key_id: str
    team_id: str
    topic: str


class ApnsChannel:
    """Both of Apple's gateways; emergencies have a connection of their own at each.

    Critical alerts need an entitlement that Apple grants by form; until then they are
    time-sensitive: they break through a focus mode, but not through the mute switch.
    """

    name = "apns"

    def __init__(
        self,
        key: ApnsKey,
        clock: Clock,
        context: ssl.SSLContext,
        urls: Mapping[Environment, str],
        *,
        critical: bool,
        most_s: float = MOST_S,
    ) -> None:
        self._key = key
        self._clock = clock
        self._context = context
        self._urls = urls
        self._critical = critical
        self._most_s = most_s
        self._gates = {}
        for environment in urls:
            breaker = Breaker(f"apns {environment}", clock)
            for urgency in Urgency:
                gate = Gate(breaker, at_once=_AT_ONCE, most_s=most_s)
                self._gates[environment, urgency] = gate
        self._wire: Wire | None = None
        self._loading = asyncio.Lock()

    async def send(self, ring: Ring, address: Address) -> Answer:
        """Hand one alert to Apple, if need be twice with the same apns-id."""
        assert isinstance(address, ApnsToken), "apns rings iPhones"
        token = address.token.lower()
        if not _HEXADECIMAL.fullmatch(token):
            return Answer(Outcome.TOKEN_DEAD, "BadDeviceToken")
        body = self._payload(ring)
        if len(body) > _PAYLOAD_BYTES_MAX:
            return Answer(Outcome.BAD_REQUEST, "PayloadTooLarge")
        lane = (address.environment, ring.urgency)
        headers = self._headers(ring, token)

        async def attempt() -> Told:
            wire = await self._ready()
            return await wire.attempt(lane, f"/3/device/{token}", headers, body)

        return await self._gates[lane].through(attempt, aside=ring.over is not None)

    async def close(self) -> None:
        """Give the connections back."""
        if self._wire is not None:
            await self._wire.close()

    async def _ready(self) -> "Wire":
        """What sends, with the packages that only a process that rings needs."""
        async with self._loading:
            if self._wire is None:
                self._wire = await asyncio.to_thread(self._load)
        return self._wire

    def _load(self) -> "Wire":
        from service.platform.push.apns_wire import Wire
        from service.platform.push.provider_token import ProviderToken

        key = self._key
        provider = ProviderToken(key.key, key_id=key.key_id, team_id=key.team_id)
        return Wire(provider, self._clock, self._context, self._urls, self._most_s)

    def _headers(self, ring: Ring, token: str) -> dict[str, str]:
        return {
            # The same for the same ring, also when a job is done again after its carrier died.
            "apns-id": str(uuid.uuid5(ring.task_id, f"{ring.over or ring.version} {token}")),
            "apns-topic": self._key.topic,
            "apns-push-type": "alert",
            "apns-priority": "10" if ring.over is None else "5",
            "apns-expiration": _expiration(ring),
            "apns-collapse-id": f"task-{ring.task_id}",
        }

    def _payload(self, ring: Ring) -> bytes:
        thread = {"mutable-content": 1, "thread-id": f"task-{ring.task_id}"}
        alert = {"body": ring.words}
        if ring.over is not None:
            aps = {"alert": alert, "interruption-level": "passive", **thread}
            return msgspec.json.encode({"aps": aps, **pushed(ring)})
        emergency = ring.urgency is Urgency.EMERGENCY
        critical = emergency and self._critical
        sound: Any = {"critical": 1, "name": "default", "volume": 1.0} if critical else "default"
        level = "critical" if critical else "time-sensitive" if emergency else "active"
        return msgspec.json.encode(
            {
                "aps": {
                    "alert": alert,
                    "sound": sound,
                    "interruption-level": level,
                    **thread,
                },
                **pushed(ring),
            }
        )


def _expiration(ring: Ring) -> str:
    """Until when Apple keeps it, for a phone that is off the network.

    It keeps one alert of an app: what takes a ring back is not kept at all, or it could stand in
    the place of another task's ring.
    """
    return "0" if ring.over is not None else str(int(ring.expires_at.timestamp()))
