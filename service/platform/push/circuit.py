"""When a gateway is left alone for a while, so that the next channel rings now.

Pure rules over a small state, and one thin holder of that state. Whoever refuses us altogether
(keys, rights, settings) is left alone at once; whoever gives no verdict several times in a row is
too. After a rest one ring goes through and tells whether the gateway is back.
"""

from datetime import datetime, timedelta
from enum import Enum, StrEnum

import structlog
from msgspec import Struct
from msgspec.structs import replace

from service.platform.clock import Clock
from service.platform.push import Answer, Outcome

_log = structlog.get_logger()


class Sign(StrEnum):
    """What an attempt says of the gateway itself, whatever became of the message."""

    WELL = "well"  # It judged the message: it is there and knows us.
    TROUBLE = "trouble"  # No verdict, or one that may be the fault of a single phone.
    WRONG = "wrong"  # It refuses us, whoever is rung.


class Passage(Enum):
    """How an attempt came through."""

    FREE = "free"
    CANARY = "canary"  # The one that finds out whether the gateway is back.


class Limits(Struct, frozen=True):
    """When a circuit opens, and for how long."""

    troubles: int = 5
    within: timedelta = timedelta(seconds=10)
    rest: timedelta = timedelta(seconds=10)
    rest_wrong: timedelta = timedelta(seconds=60)
    # A canary has an end of its own, far below this; a carrier that died with it tells nothing.
    canary_most: timedelta = timedelta(seconds=60)


class Circuit(Struct, frozen=True):
    """The state of one gateway; closed at first."""

    troubles: tuple[datetime, ...] = ()
    opened_at: datetime | None = None
    wrong: bool = False
    reason: str = ""
    canary_at: datetime | None = None


LIMITS = Limits()


def ask(circuit: Circuit, now: datetime, limits: Limits = LIMITS) -> tuple[Circuit, Passage | None]:
    """Whether an attempt may go; None while the gateway is left alone."""
    if circuit.opened_at is None:
        return circuit, Passage.FREE
    if rests_s(circuit, now, limits) > 0:
        return circuit, None
    away = circuit.canary_at
    if away is not None and away <= now < away + limits.canary_most:
        return circuit, None
    return replace(circuit, canary_at=now), Passage.CANARY


def rests_s(circuit: Circuit, now: datetime, limits: Limits = LIMITS) -> float:
    """For how many seconds the gateway is left alone yet; 0 when it is to be tried."""
    if circuit.opened_at is None or now < circuit.opened_at:  # A clock that was set back.
        return 0.0
    rest = limits.rest_wrong if circuit.wrong else limits.rest
    return max(0.0, (circuit.opened_at + rest - now).total_seconds())


def heard(
    circuit: Circuit,
    passage: Passage,
    sign: Sign | None,
    reason: str,
    now: datetime,
    limits: Limits = LIMITS,
) -> Circuit:
    """The circuit after an attempt; None when the attempt says nothing of the gateway.

    While it is open only the canary counts: what left before it opened is late news.
    """
    if circuit.opened_at is not None and passage is Passage.FREE:
        return circuit
    if sign is None:
        return replace(circuit, canary_at=None)
    if sign is Sign.WELL:
        return Circuit()
    if sign is Sign.WRONG:
        return Circuit(opened_at=now, wrong=True, reason=reason)
    recent = (*(at for at in circuit.troubles if now - at < limits.within), now)
    if passage is Passage.CANARY or len(recent) >= limits.troubles:
        return Circuit(opened_at=now, reason=reason)
    return replace(circuit, troubles=recent)


class Breaker:
    """The circuit of one gateway, asked before and told after each attempt."""

    def __init__(self, gateway: str, clock: Clock, limits: Limits = LIMITS) -> None:
        self.gateway = gateway
        self._clock = clock
        self._limits = limits
        self._circuit = Circuit()

    @property
    def circuit(self) -> Circuit:
        """The state, for whoever shows it."""
        return self._circuit

    def enter(self) -> Passage | Answer:
        """The way through, or the answer for whoever is not let through."""
        now = self._clock.now()
        self._circuit, passage = ask(self._circuit, now, self._limits)
        if passage is not None:
            return passage
        return Answer(
            Outcome.CONFIG if self._circuit.wrong else Outcome.RETRY_LATER,
            f"left alone: {self._circuit.reason}",
            retry_after_s=rests_s(self._circuit, now, self._limits),
        )

    def leave(self, passage: Passage, sign: Sign | None, reason: str) -> None:
        """Take in what an attempt said of the gateway."""
        before = self._circuit
        now = self._clock.now()
        self._circuit = heard(before, passage, sign, reason, now, self._limits)
        opened = self._circuit.opened_at
        if opened is not None and opened != before.opened_at:
            _log.error("push.left_alone", gateway=self.gateway, sign=sign, reason=reason)
        elif opened is None and before.opened_at is not None:
            _log.warning("push.back", gateway=self.gateway)
