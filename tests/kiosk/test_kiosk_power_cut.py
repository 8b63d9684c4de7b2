"""Killed without a word at the worst moments: no press is lost and none is doubled."""

import asyncio
import random
import signal
import sys
from pathlib import Path

import pytest

from kiosk_client.agent.settings import Folder
from kiosk_client.agent.spool import Spool
from tests.kiosk import faults
from tests.kiosk.box import DEADLINE_S, ROOT, enrolled, line_with, process, until
from tests.kiosk.desk import Desk, Fault

WORST: list[tuple[str, Fault]] = [
    ("before it is taken", faults.silent),
    ("after it is taken, before the answer", faults.takes_and_is_silent),
]


def waiting(folder: Folder) -> list[str]:
    """The presses without an answer, in order, as the disk has them."""
    spool = Spool(folder, lambda mended: None)
    found: list[str] = []
    while (press := spool.waiting(found)) is not None:
        found.append(press.press_id)
    spool.close()
    return found


@pytest.mark.parametrize(("moment", "fault"), WORST, ids=[moment for moment, _ in WORST])
async def test_a_press_survives_being_killed_again_and_again(
    tmp_path: Path, moment: str, fault: Fault
) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault, desk.fault_path = fault, "/v1/alarms"
        for life in range(4):
            async with process("run", "--key", "stdin", "--folder", str(folder.path)) as box:
                if life == 0:
                    assert box.stdin is not None
                    box.stdin.write(b"fire\n")
                await until(desk.got_more_than(life))
                box.kill()
                await box.wait()
            assert len(waiting(folder)) == 1
        desk.fault = None
        async with process("run", "--key", "stdin", "--folder", str(folder.path)) as box:
            await line_with(box.stdout, "Received")
        assert len({asked.facts["press_id"] for asked in desk.posts()}) == 1
        assert len(desk.alarms) == 1
        assert waiting(folder) == []


@pytest.mark.parametrize("seed", range(8))
async def test_no_press_is_lost_or_doubled_when_killed_at_random(tmp_path: Path, seed: int) -> None:
    """Presses pour in, answers fail, and the process dies after a random piece of work."""
    dice = random.Random(seed)
    spooled: set[str] = set()
    lines = 0
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        for _ in range(4):
            desk.faults.clear()
            for _ in range(dice.randrange(3)):
                fault = dice.choice([faults.takes_and_cuts, faults.cuts, faults.status(503)])
                desk.faults.append(("/v1/alarms", fault))
            async with process("run", "--key", "stdin", "--folder", str(folder.path)) as box:
                assert box.stdin is not None
                count = dice.randrange(1, 5)
                box.stdin.write(b"emergency\n" * count)
                lines += count
                wanted = len(desk.posts()) + dice.randrange(1, count + 1)
                await until(desk.got_more_than(wanted - 1))
                box.kill()
                await box.wait()
            spooled.update(waiting(folder))
            spooled.update(desk.press_ids)
        async with process("run", "--key", "stdin", "--folder", str(folder.path)):
            await until(lambda: spooled <= set(desk.press_ids))
    assert spooled
    assert len(desk.press_ids) <= lines, "no press is made that nobody pressed"
    assert len({alarm.alarm_id for alarm in desk.alarms.values()}) == len(desk.press_ids)
    assert desk.press_ids == sorted(desk.press_ids), "in the order of pressing"


DIES_WHEN_CALLING = """
import asyncio, os, signal, sys
from pathlib import Path
from kiosk_client.agent.button import StdinKey
from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.run import Agent
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.state import Light
from kiosk_client.agent.vitals import Vitals

class Fuse:
    def show(self, scene):
        if scene.light is Light.CALLING:
            os.kill(os.getpid(), signal.SIGKILL)

clock = SystemClock()
vitals = Vitals(clock, Log())
folder = Folder(Path(sys.argv[1]))
notes = Notes(folder, clock)
agent = Agent(folder, clock, Log(), [StdinKey(clock)], [Fuse()], vitals, notes)
asyncio.run(agent.run())
"""


async def test_calling_is_never_shown_before_the_press_is_on_disk(tmp_path: Path) -> None:
    """The process dies inside the very call that shows "calling": the press is in the spool."""
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault, desk.fault_path = faults.silent, "/v1/alarms"
        for life in range(1, 6):
            child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                DIES_WHEN_CALLING,
                str(folder.path),
                stdin=asyncio.subprocess.PIPE,
                cwd=ROOT,
            )
            assert child.stdin is not None
            # Later lives find the earlier presses waiting, and die of those.
            child.stdin.write(b"fire\n" if life == 1 else b"")
            async with asyncio.timeout(DEADLINE_S):
                assert await child.wait() == -signal.SIGKILL
            assert len(waiting(folder)) == 1
