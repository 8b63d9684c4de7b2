"""Requests to Apple, and the one second try that some answers are worth."""

import asyncio
import ssl
from collections.abc import Mapping

from service.platform.clock import Clock
from service.platform.push import Environment, Urgency
from service.platform.push.apns_answers import Again, Reading, read
from service.platform.push.circuit import Sign
from service.platform.push.gate import BROKEN, FIRST_SHARE, Told
from service.platform.push.http2 import Broken, Line, Posted
from service.platform.push.provider_token import Made, ProviderToken

Lane = tuple[Environment, Urgency]


class Wire:
    """One connection for each gateway and urgency; one provider token for all."""

    def __init__(
        self,
        provider: ProviderToken,
        clock: Clock,
        context: ssl.SSLContext,
        urls: Mapping[Environment, str],
        most_s: float,
    ) -> None:
        self._provider = provider
        self._clock = clock
        self._first_s = most_s * FIRST_SHARE
        self._lines = {
            (environment, urgency): Line(url, context)
            for environment, url in urls.items()
            for urgency in Urgency
        }

    async def attempt(self, lane: Lane, path: str, headers: Mapping[str, str], body: bytes) -> Told:
        """One alert, sent once or twice. How long it may take is the caller's."""
        line = self._lines[lane]
        signed = self._provider.current(self._clock.now())
        posted: Posted | None = None
        try:
            async with asyncio.timeout(self._first_s):
                posted = await line.post(path, _signed(headers, signed), body)
        except (Broken, TimeoutError):  # That connection is given up, and nobody knows.
            other: Made | None = signed
        else:
            other = self._other_token(line, posted, self._read(posted), signed)
        if other is not None:
            try:
                posted = await line.post(path, _signed(headers, other), body)
            except Broken:
                return BROKEN
        assert posted is not None, "what has no answer is tried again"
        told = self._read(posted).told
        if told.sign is Sign.WRONG:
            for each in self._lines.values():
                each.renew()  # A revoked key lives on in open connections.
        return told

    async def close(self) -> None:
        """Give the connections back."""
        for line in self._lines.values():
            await line.close()

    def _other_token(self, line: Line, posted: Posted, reading: Reading, used: Made) -> Made | None:
        """The provider token for a second try, its connection made ready; None for no such try."""
        now = self._clock.now()
        if reading.again is Again.NEW_TOKEN:
            return self._provider.after_expiry(used, now)
        if reading.again is Again.OLD_TOKEN:  # That connection stays unusable for a while.
            line.renew(posted)
            return self._provider.after_too_many(used, now)
        if reading.again is Again.NEW_CONNECTION:
            line.renew(posted)
            return used
        return None

    def _read(self, posted: Posted) -> Reading:
        return read(
            posted.status,
            posted.body,
            gateway_id=posted.headers.get("apns-id", ""),
            retry_after_s=posted.retry_after_s,
            now=self._clock.now(),
        )


def _signed(headers: Mapping[str, str], token: Made) -> dict[str, str]:
    return {"authorization": f"bearer {token.text}", **headers}
