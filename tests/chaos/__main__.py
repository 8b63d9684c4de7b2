"""`./dev chaos --presses N --seed S`: presses while parts are killed; 1 when anything is amiss."""

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

import aiohttp

from tests.bench.ground import free_port
from tests.chaos.storm import VICTIMS, Seen, System, enrol, plant_hamlet, storm, violations

_PRESSES_A_KILL = 40


async def _run(folder: Path, presses: int, seed: int) -> int:
    rng = random.Random(seed)
    kills = [rng.choice(VICTIMS) for _ in range(max(1, presses // _PRESSES_A_KILL))]
    system, seen = System(folder, free_port()), Seen()
    await system.start()
    try:
        await plant_hamlet(system)
        timeout = aiohttp.ClientTimeout(total=5)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            boxes = await enrol(system, session)
            await storm(system, boxes, seen, kills=kills, least=presses, rng=rng)
        found = await violations(system, seen)
    finally:
        await system.stop()
    print(
        f"seed {seed}: {len(seen.told)} presses answered in {seen.tries} tries,"
        f" {len(seen.rung)} incidents rang, {len(seen.accepted)} tasks accepted,"
        f" killed: {', '.join(f'{v} x{seen.killed.count(v)}' for v in VICTIMS)}"
    )
    for violation in found:
        print(f"VIOLATION {violation}")
    print(f"{len(found)} violations")
    return 1 if found else 0


def main() -> int:
    """Read what is asked, run."""
    parser = argparse.ArgumentParser(prog="./dev chaos", description=__doc__)
    parser.add_argument("--presses", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="watchbell-chaos-") as name:
        Path(name).chmod(0o711)
        return asyncio.run(_run(Path(name) / "data", asked.presses, asked.seed))


if __name__ == "__main__":
    sys.exit(main())
