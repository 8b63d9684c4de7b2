"""Text messages through whatever gateway apprise knows, named by one address in the settings."""

import asyncio
import contextlib
import importlib

import structlog

from service.platform.push import Outcome, Ring

_log = structlog.get_logger()

_MOST_S = 8.0


class TextChannel:
    """A gateway address with `{to}` where the phone number goes, such as `json://host/?to={to}`."""

    name = "text"

    def __init__(self, gateway: str, most_s: float = _MOST_S) -> None:
        self._gateway = gateway
        self._most_s = most_s

    async def send(self, ring: Ring, address: str) -> Outcome:
        """Hand the words to the gateway once; a gateway that is slow may have taken them."""
        if not self._gateway:
            return Outcome.CONFIG
        if not address:
            return Outcome.NO_ADDRESS
        # Seven megabytes that most processes never need; the first text waits for them in a thread.
        apprise = await asyncio.to_thread(importlib.import_module, "apprise")
        notifier = apprise.Apprise()
        if not notifier.add(self._gateway.replace("{to}", address)):
            return Outcome.CONFIG
        sent = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._most_s):
                sent = bool(await notifier.async_notify(body=ring.words, title=""))
        if not sent:
            _log.info("text.not_taken", task_id=str(ring.task_id))
        return Outcome.ACCEPTED if sent else Outcome.UNKNOWN
