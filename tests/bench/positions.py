"""What the positions of a province's patrols cost, beside a bare door."""

import tempfile
from pathlib import Path

from tests.bench.county import plant_sites
from tests.bench.ground import Ground, ground, twin_database
from tests.bench.report import Measure
from tests.bench.steady import POSITIONS_A_S, Load, bare, compared, measures, plant_phones

NOTE = (
    "1,333 positions/s over loopback HTTP, open loop, one service process: five in a request as a"
    " phone sends them that finds its place each second, and one in a request; beside a bare"
    " uvicorn that knows the tokens and writes the same rows in batches; ours and the floor"
    " alternate"
)


async def run(*, quick: bool = False) -> list[Measure]:
    """Alternate ours and the floor; medians over the rounds."""
    phones = 1_000 if quick else 20_000
    with tempfile.TemporaryDirectory() as folder:
        async with ground(database_pool=16) as standing:
            url, path = standing.settings.database_url, Path(folder) / "tokens.json"
            twin = await twin_database(standing, "floor")
            for database in (url, twin):
                await plant_sites(database, 1)
                await plant_phones(database, standing.settings, phones, path)
            service = standing.start("service", "serve")
            await standing.ready(carriers=False)
            there, floor_pid = bare(standing, twin, "positions", path)
            found: list[Measure] = []
            for each in (5, 1):
                found += await _with(
                    standing, (service.pid, floor_pid), there, path, each=each, quick=quick
                )
            return found


async def _with(
    standing: Ground, pids: tuple[int, int], there: str, path: Path, *, each: int, quick: bool
) -> list[Measure]:
    rounds, seconds = (1, 4.0) if quick else (3, 8.0)
    rate = POSITIONS_A_S / each / (10 if quick else 1)
    ours = await Load.start("positions", standing.base, path, rate, each)
    floor = await Load.start("positions", there, path, rate, each)
    seen = await compared((ours, pids[0]), (floor, pids[1]), rounds=rounds, seconds=seconds)
    await ours.end()
    await floor.end()
    return measures(f"{each} in a request", *seen, whole=not quick)
