"""All presses of the box: on disk where the disk takes them, in memory where it does not.

A press that the disk does not take is sent all the same. It is shown as what it is: being called
for, and gone if the power fails now.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from kiosk_client.agent.clock import Clock
from kiosk_client.agent.ids import next_press_id
from kiosk_client.agent.log import Log
from kiosk_client.agent.salvage import Mended
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.spool import Spool, SpoolDown
from kiosk_client.agent.touch import Press, State, Touch, press_of
from kiosk_client.agent.vitals import Code, Vitals
from kiosk_client.agent.worker import Worker

DISK_S = 2.0  # A disk that needs longer is treated as one that does not answer.
UNTOLD_MAX = 10_000
SPOOL_HUNG_S = 20.0  # The spool is used twice a second; a disk that is silent for so long hangs.
LOOSE_MAX = 10_000  # About 5 MB: hours of a jammed key with the disk gone.

T = TypeVar("T")


class TooMany(Exception):
    """LOOSE_MAX presses are held in memory, because the disk takes none."""


class Presses:
    """What the sender, the lamps and the keys share.

    came is called when there may be a new press, changed when one may have come further.
    """

    def __init__(
        self,
        folder: Folder,
        clock: Clock,
        log: Log,
        vitals: Vitals,
        *,
        came: Callable[[], None],
        changed: Callable[[], None],
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._log = log
        self._vitals = vitals
        self._part = vitals.part("spool", SPOOL_HUNG_S)
        self._came = came
        self._changed = changed
        self._worker = Worker("spool")
        self._spool: Spool | None = None
        self._down = False
        self._last_id: str | None = None
        self._loose: deque[tuple[Touch, Press]] = deque()  # Not on disk, in order of pressing.
        self._loose_answered: Press | None = None  # The newest of them, to be shown.
        self._untold: dict[str, State] = {}  # Answers that the disk has not taken.

    async def keep(self, touch: Touch) -> Press:
        """Hold a touch as a press; on disk, synced, unless the disk fails. Raises TooMany."""
        press_id = next_press_id(self._clock.wall(), self._last_id)
        self._last_id = press_id
        press = None
        if not self._loose:  # Else it would overtake them.
            with suppress(SpoolDown):
                press = await self._put(touch, press_id)
        if press is None:
            press = self._hold(touch, press_id)
        self._came()
        return press

    async def head(self, skip: Collection[str] = ()) -> Press | None:
        """The first press without an answer, in order of pressing, leaving out skip.

        When the disk does not give its presses, those in memory go first: better the newest call
        than none.
        """
        passed_over = {*skip, *self._untold}
        with suppress(SpoolDown):
            press = await self._disk(lambda spool: spool.waiting(passed_over))
            if press is not None:
                return press
        return next((press for _, press in self._loose if press.press_id not in skip), None)

    async def settle(self, press: Press, state: State) -> None:
        """The centre has answered for this press."""
        for held in [held for held in self._loose if held[1].press_id == press.press_id]:
            self._loose.remove(held)
            if not press.silent:
                self._loose_answered = replace(press, state=state)
        try:
            await self._mark(press.press_id, state)
        except SpoolDown:
            self._untold[press.press_id] = state
            if len(self._untold) > UNTOLD_MAX:  # The oldest is sent once more, and answered again.
                del self._untold[next(iter(self._untold))]
        self._changed()

    async def move(self, press_id: str, state: State) -> None:
        """The centre says how far a press has come; where it has no answer yet, that is no news."""
        held = self._loose_answered
        if held is not None and held.press_id == press_id:
            self._loose_answered = None if state is State.RESET else replace(held, state=state)
        if press_id in self._untold:
            self._untold[press_id] = state
        with suppress(SpoolDown):  # The centre will say so again.
            await self._disk(lambda spool: spool.move(press_id, state))
        self._changed()

    async def shown(self) -> Press | None:
        """The newest press that is neither silent nor reset."""
        for _, press in reversed(self._loose):
            if not press.silent:
                return press
        if self._loose_answered is not None:
            return self._loose_answered
        try:
            found = await self._disk(Spool.shown)
        except SpoolDown:
            return None
        if found is None or found.press_id not in self._untold:
            return found
        state = self._untold[found.press_id]
        return None if state is State.RESET else replace(found, state=state)

    async def is_waiting(self, press: Press) -> bool:
        """Whether this press has no answer yet, as far as can be told now."""
        if not press.on_disk:
            return any(held.press_id == press.press_id for _, held in self._loose)
        if press.press_id in self._untold:
            return False
        try:
            found = await self._disk(lambda spool: spool.find(press.press_id))
        except SpoolDown:
            return True
        return found is not None and found.state is State.WAITING

    async def count_waiting(self) -> int:
        """How many presses have no answer yet."""
        on_disk = 0
        with suppress(SpoolDown):
            on_disk = await self._disk(Spool.count_waiting)
        return max(on_disk - len(self._untold), 0) + len(self._loose)

    async def tend(self) -> None:
        """What is due now and then: see what others wrote, and bring to disk what is not there."""
        with suppress(SpoolDown):
            await self._put_loose()
            for press_id, state in list(self._untold.items()):
                await self._mark(press_id, state)
                self._untold.pop(press_id, None)
            if await self._disk(Spool.has_changed):
                last_id = await self._disk(Spool.last_press_id)
                self._last_id = max(last_id or "", self._last_id or "") or None
                self._came()

    def _hold(self, touch: Touch, press_id: str) -> Press:
        for known, press in self._loose:
            if touch.touch_id is not None and known.touch_id == touch.touch_id:
                return press
        if len(self._loose) >= LOOSE_MAX:
            raise TooMany
        press = press_of(touch, seq=0, press_id=press_id, on_disk=False)
        self._loose.append((touch, press))
        return press

    async def _put_loose(self) -> None:
        while self._loose:
            touch, press = self._loose[0]
            await self._put(touch, press.press_id)
            if self._loose and self._loose[0][1] is press:
                self._loose.popleft()
            self._changed()

    async def _put(self, touch: Touch, press_id: str) -> Press:
        return await self._disk(lambda spool: spool.put(touch, press_id))

    async def _mark(self, press_id: str, state: State) -> None:
        await self._disk(lambda spool: spool.settle(press_id, state))

    async def _disk(self, use: Callable[[Spool], T]) -> T:
        """Use the spool on its thread. Raises SpoolDown, also where it takes longer than DISK_S."""
        try:
            async with asyncio.timeout(DISK_S):
                result = await self._worker.do(lambda: use(self._opened()))
        except (TimeoutError, SpoolDown) as error:
            # To say no is to answer. And a restart would lose what is in memory alone, so until
            # that is through, a disk that hangs is no reason for one.
            if self._loose or isinstance(error, SpoolDown):
                self._part.moved()
            reason = str(error) or "too slow"
            if not self._down:
                self._log.say("spool.down", reason=reason)
            self._down = True
            self._vitals.fault("spool", reason, Code.SPOOL)
            raise SpoolDown from error
        self._part.moved()
        if self._down:
            self._log.say("spool.up")
        self._down = False
        self._vitals.well("spool")
        return result

    def _opened(self) -> Spool:
        if self._spool is None:
            self._spool = Spool(self._folder, self._mended)
        return self._spool

    def _mended(self, mended: Mended) -> None:
        self._log.say(
            "spool.mended",
            aside=mended.aside.name,
            recovered=mended.recovered,
            unreadable=mended.unreadable,
        )
