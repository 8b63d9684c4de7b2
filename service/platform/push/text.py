"""Text messages through whatever gateway apprise knows, named by one address in the settings."""

import apprise
import structlog

from service.platform.push import Outcome, Ring

_log = structlog.get_logger()


class TextChannel:
    """A gateway address with `{to}` where the phone number goes, such as `json://host/?to={to}`."""

    name = "text"

    def __init__(self, gateway: str) -> None:
        self._gateway = gateway

    async def send(self, ring: Ring, address: str) -> Outcome:
        """Hand the words to the gateway once."""
        if not self._gateway:
            return Outcome.CONFIG
        if not address:
            return Outcome.NO_ADDRESS
        notifier = apprise.Apprise()
        if not notifier.add(self._gateway.replace("{to}", address)):
            return Outcome.CONFIG
        sent = await notifier.async_notify(body=ring.words, title="")
        if not sent:
            _log.info("text.not_taken", task_id=str(ring.task_id))
        return Outcome.ACCEPTED if sent else Outcome.UNKNOWN
