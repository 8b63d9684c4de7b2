"""What it costs that PostgreSQL checks who asks: presses and a desk's queue with it and without.

Without: the same service on a database whose row-level security is off, told nothing with BEGIN.
"""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from service.incident import store
from service.platform import asks
from service.platform.asks import Errand, system
from service.platform.db import Database, connect
from service.platform.sql import Statements
from tests.bench.county import COUNTY, ROOT, plant_sites, save_keys
from tests.bench.ground import Ground, cpu_s, free_port, ground, load, twin_database
from tests.bench.report import Measure, at_least, at_most, middle, only, percentile

NOTE = (
    "rates in presses/s, times in ms; 16 at once, one service process, carriers not running;"
    " with and without row-level security alternate. CPU: of the service and of PostgreSQL together"
)
_CONCURRENCY = 16
_QUEUE = Statements(store.__file__)["open_within"]
_OPEN, _ELSEWHERE, _ENDED = 200, 2_000, 20_000


async def run(*, quick: bool = False) -> list[Measure]:
    """Alternate with and without; medians over the rounds."""
    rounds, count = (2, 300) if quick else (9, 1500)
    with tempfile.TemporaryDirectory() as folder:
        async with ground(database_pool=_CONCURRENCY) as standing:
            bare = await _without(standing)
            path = Path(folder) / "keys.json"
            for one in (standing, bare):
                found = await plant_sites(one.settings.database_url, count * (rounds + 1))
            save_keys(path, found)
            try:
                return [
                    *await _presses(standing, bare, path, rounds, count),
                    *await _queue(standing, 40 if quick else 400),
                ]
            finally:
                bare.stop()


async def _without(standing: Ground) -> Ground:
    url = await twin_database(standing, "bare")
    connection = await connect(url)
    try:
        for row in await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = $1", "public"
        ):
            await connection.execute(f"ALTER TABLE {row['tablename']} DISABLE ROW LEVEL SECURITY")
    finally:
        await connection.close()
    settings = msgspec.structs.replace(standing.settings, database_url=url, port=free_port())
    return Ground(settings, standing.server_url, standing.postgres_pid)


async def _presses(
    standing: Ground, bare: Ground, path: Path, rounds: int, count: int
) -> list[Measure]:
    pids = {
        id(standing): standing.start("service", "serve").pid,
        id(bare): bare.start("tests.bench.untold", "serve").pid,
    }
    for one in (standing, bare):
        await one.ready(carriers=False)
        await _send(one, path, 0, count)  # Warm, and not counted.
    ours: list[dict[str, Any]] = []
    without: list[dict[str, Any]] = []
    for n in range(1, rounds + 1):
        pair = [(standing, ours), (bare, without)]
        for one, seen in pair if n % 2 else reversed(pair):
            programs = (standing.postgres_pid, pids[id(one)])
            before_s = cpu_s(*programs)
            sent = await _send(one, path, n * count, count)
            seen.append(sent | {"used_s": cpu_s(*programs) - before_s})
    wrong = sum(len(s["wrong"]) for s in (*ours, *without))
    assert wrong == 0, f"{wrong} presses were not answered 201"

    def both(of: Callable[[dict[str, Any]], float]) -> tuple[float, float]:
        return middle([of(one) for one in ours]), middle([of(one) for one in without])

    def late(share: float) -> tuple[float, float]:
        return both(lambda one: 1000 * percentile(one["took"], share))

    rates = both(lambda one: len(one["took"]) / one["seconds"])
    used = both(lambda one: 1000 * one["used_s"] / len(one["took"]))
    return [
        at_least("press rate", *rates, 0.85),
        only("press p50", *late(0.5)),
        only("press p95", *late(0.95)),
        at_most("press p99", *late(0.99), 1.25),
        only("CPU for each press, ms", *used),
    ]


async def _send(standing: Ground, path: Path, start: int, count: int) -> dict[str, Any]:
    printed = await load(
        "tests.bench.load_press",
        *("--url", standing.base, "--keys", str(path), "--start", str(start)),
        *("--count", str(count), "--concurrency", str(_CONCURRENCY)),
    )
    return dict(json.loads(printed))


async def _queue(standing: Ground, times: int) -> list[Measure]:
    """The open incidents of a county of which a desk reads them every few seconds."""
    url = standing.settings.database_url
    await _plant_incidents(url)
    db = await Database.open(url, size=2)
    took: dict[str, list[float]] = {"desk": [], "bare": []}
    try:
        for _ in range(times):
            asks.person([COUNTY, asks.up(COUNTY), asks.up(ROOT)])
            took["desk"].append(await _read(db))
            with system(Errand.COMMAND_LINE):
                took["bare"].append(await _read(db))
    finally:
        await db.close()
    return [
        at_most("queue of 200, p50", middle(took["desk"]), middle(took["bare"]), 2.0),
        *(
            only(
                f"queue of 200, p{100 * share:g}",
                percentile(took["desk"], share),
                percentile(took["bare"], share),
            )
            for share in (0.95, 0.99)
        ),
    ]


async def _read(db: Database) -> float:
    began = time.perf_counter()
    async with db.reading() as connection:
        rows = await connection.fetch(_QUEUE, [COUNTY], _OPEN)
    assert len(rows) == _OPEN
    return 1000 * (time.perf_counter() - began)


async def _plant_incidents(url: str) -> None:
    connection = await connect(url)
    try:
        await connection.execute("DELETE FROM alarm; UPDATE incident SET state = 'closed'")
        for count, state, area in (
            (_OPEN, "active", COUNTY),
            (_ELSEWHERE, "active", "379999"),
            (_ENDED, "closed", COUNTY),
        ):
            await connection.execute(
                "INSERT INTO incident (incident_id, source, kind, technical, silent, test,"
                " drill_units, priority, state, area_code, scope, title, lat, lon, plan, points,"
                " note, alarms, latched, opened_at, changed_at)"
                " SELECT gen_random_uuid(), '110', 'medical', false, false, false, '{}', 2, $2, $3,"
                " ARRAY[$3, $4], 'bench', 35, 116, '{}', '[]', '', 0, 0, $5, $5"
                " FROM generate_series(1, $1::int)",
                *(count, state, area, ROOT),
                (await connection.fetchval("SELECT max(opened_at) FROM incident")),
            )
        await connection.execute("ANALYZE incident")
    finally:
        await connection.close()
