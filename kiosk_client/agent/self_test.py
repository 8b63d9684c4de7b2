"""The test of the box by itself: each night, and whenever somebody at the box asks for it.

Quiet; told in `status`, in the corner, on the lamps, and to the centre with the sign of life.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any

from kiosk_client.agent.centre import Centre
from kiosk_client.agent.clock import Clock
from kiosk_client.agent.identity import IdentityFile
from kiosk_client.agent.life import sign_of_life
from kiosk_client.agent.link import Link
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import CLOCK_OFF_S_MAX, Notes, beat_of
from kiosk_client.agent.power import Power, read_power
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.signals import Signal
from kiosk_client.agent.status import read_spool
from kiosk_client.agent.vitals import Code, Vitals
from kiosk_client.agent.worker import Worker

DISK_FREE_MB_MIN = 50  # The spool of a thousand presses needs two; the rest is for what else runs.
BATTERY_PCT_MIN = 30
CHECK_S = 10.0  # A check that needs longer has failed.
LOOK_S = 60.0
AGAIN_S = 3600.0  # What failed may pass by itself: a line, a battery after a power cut.

FAULT = "self-test"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried; said is a figure, a name or a reason, never a sentence."""

    code: Code
    good: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """What is tried, and how; it may find more than it is named for."""

    code: Code
    look: Callable[[], Awaitable[Sequence[Check]]]


def is_due(local: datetime, at: time, last_at: datetime | None) -> bool:
    """Whether today's test is to be done now. All times are the box's local ones.

    A clock that was set back by days does not stop the tests: a last one in the future is none.
    """
    due_at = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return due_at <= local and (last_at is None or not due_at <= last_at <= local)


def is_due_again(local: datetime, told: dict[str, Any] | None, last_at: datetime | None) -> bool:
    """Whether a test that failed is to be done again: an hour after it."""
    if told is None or last_at is None or told.get("good") is not False:
        return False
    return last_at + timedelta(seconds=AGAIN_S) <= local


def check_disk(folder: Folder) -> list[Check]:
    """Write, flush and take away a file; see how much room there is."""
    path = folder.path / "self-test"
    try:
        folder.write(path, "x")
        path.unlink()
        disk = os.statvfs(folder.path)
    except OSError as error:
        return [Check(Code.DISK, good=False, said=error.strerror or "")]
    free_mb = disk.f_bavail * disk.f_frsize // 1_000_000
    has_names = disk.f_files == 0 or disk.f_favail > 0  # Some file systems do not count them.
    room = Check(Code.ROOM, free_mb >= DISK_FREE_MB_MIN and has_names, f"{free_mb} MB")
    return [Check(Code.DISK, good=True), room]


def check_spool(spool: dict[str, Any]) -> list[Check]:
    """The presses on disk, as `status` has them: they can be read, and none was damaged."""
    said = str(spool.get("failure", "")) or ", ".join(spool["damaged"])
    return [Check(Code.SPOOL, good=spool["waiting"] is not None and not said, said=said)]


def check_power(power: Power) -> list[Check]:
    """The battery, where the box can tell of one."""
    left_pct = power.get("battery_pct")
    if not isinstance(left_pct, int):
        return []
    return [Check(Code.BATTERY, left_pct >= BATTERY_PCT_MIN, f"{left_pct} %")]


def check_line(heartbeat: dict[str, Any]) -> list[Check]:
    """The line with this box's key, and the clock, by a sign of life as the notes have it."""
    line = Check(Code.LINE, heartbeat["outcome"] == "done", str(heartbeat.get("reason", "")))
    off_s = heartbeat.get("clock_off_s")
    if not isinstance(off_s, float | int):
        return [line]
    return [line, Check(Code.CLOCK, abs(off_s) <= CLOCK_OFF_S_MAX, f"{off_s} s")]


class SelfTest:
    """Runs every check once a day, soon after a settable time, and whenever it is asked to."""

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
        self._testing = asyncio.Lock()

    async def run(self) -> None:
        while True:
            await self._clock.wait(asyncio.Event(), LOOK_S)
            local, last_at = self._clock.wall().astimezone(), self._notes.self_tested_at
            again = is_due_again(local, self._notes.self_tested, last_at)
            if again or is_due(local, self._at, last_at):
                await self.test()

    @property
    def told(self) -> dict[str, Any] | None:
        """How the last one ended, as it is kept."""
        return self._notes.self_tested

    async def test(self) -> list[Check]:
        """Try everything now; keep and tell what was found."""
        async with self._testing:
            checks = await try_all(self._tries)
            failed = " ".join(sorted({check.code for check in checks if not check.good}))
            self._notes.self_test([asdict(check) for check in checks])
            # The centre hears of it by the result itself, not by this fault.
            if failed:
                self._vitals.fault(FAULT, failed, None)
            else:
                self._vitals.well(FAULT)
            self._log.say("self_test", good=not failed, failed=failed)
            return checks


async def try_all(tries: Sequence[Try]) -> list[Check]:
    """One after another, each with an end."""
    checks: list[Check] = []
    for attempt in tries:
        try:
            async with asyncio.timeout(CHECK_S):
                checks += await attempt.look()
        except TimeoutError:
            checks.append(Check(attempt.code, good=False, said=f"> {CHECK_S:g} s"))
    return checks


def tries_beside(folder: Folder, clock: Clock, log: Log) -> list[Try]:
    """What can be tried beside an agent, or without one: all but what is wired to it."""
    worker = Worker("self-test")
    centre, started_at = Centre(IdentityFile(folder), Link(log), clock), clock.wall()

    async def disk() -> list[Check]:
        return await worker.do(lambda: check_disk(folder))

    async def spool() -> list[Check]:
        return check_spool(await worker.do(lambda: read_spool(folder)))

    async def power() -> list[Check]:
        return check_power(await worker.do(read_power))

    async def line() -> list[Check]:
        sent_at = clock.wall()
        waiting = (await worker.do(lambda: read_spool(folder)))["waiting"]
        verdict, _ = await centre.beat(sign_of_life(sent_at, started_at, waiting or 0))
        return check_line(beat_of(sent_at, verdict))

    return [
        Try(Code.DISK, disk),
        Try(Code.SPOOL, spool),
        Try(Code.BATTERY, power),
        Try(Code.LINE, line),
    ]


def try_wiring(signals: Sequence[Signal], vitals: Vitals) -> Try:
    """Keys and outputs: every output is tried, then what is wrong with any piece is found."""

    async def wiring() -> list[Check]:
        for signal in signals:
            await signal.test()
        wrong = [Check(code, good=False, said=said) for code, said in vitals.found()]
        return wrong or [Check(Code.WIRING, good=True)]

    return Try(Code.WIRING, wiring)
