"""How fast presses are taken, beside bare asyncpg inserting the same rows in one commit."""

import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from service.platform.db import connect
from tests.bench.county import plant_sites, save_keys
from tests.bench.ground import Ground, ground, load, twin_database
from tests.bench.report import Measure, at_least, at_most, middle, only, percentile

NOTE = (
    "rates in presses/s, times in ms; 16 at once, one service process, carriers not running"
    " (`ring` measures the whole); ours and the floor alternate"
)
CONCURRENCY = 16


async def run(*, quick: bool = False) -> list[Measure]:
    """Alternate ours and the floor; medians over the rounds."""
    rounds, count = (2, 300) if quick else (7, 1500)
    ours: list[dict[str, Any]] = []
    floor: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        async with ground(database_pool=CONCURRENCY) as standing:
            found = await plant_sites(standing.settings.database_url, count * (rounds + 1) + 1)
            twin = await twin_database(standing, "floor")
            await plant_sites(twin, 1)
            path = Path(folder) / "keys.json"
            save_keys(path, found)
            standing.start("service", "serve")
            await standing.ready(carriers=False)
            await _send(standing, path, 0, 1, 1)
            sample = Path(folder) / "sample.json"
            sample.write_bytes(await sample_of_a_press(standing.settings.database_url))
            await _send(standing, path, 1, count, CONCURRENCY)  # Warm, and not counted.
            await _floor(twin, sample, count)
            for n in range(1, rounds + 1):
                ours.append(await _send(standing, path, 1 + n * count, count, CONCURRENCY))
                floor.append(await _floor(twin, sample, count))
    return _measures(ours, floor)


def _measures(ours: list[dict[str, Any]], floor: list[dict[str, Any]]) -> list[Measure]:
    def rate(seen: list[dict[str, Any]]) -> float:
        return middle([len(s["took"]) / s["seconds"] for s in seen])

    def late(seen: list[dict[str, Any]], share: float) -> float:
        return middle([1000 * percentile(s["took"], share) for s in seen])

    wrong = sum(len(s["wrong"]) for s in ours)
    assert wrong == 0, f"{wrong} presses were not answered 201"
    return [
        at_least("rate", rate(ours), rate(floor), 0.5),
        only("p50", late(ours, 0.5), late(floor, 0.5)),
        at_most("p99", late(ours, 0.99), late(floor, 0.99), 2.0),
    ]


async def _send(
    standing: Ground, path: Path, start: int, count: int, concurrency: int
) -> dict[str, Any]:
    printed = await load(
        "tests.bench.load_press",
        *("--url", standing.base, "--keys", str(path), "--start", str(start)),
        *("--count", str(count), "--concurrency", str(concurrency)),
    )
    return dict(json.loads(printed))


async def _floor(url: str, sample: Path, count: int) -> dict[str, Any]:
    printed = await load(
        "tests.bench.load_floor",
        *("--url", url, "--sample", str(sample)),
        *("--count", str(count), "--concurrency", str(CONCURRENCY)),
    )
    return dict(json.loads(printed))


async def sample_of_a_press(url: str) -> bytes:
    """The rows that one real press wrote, its own ids and times marked for replacement."""
    connection = await connect(url)
    try:
        incident_id = (await connection.fetch("SELECT incident_id FROM incident"))[0][0]
        alarm = (await connection.fetch("SELECT alarm_id, press_id FROM alarm"))[0]
        marks = {
            str(incident_id): "$incident",
            str(alarm["alarm_id"]): "$alarm",
            str(alarm["press_id"]): "$press",
        }
        found = {table: await connection.fetch(sql) for table, sql in _ROWS.items()}
    finally:
        await connection.close()
    return msgspec.json.encode(
        {
            table: [
                {name: _marked(value, marks) for name, value in row.items() if value is not None}
                for row in rows
            ]
            for table, rows in found.items()
        }
    )


# What the database numbers by itself is left out, and the site of the incident: a floor that
# opened one at the same site each time would be refused by the index that makes presses join.
_ROWS = {
    "incident": "SELECT incident_id, source, kind, technical, silent, test, drill_units, priority,"
    " state, area_code, scope, title, lat, lon, plan, points, note, alarms, latched, opened_at,"
    " changed_at FROM incident",
    "timeline": "SELECT incident_id, at, kind, who, body FROM timeline ORDER BY entry_id",
    "alarm": "SELECT alarm_id, press_id, device_id, site_id, incident_id, scope, kind, silent,"
    " test, note, pressed_at, received_at, state FROM alarm",
    "outbox": "SELECT topic, scope, at, body FROM event"
    " UNION ALL SELECT topic, scope, at, body FROM outbox",
    "job": "SELECT kind, lane, key, args, state, due_at, made_at FROM job",
}


def _marked(value: object, marks: dict[str, str]) -> object:
    if isinstance(value, datetime):
        return "$now"
    if isinstance(value, UUID):
        return marks.get(str(value), f"$uuid:{value}")
    if isinstance(value, str) and value in marks:
        return f"{marks[value]}:text"
    return value
