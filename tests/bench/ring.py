"""From the press to the ringing phone, beside the floor of bare asyncpg at the same rate."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.county import (
    plant_officers,
    plant_sites,
    put_on_duty,
    save_keys,
    spots,
)
from tests.bench.ground import Ground, cpu_s, ground, load, twin_database
from tests.bench.press import sample_of_a_press
from tests.bench.report import Measure, at_most, below, middle, only, percentile

NOTE = (
    "the whole system on one machine; press due -> offer read by a live phone, ms; the floor is"
    " the same rows by bare asyncpg at the same rate; 8.3/s is a province's test morning"
)
RATE = 8.3
BURST = 500


async def run(*, quick: bool = False) -> list[Measure]:
    """Paced presses and the floor in alternation, then a burst."""
    rounds, count, burst = (1, 25, 50) if quick else (4, 100, BURST)
    officers = rounds * count + burst + 100
    paced: list[list[float]] = []
    answered: list[float] = []
    floors: list[list[float]] = []
    with tempfile.TemporaryDirectory() as folder:
        async with ground(database_pool=16) as standing:
            url = standing.settings.database_url
            found = await plant_sites(url, rounds * count + burst + 30)
            await plant_officers(url, officers)
            await put_on_duty(url, spots(officers, seed=2))
            twin = await twin_database(standing, "floor")
            await plant_sites(twin, 1)
            keys = Path(folder) / "keys.json"
            save_keys(keys, found)
            standing.start("service", "serve")
            await standing.ready(carriers=False)
            await press(standing, keys, 0, 1, 0)
            sample = Path(folder) / "sample.json"
            sample.write_bytes(await sample_of_a_press(url))
            standing.start("jobs", "critical")
            standing.start("jobs", "others")
            await standing.ready(carriers=True)
            phones = await listen(standing, officers)
            await press(standing, keys, 1, 25, RATE)  # Warm, and not counted.
            await _floor(twin, sample, 25)
            seen = []
            used_s = 0.0
            whole = [standing.postgres_pid, *(program.pid for program in standing.programs)]
            for n in range(rounds):
                before_s = cpu_s(*whole)
                seen.append(await press(standing, keys, 26 + n * count, count, RATE))
                used_s += cpu_s(*whole) - before_s
                floors.append(await _floor(twin, sample, count))
            burst_seen = await press(standing, keys, 26 + rounds * count, burst, 0)
            await asyncio.sleep(6)
            heard = await heard_by(phones)
    for one in seen:
        paced.append(late(one, heard))
        answered += [1000 * took for _, _, took in one["presses"]]
    used_ms = 1000 * used_s / (rounds * count)
    return [
        *_measures(paced, answered, floors, late(burst_seen, heard), burst),
        only("CPU of the whole system for each press at that rate, ms", used_ms),
    ]


def late(seen: dict[str, Any], heard: dict[str, float]) -> list[float]:
    """Milliseconds from each press to its first ring. None may be missing."""
    assert not seen["wrong"], f"presses were refused: {seen['wrong'][:5]}"
    lost = [incident for incident, _, _ in seen["presses"] if incident not in heard]
    assert not lost, f"{len(lost)} presses rang no phone"
    return [1000 * (heard[incident] - due) for incident, due, _ in seen["presses"]]


def _measures(
    paced: list[list[float]],
    answered: list[float],
    floors: list[list[float]],
    burst: list[float],
    burst_count: int,
) -> list[Measure]:
    ours = [late for one in paced for late in one]
    floor = [late for one in floors for late in one]
    return [
        at_most("p50", middle(ours), middle(floor), 10),
        only("p95", percentile(ours, 0.95), percentile(floor, 0.95)),
        at_most("p99", percentile(ours, 0.99), percentile(floor, 0.99), 20),
        only("press answered p50", middle(answered), middle(floor)),
        only("press answered p95", percentile(answered, 0.95), percentile(floor, 0.95)),
        only("press answered p99", percentile(answered, 0.99), percentile(floor, 0.99)),
        below(f"burst of {burst_count}: last phone rings", max(burst), 5000),
        only(f"burst of {burst_count}: middle phone rings", middle(burst)),
        only(f"burst of {burst_count}: presses lost", burst_count - len(burst)),
    ]


async def listen(standing: Ground, count: int) -> asyncio.subprocess.Process:
    """So many phones, each with its stream, which hear and answer."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.load_phones"),
        *("--url", standing.base, "--count", str(count)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=64 * 1024 * 1024,
    )
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"listening"
    return process


async def heard_by(phones: asyncio.subprocess.Process) -> dict[str, float]:
    """When each incident rang for the first time."""
    printed, _ = await phones.communicate(b"")
    first: dict[str, float] = {}
    for incident, at in json.loads(printed)["heard"]:
        first[incident] = min(at, first.get(incident, at))
    return first


async def press(standing: Ground, keys: Path, start: int, count: int, rate: float) -> Any:
    """So many keys are pressed at a rate; what was seen."""
    return json.loads(
        await load(
            "tests.bench.load_press",
            *("--url", standing.base, "--keys", str(keys), "--start", str(start)),
            *("--count", str(count), "--rate", str(rate)),
        )
    )


async def _floor(url: str, sample: Path, count: int) -> list[float]:
    printed = await load(
        "tests.bench.load_floor",
        *("--url", url, "--sample", str(sample), "--count", str(count), "--rate", str(RATE)),
    )
    return [1000 * took for took in json.loads(printed)["took"]]
