"""Huawei phones: one interface for EMUI and HarmonyOS up to 4, another for HarmonyOS 5 on."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.push import (
    Address,
    Answer,
    Generation,
    HuaweiToken,
    Outcome,
    Ring,
    Urgency,
    pushed,
)
from service.platform.push.circuit import Breaker
from service.platform.push.gate import BROKEN, MOST_S, Gate, Told
from service.platform.push.http1 import Poster
from service.platform.push.huawei_answers import Reading, read
from service.platform.push.huawei_tokens import Bearer, Tokens

_AT_ONCE = 32
_BODY_BYTES_MAX = 4096
_TTL_MOST_S = 1_296_000  # Fifteen days, Huawei's own limit.


class HuaweiApp(Struct, frozen=True):
    """The app at Huawei.

    Without a category that Huawei has granted, whatever is sent counts as advertising: silent,
    and a few a day.
    """

    url: str
    project_id: str
    category: str


class HuaweiChannel:
    """Both interfaces; each has its own way to know us and its own circuit."""

    name = "huawei"

    def __init__(
        self,
        app: HuaweiApp,
        tokens: Mapping[Generation, Tokens],
        poster: Poster,
        clock: Clock,
        *,
        most_s: float = MOST_S,
    ) -> None:
        self._app = app
        self._tokens = tokens
        self._poster = poster
        self._clock = clock
        self._gates = {
            generation: Gate(
                Breaker(f"huawei {generation}", clock), at_once=_AT_ONCE, most_s=most_s
            )
            for generation in tokens
        }

    async def send(self, ring: Ring, address: Address) -> Answer:
        """Hand one message for one phone to Huawei."""
        assert isinstance(address, HuaweiToken), "huawei rings Huawei phones"
        generation = address.generation
        if generation not in self._gates:
            return Answer(Outcome.CONFIG, f"no {generation} account is set")
        if ring.over is not None and generation is Generation.V3:
            # Nothing that HarmonyOS 5 is known to take replaces a notification without a sound.
            return Answer(Outcome.NO_ADDRESS, "a ring cannot be taken back")
        ttl_s = (ring.expires_at - self._clock.now()).total_seconds()
        shape = _older if generation is Generation.V2 else _newer
        message, target = shape(ring, self._app.category, max(1, min(_TTL_MOST_S, int(ttl_s))))
        if len(msgspec.json.encode(message)) > _BODY_BYTES_MAX:
            return Answer(Outcome.BAD_REQUEST, "body too large")
        target["token"] = [address.token]
        body = msgspec.json.encode(message)
        return await self._gates[generation].through(
            lambda: self._attempt(address, body), aside=ring.over is not None
        )

    async def close(self) -> None:
        """Give the connections back."""
        await self._poster.close()

    async def _attempt(self, address: HuaweiToken, body: bytes) -> Told:
        tokens = self._tokens[address.generation]
        bearer = await tokens.current()
        if isinstance(bearer, Told):
            return bearer
        reading = await self._post(address, bearer, body)
        if reading.again:
            reading = await self._post(address, bearer, body)
        elif reading.renew:
            other = await tokens.current(refused=bearer)
            if isinstance(other, Told):
                return other
            reading = await self._post(address, other, body)
        return reading.told

    async def _post(self, address: HuaweiToken, bearer: Bearer, body: bytes) -> Reading:
        url = f"{self._app.url}/{address.generation}/{self._app.project_id}/messages:send"
        headers = {
            "Authorization": f"Bearer {bearer.text}",
            "Content-Type": "application/json; charset=UTF-8",
        }
        if address.generation is Generation.V3:
            headers["push-type"] = "0"  # A notification.
        posted = await self._poster.post(url, headers, body)
        if posted is None:
            return Reading(BROKEN)
        return read(posted.status, posted.body, address.token, posted.retry_after_s)


Json = dict[str, object]


def _older(ring: Ring, category: str, ttl_s: int) -> tuple[Json, Json]:
    """The message for HarmonyOS up to 4, and the part of it that the token belongs to."""
    message: Json = {
        "notification": {"title": "平安铃", "body": ring.words},
        "data": msgspec.json.encode(pushed(ring)).decode(),
        "android": {
            "urgency": "HIGH" if ring.urgency is Urgency.EMERGENCY else "NORMAL",
            "category": category,
            "ttl": f"{ttl_s}s",
            "bi_tag": str(ring.task_id),
            "notification": {
                "click_action": {"type": 3},  # Opens the app, which asks for its tasks.
                "tag": f"task-{ring.task_id}",  # A later ring of the task takes its place.
                **({} if ring.over is None else {"importance": "LOW"}),  # Without a sound.
            },
        },
    }
    return {"validate_only": False, "message": message}, message


def _newer(ring: Ring, category: str, ttl_s: int) -> tuple[Json, Json]:
    """The message for HarmonyOS 5 and later, and the part of it that the token belongs to."""
    target: Json = {}
    notification: Json = {
        "category": category,
        "title": "平安铃",
        "body": ring.words,
        "clickAction": {"actionType": 0, "data": pushed(ring)},
        # A later ring of the task takes its place; 31 bits is what it may have.
        "notifyId": ring.task_id.int & 0x7FFF_FFFF,
    }
    options: Json = {"ttl": ttl_s, "biTag": str(ring.task_id)}
    message: Json = {
        "payload": {"notification": notification},
        "target": target,
        "pushOptions": options,
    }
    return message, target
