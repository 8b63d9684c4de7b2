"""A real box: the agent of `kiosk_client` with a finger on its key and a clock that jumps.

`python -m tests.chaos.box --folder DIR --name box1 --seed S`. The folder of the run says by the
files `over` and `clock` when the finger rests and how far off the box's clock is. Each touch bears
a note of its own, by which it is found again in the database.
"""

import argparse
import asyncio
import random
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk_client.agent.clock import SystemClock, rfc3339
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.run import Agent
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.touch import Touch
from kiosk_client.agent.vitals import Vitals
from tests.chaos.journal import Journal, read, word


class JumpingClock(SystemClock):
    """The machine's clock, as far off as the run says."""

    def __init__(self, off: Path) -> None:
        self._off = off

    def wall(self) -> datetime:
        """What this box believes."""
        return datetime.now(UTC) + timedelta(seconds=float(word(self._off, "0")))


class Finger:
    """Touches at random; one that was not said to be kept is told again after a start."""

    def __init__(self, run: Path, name: str, clock: JumpingClock, seed: str, each_s: float) -> None:
        self._over, self._clock, self._name = run / "over", clock, name
        self._rng, self._each_s = random.Random(seed), each_s
        before = read(run / f"{name}.touches")
        self._journal = Journal(run / f"{name}.touches")
        touched = [line["n"] for line in before if line["what"] == "touched"]
        kept = {line["n"] for line in before if line["what"] == "kept"}
        self._again = sorted(set(touched) - kept)
        self._next = max(touched, default=0) + 1

    async def touches(self) -> AsyncIterator[Touch]:
        """What the agent hears."""
        for n in self._again:
            yield self._touch(n)
        while True:
            await asyncio.sleep(self._rng.expovariate(1 / self._each_s))
            if self._over.exists():
                continue
            self._journal.write("touched", n=self._next)
            yield self._touch(self._next)
            self._next += 1

    def _touch(self, n: int) -> Touch:
        note = f"{self._name}-{n}"

        def kept(on_disk: bool) -> None:
            self._journal.write("kept", n=n, note=note, on_disk=on_disk)

        at = rfc3339(self._clock.wall())
        return Touch("emergency", at, note=note, touch_id=note, kept=kept)


async def _run(asked: argparse.Namespace) -> None:
    clock = JumpingClock(asked.folder / "clock")
    folder = Folder(asked.folder / asked.name)
    finger = Finger(asked.folder, asked.name, clock, asked.seed, asked.each_s)
    with (asked.folder / f"{asked.name}.log").open("a", encoding="utf-8") as stream, folder.alone():
        log = Log(stream)
        agent = Agent(folder, clock, log, [finger], [], Vitals(clock, log), Notes(folder, clock))
        await agent.run()


def main() -> int:
    """Run until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--each-s", type=float, default=0.5)
    asyncio.run(_run(parser.parse_args()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
