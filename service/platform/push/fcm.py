"""Android phones with Google's services, through Firebase Cloud Messaging.

Google's terms do not intend it for emergencies, so it is off until an operator switches it on, and
then only a further hint beside the live stream and the other channels.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from service.platform.clock import Clock
from service.platform.push import Address, Answer, FcmToken, Outcome, Ring
from service.platform.push.accounts import FcmAccount
from service.platform.push.circuit import Breaker
from service.platform.push.gate import MOST_S, Gate, Told

if TYPE_CHECKING:
    from service.platform.push.fcm_client import FcmClient

_AT_ONCE = 16


class FcmChannel:
    """pyfcm in threads of its own: it blocks."""

    name = "fcm"

    def __init__(self, account: FcmAccount, clock: Clock, *, most_s: float = MOST_S) -> None:
        self._account = account
        self._clock = clock
        self._most_s = most_s
        self._gate = Gate(Breaker("fcm", clock), at_once=_AT_ONCE, most_s=most_s)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="fcm")
        self._client: FcmClient | None = None
        self._loading = asyncio.Lock()

    async def send(self, ring: Ring, address: Address) -> Answer:
        """Hand one data message to Google."""
        assert isinstance(address, FcmToken), "fcm rings Android phones"
        if not (address.token or address.fid):
            return Answer(Outcome.NO_ADDRESS)
        return await self._gate.through(
            lambda: self._attempt(ring, address), aside=ring.over is not None
        )

    async def close(self) -> None:
        """Give the connections back; nobody waits for a thread that waits for Google."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._client is not None:
            self._client.close()

    async def _attempt(self, ring: Ring, address: FcmToken) -> Told:
        loop = asyncio.get_running_loop()
        async with self._loading:
            if self._client is None:
                self._client = await loop.run_in_executor(self._threads, self._load)
        client = self._client
        return await loop.run_in_executor(self._threads, client.ring, ring, address)

    def _load(self) -> "FcmClient":
        """With the packages that only a process that rings needs: sixteen megabytes."""
        from service.platform.push.fcm_client import FcmClient

        return FcmClient(self._account, self._clock, self._most_s)
