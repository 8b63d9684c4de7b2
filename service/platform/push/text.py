"""Words through whatever gateway apprise knows, named by one address in the settings.

Text messages, voice calls and the robots of WeCom and DingTalk differ in that address alone.
"""

import asyncio
import importlib
import re
from concurrent.futures import ThreadPoolExecutor

from service.platform.clock import Clock, SystemClock
from service.platform.push import Address, Answer, Outcome, PhoneNumber, Ring
from service.platform.push.circuit import Breaker, Sign
from service.platform.push.gate import MOST_S, Gate, Told

_AT_ONCE = 16
# It becomes part of an address: nothing that means something there.
_NUMBER = re.compile(r"\+?[0-9]{1,20}")


class TextChannel:
    """A gateway address with `{to}` where the phone number goes, such as `json://host/?to={to}`.

    Apprise says yes or no, not why: what is refused may have been taken, and says nothing of the
    gateway. Only one that keeps us waiting is left alone for a while.
    """

    def __init__(
        self,
        gateway: str,
        most_s: float = MOST_S,
        *,
        name: str = "text",
        clock: Clock | None = None,
    ) -> None:
        self.name = name
        self._gateway = gateway
        breaker = Breaker(name, clock or SystemClock())
        self._gate = Gate(breaker, at_once=_AT_ONCE, most_s=most_s)
        # Of its own: a gateway that dribbles must not take the threads that everybody shares.
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix=name)

    async def send(self, ring: Ring, address: Address) -> Answer:
        """Hand the words to the gateway once; a gateway that is slow may have taken them."""
        assert isinstance(address, PhoneNumber), f"{self.name} rings numbers"
        if not self._gateway:
            return Answer(Outcome.CONFIG, "no gateway is set")
        to = address.number
        if "{to}" in self._gateway:
            if not to:
                return Answer(Outcome.NO_ADDRESS)
            if not _NUMBER.fullmatch(to):
                return Answer(Outcome.BAD_REQUEST, "not a number")
        return await self._gate.through(lambda: self._attempt(ring, to))

    async def close(self) -> None:
        """Wait for nobody: apprise connects anew each time."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _attempt(self, ring: Ring, to: str) -> Told:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._notify, ring.words, to)

    def _notify(self, words: str, to: str) -> Told:
        # Seven megabytes that most processes never need.
        apprise = importlib.import_module("apprise")
        # A gateway is who the setting names, not whom that one names.
        notifier = apprise.Apprise(asset=apprise.AppriseAsset(http_redirects=False))
        if not notifier.add(self._gateway.replace("{to}", to)):
            return Told(Answer(Outcome.CONFIG, "the gateway's address cannot be used"), Sign.WRONG)
        if notifier.notify(body=words, title=""):
            return Told(Answer(Outcome.ACCEPTED), Sign.WELL)
        return Told(Answer(Outcome.UNKNOWN, "not taken"), None)
