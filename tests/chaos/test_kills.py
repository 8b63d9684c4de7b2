"""kill -9 of every part while presses come in loses nothing and doubles nothing."""

import random
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.bench.ground import free_port
from tests.chaos.storm import VICTIMS, Seen, System, enrol, plant_hamlet, storm, violations
from tests.support.people import Box


@pytest.fixture
def folder() -> Iterator[Path]:
    """Under /tmp, where the database's own user can reach it."""
    with tempfile.TemporaryDirectory(prefix="watchbell-chaos-") as name:
        Path(name).chmod(0o711)
        yield Path(name) / "data"


@pytest.fixture
async def system(folder: Path) -> AsyncIterator[System]:
    """The whole system as an operator starts it."""
    running = System(folder, free_port())
    await running.start()
    try:
        await plant_hamlet(running)
        yield running
    finally:
        await running.stop()


@pytest.fixture
async def boxes(system: System) -> AsyncIterator[list[Box]]:
    """A box at each key."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield await enrol(system, session)


async def test_killing_each_part_during_presses_loses_and_doubles_nothing(
    system: System, boxes: list[Box]
) -> None:
    seen = Seen()
    kills = list(VICTIMS)
    await storm(system, boxes, seen, kills=kills, least=240, rng=random.Random(1))
    assert seen.killed == kills
    assert await violations(system, seen) == []
    assert seen.accepted, "no officer ever accepted"


async def test_everything_killed_at_once_starts_again_and_has_lost_nothing(
    system: System, boxes: list[Box]
) -> None:
    seen = Seen()
    await storm(system, boxes, seen, kills=[], least=30, rng=random.Random(2))
    await system.kill_all()
    await system.start()
    await storm(system, boxes, seen, kills=[], least=30, rng=random.Random(3))
    assert await violations(system, seen) == []


async def test_the_checker_sees_a_lost_press_and_another_alarm(
    system: System, boxes: list[Box]
) -> None:
    seen = Seen()
    await storm(system, boxes, seen, kills=[], least=10, rng=random.Random(4))
    press, told = next(iter(seen.told.items()))
    seen.told[press] = told | {"alarm_id": "another"}
    seen.told["never-kept"] = told
    found = await violations(system, seen)
    assert sorted(violation.split(":")[0] for violation in found) == [
        "lost",
        "told another alarm",
    ]
