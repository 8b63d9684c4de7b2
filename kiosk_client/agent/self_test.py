"""The daily test of the box by itself: quiet; told in `status`, in the corner, on the lamps."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time

from kiosk_client.agent.clock import Clock
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.power import Power, read_power
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.signals import Signal
from kiosk_client.agent.vitals import Vitals
from kiosk_client.agent.worker import Worker

CLOCK_OFF_S_MAX = 60.0
DISK_FREE_MB_MIN = 50  # The spool of a thousand presses needs two; the rest is for what else runs.
BATTERY_PCT_MIN = 30
CHECK_S = 10.0  # A check that needs longer has failed.
LOOK_S = 60.0

FAULT = "self-test"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried; said is a reason or a figure, in plain English."""

    name: str
    good: bool
    said: str = ""


Try = Callable[[], Awaitable[Sequence[Check]]]


def is_due(local: datetime, at: time, last_at: datetime | None) -> bool:
    """Whether today's test is to be done now. All times are the box's local ones.

    A clock that was set back by days does not stop the tests: a last one in the future is none.
    """
    due_at = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return due_at <= local and (last_at is None or not due_at <= last_at <= local)


def check_disk(folder: Folder) -> list[Check]:
    """Write, flush and take away a file; see how much room there is."""
    path = folder.path / "self-test"
    try:
        folder.write(path, "x")
        path.unlink()
        disk = os.statvfs(folder.path)
    except OSError as error:
        return [Check("disk", good=False, said=error.strerror or "")]
    free_mb = disk.f_bavail * disk.f_frsize // 1_000_000
    has_names = disk.f_files == 0 or disk.f_favail > 0  # Some file systems do not count them.
    room = Check("room", free_mb >= DISK_FREE_MB_MIN and has_names, f"{free_mb} MB free")
    return [Check("disk", good=True), room]


def check_power(power: Power) -> list[Check]:
    """The battery, where the box can tell of one."""
    left_pct = power.get("battery_pct")
    if not isinstance(left_pct, int):
        return []
    return [Check("battery", left_pct >= BATTERY_PCT_MIN, f"{left_pct} %")]


def check_line(heartbeat: dict[str, object] | None) -> list[Check]:
    """The line and the clock, by the last sign of life as the notes have it."""
    if heartbeat is None:
        return [Check("line", good=False, said="no sign of life yet")]
    line = Check("line", heartbeat["outcome"] == "done", str(heartbeat.get("reason", "")))
    off_s = heartbeat.get("clock_off_s")
    if not isinstance(off_s, float | int):
        return [line]
    return [line, Check("clock", abs(off_s) <= CLOCK_OFF_S_MAX, f"{off_s} s off")]


class SelfTest:
    """Runs every check once a day, soon after a settable time."""

    def __init__(
        self,
        tries: Sequence[Try],
        at: time,
        clock: Clock,
        notes: Notes,
        vitals: Vitals,
        log: Log,
    ) -> None:
        self._tries = tries
        self._at = at
        self._clock = clock
        self._notes = notes
        self._vitals = vitals
        self._log = log

    async def run(self) -> None:
        while True:
            await self._clock.wait(asyncio.Event(), LOOK_S)
            local = self._clock.wall().astimezone()
            if is_due(local, self._at, self._notes.self_tested_at):
                await self.test()

    async def test(self) -> list[Check]:
        """Try everything now; keep and tell what was found."""
        checks: list[Check] = []
        for attempt in self._tries:
            try:
                async with asyncio.timeout(CHECK_S):
                    checks += await attempt()
            except TimeoutError:
                checks.append(Check("time", good=False, said="a check did not end"))
        failed = " ".join(check.name for check in checks if not check.good)
        self._notes.self_test([asdict(check) for check in checks])
        self._vitals.fault(FAULT, failed)
        self._log.say("self_test", good=not failed, failed=failed)
        return checks


def tries_of(folder: Folder, signals: Sequence[Signal], notes: Notes, vitals: Vitals) -> list[Try]:
    """What a running box can try; keys and outputs are judged by their present faults."""
    worker = Worker("self-test")

    async def disk() -> list[Check]:
        return await worker.do(lambda: check_disk(folder))

    async def power() -> list[Check]:
        return check_power(await worker.do(read_power))

    async def line() -> list[Check]:
        return check_line(notes.heartbeat)

    async def wiring() -> list[Check]:
        for signal in signals:
            await signal.test()
        faults = {name: said for name, said in vitals.faults.items() if name != FAULT}
        hung = [Check(name, good=False, said="hangs") for name in vitals.hung()]
        wrong = [Check(name, good=False, said=said) for name, said in sorted(faults.items())]
        return [*hung, *wrong] or [Check("wiring", good=True)]

    return [disk, power, line, wiring]
