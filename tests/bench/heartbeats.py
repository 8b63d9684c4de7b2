"""What a province's boxes cost that say every half minute that they live, beside a bare door."""

import tempfile
from pathlib import Path

from tests.bench.county import plant_sites, save_keys
from tests.bench.ground import ground, twin_database
from tests.bench.report import Measure
from tests.bench.steady import BEATS_A_S, Load, bare, compared, measures

NOTE = (
    "2,000 signed heartbeats/s over loopback HTTP, open loop, one service process; beside a bare"
    " uvicorn that checks the same signatures and writes the same rows in batches; ours and the"
    " floor alternate"
)


async def run(*, quick: bool = False) -> list[Measure]:
    """Alternate ours and the floor; medians over the rounds."""
    rounds, seconds, boxes = (1, 4.0, 1_000) if quick else (4, 10.0, 20_000)
    rate = BEATS_A_S / 10 if quick else BEATS_A_S
    with tempfile.TemporaryDirectory() as folder:
        async with ground(database_pool=16) as standing:
            url = standing.settings.database_url
            path = Path(folder) / "keys.json"
            save_keys(path, await plant_sites(url, boxes))
            twin = await twin_database(standing, "floor")
            await plant_sites(twin, boxes)
            service = standing.start("service", "serve")
            await standing.ready(carriers=False)
            there, pid = bare(standing, twin, "heartbeats", path)
            ours = await Load.start("heartbeats", standing.base, path, rate)
            floor = await Load.start("heartbeats", there, path, rate)
            seen = await compared((ours, service.pid), (floor, pid), rounds=rounds, seconds=seconds)
            await ours.end()
            await floor.end()
    return measures("heartbeats", *seen, whole=not quick)
