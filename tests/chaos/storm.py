"""Faults by a seed while presses come in, the calm after them, and the checker's word."""

import asyncio
import contextlib
import json
import random
import sys
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from tests.chaos.away import AWAY
from tests.chaos.faults import FAULTS
from tests.chaos.ground import Ground
from tests.chaos.journal import Journal, read

_STILL_MOST_S = 180.0
_CALM_LOOKS = 4
_OVERLAP_SHARE = 0.25
_NO_OWNER_GETS_IN = ("no connections left", "full disk")


@dataclass(frozen=True)
class Weather:
    """How much a run asks for. Ends when both are reached: so many presses, each fault once.

    Or when its time is over.
    """

    seed: int
    presses: int
    minutes_most: float
    each_s: float = 0.4
    fault_s: tuple[float, float] = (1.0, 4.0)
    pause_s: tuple[float, float] = (1.0, 4.0)
    only: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What became of it."""

    violations: list[str]
    figures: dict[str, Any]
    faults: Counter[str] = field(default_factory=Counter)
    left_out: tuple[str, ...] = ()
    took_s: float = 0.0


async def rage(folder: Path, weather: Weather) -> Outcome:
    """One run in a folder of its own."""
    began, journal = time.monotonic(), Journal(folder / "faults")
    ground = Ground(folder, weather.seed, weather.each_s, journal)
    try:
        await ground.start()
        left_out = () if ground.disk else ("full disk",)
        faults = await _storm(ground, weather, left_out)
        (folder / "over").touch()
        calm, ended = await _calm(ground), ground.ended()
        await ground.stop_programs()
        found, figures = await _check(ground)
    finally:
        await ground.stop()
    found += [f"{name} ended by itself" for name in ended]
    found += [] if calm else ["what was pressed is not done after the storm"]
    figures["repeated_by_the_line"] = ground.lines["service"].repeated
    return Outcome(found, figures, faults, left_out, time.monotonic() - began)


async def _storm(ground: Ground, weather: Weather, left_out: tuple[str, ...]) -> Counter[str]:
    """One fault after the other; now and then one begins before the last is healed."""
    rng = random.Random(weather.seed)
    names = [n for n in weather.only or FAULTS if n not in left_out]
    weights = [FAULTS[name][0] for name in names]
    # Each once in an order of the seed's own, then by chance.
    ahead, done = rng.sample(names, len(names)), Counter[str]()
    deadline = time.monotonic() + 60 * weather.minutes_most
    while time.monotonic() < deadline:
        if not ahead and told_count(ground.folder) >= weather.presses:
            break
        name = ahead.pop() if ahead else rng.choices(names, weights)[0]
        async with AsyncExitStack() as stack:
            await _begin(ground, stack, name, rng)
            done[name] += 1
            await asyncio.sleep(rng.uniform(*weather.fault_s))
            other = rng.choices(names, weights)[0]
            # Two of one sort would heal each other, and a start needs a database that serves.
            apart = other.split()[-1] not in (name.split()[-1], "all")
            # The harness itself has to be able to make it read-only.
            apart &= not (other == "read-only database" and name in _NO_OWNER_GETS_IN)
            if rng.random() < _OVERLAP_SHARE and apart:
                await _begin(ground, stack, other, rng)
                done[other] += 1
                await asyncio.sleep(rng.uniform(*weather.fault_s))
        ground.journal.write("healed")
        await asyncio.sleep(rng.uniform(*weather.pause_s))
    return done


async def _begin(ground: Ground, stack: AsyncExitStack, name: str, rng: random.Random) -> None:
    ground.journal.write("fault", name=name)
    await stack.enter_async_context(FAULTS[name][1](ground, rng))


def told_count(folder: Path) -> int:
    """How many presses were answered so far."""
    count = 0
    for path in folder.glob("box*.log"):
        count += path.read_bytes().count(b'"press.sent"')
    for path in folder.glob("plain*.presses"):
        count += path.read_bytes().count(b'"told"')
    return count


async def _calm(ground: Ground) -> bool:
    """Wait until every box has its answers and nothing that is due waits; whether it came to it."""
    told, moved, quiet = told_count(ground.folder), time.monotonic(), 0
    while time.monotonic() < moved + _STILL_MOST_S and quiet < _CALM_LOOKS:
        before, told = told, told_count(ground.folder)
        # A slow machine has more to catch up with: as long as answers come it is given its time.
        moved = time.monotonic() if told > before else moved
        quiet = quiet + 1 if _all_answered(ground.folder) and await _all_done(ground) else 0
        await asyncio.sleep(0.5)
    return quiet >= _CALM_LOOKS


def _all_answered(folder: Path) -> bool:
    for path in folder.glob("plain*.presses"):
        lines = read(path)
        told = {line["press_id"] for line in lines if line["what"] == "told"}
        if any(line["press_id"] not in told for line in lines if line["what"] == "meant"):
            return False
    return True


async def _all_done(ground: Ground) -> bool:
    with contextlib.suppress(*AWAY):
        connection = await asyncpg.connect(ground.database, timeout=2)
        try:
            notes = {row["note"] for row in await connection.fetch("SELECT note FROM alarm")}
            due = await connection.fetchval(
                "SELECT count(*) FROM job WHERE state = 'running'"
                " OR (state = 'waiting' AND due_at < clock_timestamp() - interval '1 second')"
            )
        finally:
            connection.terminate()
        kept = {
            line["note"]
            for path in ground.folder.glob("box*.touches")
            for line in read(path)
            if line["what"] == "kept"
        }
        return bool(due == 0 and kept <= notes)
    return False


async def _check(ground: Ground) -> tuple[list[str], dict[str, Any]]:
    """The checker in a process of its own, and the register by the service's own command."""
    code, printed = await _run(
        *(sys.executable, "-m", "tests.chaos.checker"),
        *("--folder", str(ground.folder), "--database", ground.database),
    )
    lines = printed.splitlines()
    found = [one.removeprefix("VIOLATION ") for one in lines if one.startswith("VIOLATION ")]
    figures: dict[str, Any] = {}
    try:
        figures = json.loads(lines[-1])
    except (IndexError, ValueError):
        found.append(f"the checker ended with {code} and no word")
    code, printed = await _run(
        *("env", f"DATABASE_URL={ground.database}", f"WATCHBELL_DATA={ground.settings.data}"),
        *(sys.executable, "-m", "service", "register", "verify"),
    )
    figures["register"] = printed.strip().splitlines()[:2]
    if code != 0:
        found.append(f"the register does not verify: {printed.strip()}")
    return found, figures


async def _run(*command: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    printed, _ = await asyncio.wait_for(process.communicate(), 600)
    assert process.returncode is not None, "it has ended"
    return process.returncode, printed.decode()
