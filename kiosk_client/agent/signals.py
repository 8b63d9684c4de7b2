"""Lamps and sirens of the box: what each scene looks and sounds like. Colour is never needed."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from kiosk_client.agent.clock import Clock
from kiosk_client.agent.outputs import Output
from kiosk_client.agent.state import Light, Line, Scene
from kiosk_client.agent.vitals import Code, Vitals
from kiosk_client.agent.worker import Worker

OUTPUT_S = 1.0  # An output that needs longer is a fault; the box does not wait for it.
STILL_S = 60.0  # One that changes nothing is told again this often: it may have lost its power.
SOUND_S = 60.0
SOUND_S_MAX = 300.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds on, off, on, off … from the beginning again, or once; empty is off.

    Never more than three flashes in a second, which could harm some people (WCAG 2.3.1).
    """

    steps_s: tuple[float, ...] = ()
    once: bool = False


OFF = Rhythm()
FAULT = Rhythm((0.2, 0.2, 0.2, 0.2, 0.2, 4.0))
SELF_TEST = Rhythm((0.3, 0.3, 0.3, 0.3, 0.3, 0.3), once=True)
UNHEARD = Rhythm((0.2, 0.2, 0.2, 0.8))  # Calling, and something is wrong with it: call 110.
LAMP = {
    Light.IDLE: Rhythm((0.05, 4.95)),  # A glimmer: the box lives.
    Light.CALLING: Rhythm((0.2, 0.2)),
    Light.UNKEPT: UNHEARD,
    Light.NO_NETWORK: UNHEARD,
    Light.REFUSED: UNHEARD,
    Light.FOREIGN: UNHEARD,
    Light.RECEIVED: Rhythm((1.0, 1.0)),
    Light.ON_THE_WAY: Rhythm((0.2, 0.2, 0.2, 0.2, 0.2, 1.0)),
    Light.ARRIVED: Rhythm((STILL_S,)),
}
QUIET = (Light.IDLE, Light.ARRIVED)

Plan = Callable[[Scene], Rhythm]


def lamp_plan(scene: Scene) -> Rhythm:
    """How a lamp tells a scene."""
    line_fails = scene.line in (Line.DOWN, Line.REFUSED, Line.FOREIGN)
    if scene.light is Light.IDLE and (line_fails or scene.faulty):
        return FAULT
    return LAMP[scene.light]


def siren_plan(sound_s: float) -> Plan:
    """A siren that sounds once for an open call, sound_s at most, and not for what is silent."""
    sounding = Rhythm((sound_s,), once=True)

    def plan(scene: Scene) -> Rhythm:
        return OFF if scene.light in QUIET else sounding

    return plan


class Signal:
    """One output that follows the scenes. It is off before the first, and after the last."""

    def __init__(
        self, output: Output, plan: Plan, clock: Clock, vitals: Vitals, *, is_loud: bool
    ) -> None:
        self._output = output
        self._plan = plan
        self._clock = clock
        self._vitals = vitals
        self._is_loud = is_loud
        self._worker = Worker("output")
        self._rhythm = OFF
        self._test: asyncio.Event | None = None  # Set when the test that is asked for is done.
        self._changed = asyncio.Event()

    @property
    def name(self) -> str:
        return self._output.name

    def show(self, scene: Scene) -> None:
        rhythm = self._plan(scene)
        if rhythm != self._rhythm:
            self._rhythm = rhythm
            self._changed.set()

    async def test(self) -> None:
        """Try the output: a lamp flashes, a siren is only told to be quiet."""
        if self._rhythm == OFF:
            await self._set(False)
        if self._is_loud or self._rhythm != LAMP[Light.IDLE]:
            return  # What shows a call or a fault is at work, and is not taken from it.
        self._test = asyncio.Event()
        self._changed.set()
        await self._test.wait()

    async def run(self) -> None:
        """Follow the scenes for ever."""
        try:
            while True:
                self._changed.clear()
                test, rhythm = self._test, self._rhythm
                done = await self._play(rhythm if test is None else SELF_TEST)
                if test is not None:
                    self._test = None
                    test.set()
                elif done and rhythm.once:
                    await self._rest()
        finally:
            with suppress(OSError):
                self._output.set(False)

    async def _play(self, rhythm: Rhythm) -> bool:
        """Play it once; whether it came to its end."""
        if not rhythm.steps_s:
            await self._rest()
        for number, step_s in enumerate(rhythm.steps_s):
            await self._set(number % 2 == 0)
            if await self._clock.wait(self._changed, step_s):
                return False
        return True

    async def _rest(self) -> None:
        await self._set(False)
        while not await self._clock.wait(self._changed, STILL_S):
            await self._set(False)

    async def _set(self, on: bool) -> None:
        try:
            async with asyncio.timeout(OUTPUT_S):
                await self._worker.do(lambda: self._output.set(on))
        except TimeoutError:
            self._vitals.fault(self.name, "too slow", Code.OUTPUT)
        except OSError as error:
            self._vitals.fault(self.name, error.strerror or "gone", Code.OUTPUT)
        else:
            self._vitals.well(self.name)
