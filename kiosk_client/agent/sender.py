"""Sends the presses, in order, until each is answered."""

import asyncio
from secrets import SystemRandom

from kiosk_client.agent.centre import Centre, Outcome, Verdict
from kiosk_client.agent.clock import Clock
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.presses import Presses
from kiosk_client.agent.state import Trouble
from kiosk_client.agent.touch import Press
from kiosk_client.agent.vitals import Part

FIRST_WAIT_S = 0.25
WAIT_S_MAX = 30.0
# With nobody there to answer, asking often costs nobody anything, and it finds out at once when
# the network is back.
NOT_REACHED_WAIT_S_MAX = 2.0
DOUBLINGS_MAX = 10
UNFIT_MAX = 10_000
# Longer than a wait and the slowest answer to both keys of a box (link.py: 33 s each) together.
SENDER_HUNG_S = 120.0
SPREAD = 0.25  # Waits are cut by up to this part, so that boxes do not ask in step.
TROUBLES = {
    Outcome.DONE: Trouble.NONE,
    Outcome.REFUSED: Trouble.REFUSED,
    Outcome.FOREIGN: Trouble.FOREIGN,
}

_random = SystemRandom()


def wait_s(verdict: Verdict, failures: int, spread: float) -> float:
    """How long to wait after the failures-th failure in a row; spread is from 0 to 1.

    Never longer than WAIT_S_MAX, whatever the server asks for.
    """
    if verdict.outcome in (Outcome.REFUSED, Outcome.FOREIGN, Outcome.UNFIT):
        longest = WAIT_S_MAX
    elif verdict.retry_after_s is not None:
        longest = min(max(verdict.retry_after_s, FIRST_WAIT_S), WAIT_S_MAX)
    else:
        not_reached = verdict.outcome is Outcome.NOT_REACHED
        limit = NOT_REACHED_WAIT_S_MAX if not_reached else WAIT_S_MAX
        longest = min(FIRST_WAIT_S * 2 ** min(failures, DOUBLINGS_MAX), limit)
    return longest * (1 - SPREAD * spread)


class Sender:
    """One press at a time: the next goes when the one before it is answered.

    A press that the centre does not take as it is has been answered, though not kept: the next may
    go. It stays in the spool and is sent again and again, slowly.
    """

    def __init__(
        self,
        presses: Presses,
        centre: Centre,
        notes: Notes,
        clock: Clock,
        log: Log,
        part: Part,
    ) -> None:
        self._presses = presses
        self._centre = centre
        self._notes = notes
        self._clock = clock
        self._log = log
        self._part = part
        self._wake = asyncio.Event()
        self._unfit: dict[str, float] = {}  # press_id → when to send it again, monotonic.
        self._failures = 0
        self._last: Verdict | None = None
        self.trouble = Trouble.NONE

    def wake(self) -> None:
        """There is a new press, or the network answers again: do not wait any longer."""
        self._wake.set()

    def trouble_of(self, press: Press) -> Trouble:
        """Why this press is not through."""
        return Trouble.REFUSED if press.press_id in self._unfit else self.trouble

    async def run(self) -> None:
        """Send for ever."""
        while True:
            self._wake.clear()
            resting = self._resting()
            press = await self._presses.head(resting)
            if press is None:
                self._part.moved()
                # What is due and yet not there was answered elsewhere: there is no waiting for it.
                self._unfit = {name: self._unfit[name] for name in resting}
                await self._clock.wait(self._wake, self._rest_s())
                continue
            verdict = await self.send(press)
            self._part.moved()
            if verdict.outcome not in (Outcome.DONE, Outcome.UNFIT):
                await self._clock.wait(
                    self._wake, wait_s(verdict, self._failures, _random.random())
                )

    async def send(self, press: Press) -> Verdict:
        """Send one press once, and keep in mind what came of it."""
        verdict, state = await self._centre.send(press)
        self.trouble = TROUBLES.get(verdict.outcome, Trouble.NO_NETWORK)
        if verdict.outcome is Outcome.DONE:
            self._failures = 0
            self._unfit.pop(press.press_id, None)
            await self._presses.settle(press, state)
        elif verdict.outcome is Outcome.UNFIT:
            self.trouble = Trouble.NONE
            rest_s = wait_s(verdict, 0, _random.random())
            self._unfit[press.press_id] = self._clock.monotonic() + rest_s
            if len(self._unfit) > UNFIT_MAX:  # The oldest is due at once, and remembered anew.
                del self._unfit[next(iter(self._unfit))]
        else:
            self._failures += 1
        self._notes.answer(verdict)
        self._tell(press, verdict)
        return verdict

    def _resting(self) -> set[str]:
        now_s = self._clock.monotonic()
        return {press_id for press_id, again_s in self._unfit.items() if again_s > now_s}

    def _rest_s(self) -> float:
        soonest = min(self._unfit.values(), default=self._clock.monotonic() + WAIT_S_MAX)
        return max(soonest - self._clock.monotonic(), 0)

    def _tell(self, press: Press, verdict: Verdict) -> None:
        # The log may be seen by whoever stands beside the box: a silent press is not in it. The
        # same failure, every two seconds for three days, is one line.
        same = self._last is not None and verdict.outcome == self._last.outcome
        if press.silent or (same and verdict.outcome is not Outcome.DONE):
            return
        self._last = verdict
        self._log.say(
            "press.sent" if verdict.outcome is Outcome.DONE else "press.not_sent",
            press_id=press.press_id,
            outcome=verdict.outcome,
            reason=verdict.reason,
        )
