"""How the agent is: which parts of it move, and what is wrong with the box.

Whoever feeds a watchdog asks for the first; lamps, self-test and `status` tell the second.
"""

from collections.abc import Callable
from enum import StrEnum

from kiosk_client.agent.clock import Clock
from kiosk_client.agent.log import Log


class Code(StrEnum):
    """What can be wrong with a box, as the centre is told; each has its words in the corner."""

    DISK = "disk"
    ROOM = "room"
    SPOOL = "spool"
    BATTERY = "battery"
    LINE = "line"
    CLOCK = "clock"
    WIRING = "wiring"
    KEY_GONE = "key_gone"
    KEY_STUCK = "key_stuck"
    OUTPUT = "output"
    HUNG = "hung"
    CONTRACT = "contract"
    SETTINGS = "settings"
    OTHER = "other"  # What a program before this one has found.


class Part:
    """One part that must give a sign at least every longest_s, except while it rests."""

    def __init__(self, name: str, longest_s: float, clock: Clock) -> None:
        self.name = name
        self._longest_s = longest_s
        self._clock = clock
        self._moved_s: float | None = clock.monotonic()

    def moved(self) -> None:
        """A step was done."""
        self._moved_s = self._clock.monotonic()

    def rests(self) -> None:
        """It waits for somebody outside, who may never come; until it moves, it cannot hang."""
        self._moved_s = None

    @property
    def hangs(self) -> bool:
        still_s = 0.0 if self._moved_s is None else self._clock.monotonic() - self._moved_s
        return still_s > self._longest_s


class Vitals:
    """All parts of one agent, and its faults. changed is called when the faults are others."""

    def __init__(self, clock: Clock, log: Log) -> None:
        self._clock = clock
        self._log = log
        self._parts: list[Part] = []
        self._faults: dict[str, tuple[Code | None, str]] = {}
        self.changed: Callable[[], None] = _nobody

    def part(self, name: str, longest_s: float) -> Part:
        """A part that is watched from now on."""
        part = Part(name, longest_s, self._clock)
        self._parts.append(part)
        return part

    def hung(self) -> list[str]:
        """The parts that have given no sign for too long."""
        return [part.name for part in self._parts if part.hangs]

    def fault(self, name: str, reason: str, code: Code | None) -> None:
        """This is wrong with that piece of the box. Without a code the centre hears of it else."""
        if self._faults.get(name) != (code, reason):
            self._faults[name] = code, reason
            self._log.say("fault", of=name, reason=reason)
            self.changed()

    def well(self, name: str) -> None:
        """Nothing is wrong with that piece, or nothing any more."""
        if self._faults.pop(name, None) is not None:
            self._log.say("fault.over", of=name)
            self.changed()

    @property
    def faults(self) -> dict[str, str]:
        """What is wrong now: piece → reason."""
        return {name: reason for name, (_, reason) in self._faults.items()}

    def found(self) -> list[tuple[Code, str]]:
        """What is wrong now, by its code, with the piece and the reason."""
        hung = [(Code.HUNG, name) for name in self.hung()]
        known = sorted(self._faults.items())
        return hung + [(code, f"{name}: {why}") for name, (code, why) in known if code is not None]


def _nobody() -> None:
    """Nobody wants to know yet."""
