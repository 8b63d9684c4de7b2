"""Which parts of the agent move. Whoever feeds a watchdog asks here first."""

from kiosk_client.agent.clock import Clock


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
    """All parts of one agent."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._parts: list[Part] = []

    def part(self, name: str, longest_s: float) -> Part:
        """A part that is watched from now on."""
        part = Part(name, longest_s, self._clock)
        self._parts.append(part)
        return part

    def hung(self) -> list[str]:
        """The parts that have given no sign for too long."""
        return [part.name for part in self._parts if part.hangs]
