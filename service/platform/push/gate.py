"""How every gateway is entered: a slot, the circuit, one deadline. Nothing hangs."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from msgspec import Struct

from service.platform.push import Answer, Outcome
from service.platform.push.circuit import Breaker, Sign

_log = structlog.get_logger()

# The ladder's next step is five seconds away: whoever waits longer has missed it.
MOST_S = 8.0
# What the first of two tries may take of that. In all that is well it has passed long before.
FIRST_SHARE = 0.4
# A burst to ten thousand phones passes in this; whoever waits longer is better rung otherwise.
_QUEUE_S = 30.0
_ASIDE_PART = 4
_REASON_CHARS_MAX = 80
_ID_CHARS_MAX = 200


class Told(Struct, frozen=True):
    """What became of an attempt, and what that says of the gateway; None where it says nothing."""

    answer: Answer
    sign: Sign | None


SILENT = Told(Answer(Outcome.UNKNOWN, "no answer in time"), Sign.TROUBLE)
BROKEN = Told(Answer(Outcome.UNKNOWN, "the connection broke twice"), Sign.TROUBLE)
_FULL = Answer(Outcome.RETRY_LATER, "too many wait for this gateway")
_UNSAID = Told(Answer(Outcome.UNKNOWN), None)


class Gate:
    """So many at once; the deadline of each begins when it has its slot."""

    def __init__(
        self, breaker: Breaker, *, at_once: int, most_s: float, queue_s: float = _QUEUE_S
    ) -> None:
        self._breaker = breaker
        self._slots = asyncio.Semaphore(at_once)
        self._aside = asyncio.Semaphore(max(1, at_once // _ASIDE_PART))
        self._most_s = most_s
        self._queue_s = queue_s

    async def through(
        self, attempt: Callable[[], Awaitable[Told]], *, aside: bool = False
    ) -> Answer:
        """What the attempt answers, or why it was not made or not waited for.

        What stands aside never has more than a part of the slots: the rest are for rings.
        """
        if aside:
            async with self._aside:
                return await self.through(attempt)
        try:
            async with asyncio.timeout(self._queue_s):
                await self._slots.acquire()
        except TimeoutError:
            return _FULL
        try:
            return await self._in_slot(attempt)
        finally:
            self._slots.release()

    async def _in_slot(self, attempt: Callable[[], Awaitable[Told]]) -> Answer:
        passage = self._breaker.enter()
        if isinstance(passage, Answer):
            return passage
        told = _UNSAID
        try:
            async with asyncio.timeout(self._most_s):
                told = await attempt()
        except TimeoutError:
            told = SILENT
        finally:
            self._breaker.leave(passage, told.sign, told.answer.reason)
        self._note(told.answer)
        return told.answer

    def _note(self, answer: Answer) -> None:
        if answer.outcome is not Outcome.ACCEPTED:
            ours = answer.outcome in (Outcome.BAD_REQUEST, Outcome.CONFIG)
            note = _log.warning if ours else _log.info
            note(
                "push.not_taken",
                gateway=self._breaker.gateway,
                outcome=answer.outcome,
                reason=answer.reason,
            )


def shown(reason: object) -> str:
    """A gateway's word as it may stand in a row: short, one line."""
    return " ".join(str(reason).split())[:_REASON_CHARS_MAX]


def numbered(gateway_id: str) -> str:
    """A gateway's number for a message as it may stand in a row."""
    return gateway_id[:_ID_CHARS_MAX]
