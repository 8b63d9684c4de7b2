"""How the agent is: which parts of it move, and what is wrong with the box.

Whoever feeds a watchdog asks for the first; lamps, self-test and `status` tell the second.
"""

from collections.abc import Callable

from kiosk_client.agent.clock import Clock
from kiosk_client.agent.log import Log


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
        self._faults: dict[str, str] = {}
        self.changed: Callable[[], None] = _nobody

    def part(self, name: str, longest_s: float) -> Part:
        """A part that is watched from now on."""
        part = Part(name, longest_s, self._clock)
        self._parts.append(part)
        return part

    def hung(self) -> list[str]:
        """The parts that have given no sign for too long."""
        return [part.name for part in self._parts if part.hangs]

    def fault(self, name: str, reason: str) -> None:
        """This is wrong with that piece of the box; an empty reason: nothing any more."""
        if self._faults.get(name, "") == reason:
            return
        if reason:
            self._faults[name] = reason
            self._log.say("fault", of=name, reason=reason)
        else:
            del self._faults[name]
            self._log.say("fault.over", of=name)
        self.changed()

    @property
    def faults(self) -> dict[str, str]:
        """What is wrong now: piece → reason."""
        return dict(self._faults)


def _nobody() -> None:
    """Nobody wants to know yet."""
