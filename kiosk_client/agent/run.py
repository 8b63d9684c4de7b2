"""The agent: keys, spool, sender, sign of life and lamps, put together."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from kiosk_client.agent.button import Key
from kiosk_client.agent.centre import Centre, Outcome, Verdict
from kiosk_client.agent.clock import Clock
from kiosk_client.agent.contract import explain
from kiosk_client.agent.identity import IdentityFile
from kiosk_client.agent.lamps import Lamps
from kiosk_client.agent.link import Link
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.panel import Panel
from kiosk_client.agent.presses import Presses, TooMany
from kiosk_client.agent.pulse import Heart, Watch
from kiosk_client.agent.rotation import rotate
from kiosk_client.agent.sender import SENDER_HUNG_S, Sender
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.touch import Touch
from kiosk_client.agent.vitals import Code, Part, Vitals

TEND_S = 0.5
RESTART_S = 1.0
ERROR_CHARS_MAX = 200
ROTATE_AGAIN_S = 30.0
KEY_HUNG_S = 20.0  # A touch is held in DISK_S, on disk or in memory.

Lane = Callable[[], Coroutine[Any, Any, None]]


class Agent:
    """One agent of one folder. run() ends when it is cancelled."""

    def __init__(
        self,
        folder: Folder,
        clock: Clock,
        log: Log,
        keys: list[Key],
        lamps: list[Lamps],
        vitals: Vitals,
        notes: Notes,
    ) -> None:
        self._clock = clock
        self._log = log
        self._keys = keys
        self._vitals = vitals
        self._was_reached = True
        self._identity = IdentityFile(folder)
        self._notes = notes
        self._centre = Centre(self._identity, Link(log), clock, self._hear)
        self._presses = Presses(
            folder,
            clock,
            log,
            vitals,
            came=self._wake,
            changed=self._look,
        )
        sending = vitals.part("sender", SENDER_HUNG_S)
        self._sender = Sender(self._presses, self._centre, notes, clock, log, sending)
        self._panel = Panel(self._presses, self._sender, lamps, clock, vitals)
        vitals.changed = self._faults_changed
        self._heart = Heart(self._presses, self._centre, self._panel, notes, vitals, clock, log)
        self._watch = Watch(self._centre, self._panel, clock)

    async def run(self, *others: Lane) -> None:
        """Run every lane for itself: one that fails is started again, the rest go on."""
        self._identity.read()  # Not enrolled is found out here, not in every lane.
        self._faults_changed()  # What was found before there was an agent.
        await self._presses.tend()  # Knows the last press_id before the first key is heard.
        lanes: list[Lane] = [
            self._sender.run,
            self._panel.run,
            self._heart.run,
            self._watch.run,
            self._tend,
            self._finish_rotation,
            *others,
        ]
        async with asyncio.TaskGroup() as group:
            for lane in lanes:
                group.create_task(self._keep_running(lane))
            for key in self._keys:
                listen = partial(self._listen, key, self._vitals.part("key", KEY_HUNG_S))
                group.create_task(self._keep_running(listen))
            self._log.say("agent.ready")

    async def _keep_running(self, lane: Lane) -> None:
        while True:
            try:
                await lane()
            except Exception as error:  # noqa: BLE001 - a bug in one lane must not silence the box
                self._log.say("lane.failed", lane=_name(lane), error=repr(error)[:ERROR_CHARS_MAX])
            else:
                return
            await self._clock.wait(asyncio.Event(), RESTART_S)

    async def _listen(self, key: Key, part: Part) -> None:
        part.rests()
        async for touch in key.touches():
            part.moved()
            await self._take(touch)
            part.rests()

    async def _take(self, touch: Touch) -> None:
        try:
            press = await self._presses.keep(touch)
        except TooMany:
            self._log.say("press.not_kept")
            return
        if touch.kept is not None:
            touch.kept(press.on_disk)

    async def _tend(self) -> None:
        while True:
            await self._presses.tend()
            await self._clock.wait(asyncio.Event(), TEND_S)

    async def _finish_rotation(self) -> None:
        while self._identity.read().next_key is not None:
            verdict = await rotate(self._identity, self._centre)
            if verdict.outcome is not Outcome.DONE:
                await self._clock.wait(asyncio.Event(), ROTATE_AGAIN_S)

    def _wake(self) -> None:
        self._sender.wake()
        self._panel.change()

    def _faults_changed(self) -> None:
        self._notes.faults(self._vitals.faults)
        self._panel.change()

    def _look(self) -> None:
        self._panel.change()

    def _hear(self, verdict: Verdict) -> None:
        reached = verdict.outcome not in (Outcome.NOT_REACHED, Outcome.SILENT)
        if reached and not self._was_reached:
            self._sender.wake()
            self._heart.wake()
        self._was_reached = reached
        if verdict.foreign:
            self._vitals.fault("contract", explain(verdict.foreign), Code.CONTRACT)
        elif verdict.outcome is Outcome.DONE:
            self._vitals.well("contract")
        self._panel.change()


def _name(lane: Lane) -> str:
    return getattr(getattr(lane, "func", lane), "__qualname__", "lane")
