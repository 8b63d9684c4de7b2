"""The sign of life, and the news of how far a press has come. Neither ever holds up a press."""

import asyncio
from datetime import datetime
from secrets import SystemRandom
from typing import Any

from kiosk_client.agent.centre import Centre, Outcome, Verdict
from kiosk_client.agent.clock import Clock
from kiosk_client.agent.identity import HEARTBEAT_S_MAX, HEARTBEAT_S_MIN
from kiosk_client.agent.life import condition, sign_of_life
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.panel import Panel
from kiosk_client.agent.presses import Presses
from kiosk_client.agent.state import Line
from kiosk_client.agent.touch import State
from kiosk_client.agent.vitals import Vitals

SPREAD = 0.1  # Boxes that were switched on together drift apart.
MISSED_MAX = 2  # Then the line counts as down.
FIRST_RETRY_S = 2.0
RETRY_S = 10.0  # The third missed beat raises a fault at the centre.

EAGER_S = 2.0
EAGER_FOR_S = 600.0
CALM_S = 15.0

_random = SystemRandom()


class Heart:
    """Beats every heartbeat_s; learns what became of this box's presses."""

    def __init__(
        self,
        presses: Presses,
        centre: Centre,
        panel: Panel,
        notes: Notes,
        vitals: Vitals,
        clock: Clock,
        log: Log,
    ) -> None:
        self._presses = presses
        self._centre = centre
        self._panel = panel
        self._notes = notes
        self._vitals = vitals
        self._clock = clock
        self._log = log
        self._wake = asyncio.Event()
        self._missed = 0
        self._last: Outcome | None = None

    def wake(self) -> None:
        """The network answers again: beat now."""
        self._wake.set()

    async def run(self) -> None:
        started_at = self._clock.wall()
        while True:
            heartbeat_s = await self.beat(started_at)
            self._wake.clear()
            retry_s = FIRST_RETRY_S if self._missed < MISSED_MAX else RETRY_S
            pause_s = min(heartbeat_s, retry_s) if self._missed else heartbeat_s
            await self._clock.wait(self._wake, pause_s * (1 + SPREAD * (2 * _random.random() - 1)))

    async def beat(self, started_at: datetime) -> float:
        """Beat once; answers how long to wait for the next."""
        asked_s = self._clock.monotonic()
        sent_at = self._clock.wall()
        life = sign_of_life(sent_at, started_at, await self._presses.count_waiting())
        verdict, told = await self._centre.beat(life | self._condition())
        if verdict.outcome is Outcome.UNFIT:
            # A centre before this contract knows no faults: that the box lives, it shall hear.
            verdict, told = await self._centre.beat(life)
        # A refusal is an answer: asking for it more often would only look like tampering.
        heard = verdict.outcome in (Outcome.DONE, Outcome.REFUSED, Outcome.FOREIGN)
        self._missed = 0 if heard else self._missed + 1
        self._panel.set_line(self._line(verdict))
        for progress in told:
            await self._panel.learn(progress, asked_s)
        self._notes.beat(sent_at, verdict)
        if verdict.outcome is not self._last:
            self._log.say("heartbeat", outcome=verdict.outcome, reason=verdict.reason)
            self._last = verdict.outcome
        return self._heartbeat_s(verdict)

    def _condition(self) -> dict[str, Any]:
        codes = [code for code, _ in self._vitals.found()]
        return condition(codes, self._notes.self_tested_at, self._notes.self_tested)

    def _line(self, verdict: Verdict) -> Line:
        if verdict.outcome is Outcome.DONE:
            return Line.UP
        if verdict.outcome is Outcome.REFUSED:
            return Line.REFUSED
        if verdict.outcome is Outcome.FOREIGN:
            return Line.FOREIGN
        return Line.DOWN if self._missed >= MISSED_MAX else self._panel.line

    def _heartbeat_s(self, verdict: Verdict) -> float:
        told_s = (verdict.facts or {}).get("heartbeat_s")
        if not isinstance(told_s, int | float) or not told_s > 0:
            told_s = self._centre.identity.read().heartbeat_s
        return min(max(float(told_s), HEARTBEAT_S_MIN), HEARTBEAT_S_MAX)


class Watch:
    """Asks after the press that is shown, as long as it is open: often at first, then calmly."""

    def __init__(self, centre: Centre, panel: Panel, clock: Clock) -> None:
        self._centre = centre
        self._panel = panel
        self._clock = clock

    async def run(self) -> None:
        press_id, since_s = "", 0.0
        while True:
            self._panel.moved.clear()
            shown = self._panel.shown
            if shown is None or shown.state in (State.WAITING, State.RESET):
                await self._panel.moved.wait()
                continue
            now_s = self._clock.monotonic()
            if shown.press_id != press_id:
                press_id, since_s = shown.press_id, now_s
            verdict, progress = await self._centre.progress(press_id)
            if progress is not None:
                await self._panel.learn(progress, now_s)
            is_eager = now_s - since_s < EAGER_FOR_S and verdict.outcome is not Outcome.REFUSED
            pause_s = EAGER_S if is_eager else CALM_S
            await self._clock.wait(self._panel.moved, pause_s)
