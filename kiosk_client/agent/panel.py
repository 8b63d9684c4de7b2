"""Keeps the lamps right: looks at the presses after every change and tells every lamp."""

import asyncio
from dataclasses import replace

from kiosk_client.agent.centre import Progress
from kiosk_client.agent.clock import Clock
from kiosk_client.agent.lamps import Lamps
from kiosk_client.agent.presses import Presses
from kiosk_client.agent.sender import Sender
from kiosk_client.agent.state import PATIENCE_S, Light, Line, Scene, scene
from kiosk_client.agent.touch import Press
from kiosk_client.agent.vitals import Vitals

LOOK_S = 60.0  # A look without a cause, in case one was missed.


class Panel:
    """The scene, and the news it is made of."""

    def __init__(
        self, presses: Presses, sender: Sender, lamps: list[Lamps], clock: Clock, vitals: Vitals
    ) -> None:
        self._presses = presses
        self._sender = sender
        self._lamps = lamps
        self._clock = clock
        self._vitals = vitals
        self._changed = asyncio.Event()
        self._scene: Scene | None = None
        self._since_s = 0.0
        self._eta: tuple[str, float | None] = ("", None)
        self._asked: tuple[str, float] = ("", 0.0)
        self._drill: tuple[str, bool] = ("", False)
        self.moved = asyncio.Event()  # The press that is shown is another, or in another state.
        self.shown: Press | None = None
        self.line = Line.UNKNOWN

    def change(self) -> None:
        """Something may have changed: look again."""
        self._changed.set()

    def set_line(self, line: Line) -> None:
        """What the sign of life found."""
        self.line = line
        self.change()

    async def learn(self, progress: Progress, asked_s: float) -> None:
        """News of a press; older news than what is known is dropped.

        asked_s is when the question was put: a slow answer to an old question says nothing new.
        """
        shown = self.shown
        if shown is not None and shown.press_id == progress.press_id:
            if self._asked[0] == progress.press_id and asked_s < self._asked[1]:
                return
            self._asked = progress.press_id, asked_s
            self._eta = progress.press_id, progress.eta_s
            self._drill = progress.press_id, progress.test
            self.change()
            if shown.state is progress.state:
                return
        await self._presses.move(progress.press_id, progress.state)

    async def run(self) -> None:
        """Show for ever."""
        while True:
            self._changed.clear()
            await self._look()
            await self._clock.wait(self._changed, self._look_s())

    async def _look(self) -> None:
        press = await self._presses.shown()
        before, self.shown = self.shown, press
        if press != before:
            self.moved.set()
        if press is None or before is None or press.press_id != before.press_id:
            self._since_s = self._clock.monotonic()
        now = scene(
            press,
            trouble=self._sender.trouble_of(press) if press else self._sender.trouble,
            waited_s=self._clock.monotonic() - self._since_s,
            eta_s=self._eta[1] if press and press.press_id == self._eta[0] else None,
            line=self.line,
            drill=press is not None and self._drill == (press.press_id, True),
        )
        now = replace(now, faulty=bool(self._vitals.faults))
        if now != self._scene:
            self._scene = now
            for lamp in self._lamps:
                lamp.show(now)

    def _look_s(self) -> float:
        if self._scene is None or self._scene.light is not Light.CALLING:
            return LOOK_S
        return max(PATIENCE_S - (self._clock.monotonic() - self._since_s), 0.05)
