"""How fast presses are taken, beside bare asyncpg inserting the same rows, and beside Alerta."""

import json
import tempfile
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from service.platform.db import connect
from tests.bench.alerta import PATH, alerta, save_bodies
from tests.bench.county import plant_sites, save_keys
from tests.bench.ground import Ground, cpu_s, ground, load, twin_database
from tests.bench.outside import had
from tests.bench.report import (
    Measure,
    at_least,
    at_most,
    middle,
    only,
    percentile,
    unmeasured,
)

NOTE = (
    "rates in presses/s, times in ms; 16 at once, one service process, carriers not running"
    " (`ring` measures the whole); ours, the floor and Alerta alternate. Alerta runs under gunicorn"
    " with a process for each core and eight threads, its checks of who asks switched off. CPU: of"
    " the program and of PostgreSQL together"
)
CONCURRENCY = 16


async def run(*, quick: bool = False) -> list[Measure]:
    """Alternate ours, the floor and the peer; medians over the rounds."""
    rounds, count, fewer = (2, 300, 60) if quick else (7, 1500, 300)
    missing = had("alerta")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with ground(database_pool=CONCURRENCY) as standing, AsyncExitStack() as stack:
            found = await plant_sites(standing.settings.database_url, count * (rounds + 1) + 1)
            twin = await twin_database(standing, "floor")
            await plant_sites(twin, 1)
            path = folder / "keys.json"
            save_keys(path, found)
            service = standing.start("service", "serve").pid
            await standing.ready(carriers=False)
            await _send(standing, path, 0, 1, 1)
            sample = folder / "sample.json"
            sample.write_bytes(await sample_of_a_press(standing.settings.database_url))
            save_bodies(folder / "alerts", fewer * (rounds + 1))

            async def ours(n: int) -> dict[str, Any]:
                return await _send(standing, path, 1 + n * count, count, CONCURRENCY)

            async def floor(_: int) -> dict[str, Any]:
                return await _floor(twin, sample, count)

            takes = {"ours": (ours, [service]), "floor": (floor, [])}
            if not missing:
                url, pid = await stack.enter_async_context(alerta(standing, folder))

                async def peer(n: int) -> dict[str, Any]:
                    return await _alert(url, folder / "alerts", n * fewer, fewer)

                takes["alerta"] = (peer, [pid])
            seen: dict[str, list[dict[str, Any]]] = {who: [] for who in takes}
            for n in range(rounds + 1):  # The first is warm, and not counted.
                for who, (take, pids) in takes.items():
                    server_s, own_s = cpu_s(standing.postgres_pid), cpu_s(*pids)
                    one = await take(n)
                    server_s = cpu_s(standing.postgres_pid) - server_s
                    own_s = cpu_s(*pids) - own_s + one.get("cpu_s", 0.0)
                    used = {"used_s": own_s + server_s, "server_s": server_s}
                    seen[who] += [one | used] if n else []
    return [*_measures(seen), *unmeasured(missing)]


def _measures(seen: dict[str, list[dict[str, Any]]]) -> list[Measure]:
    def rate(who: str) -> float:
        return middle([len(s["took"]) / s["seconds"] for s in seen[who]])

    def late(who: str, share: float) -> float:
        return middle([1000 * percentile(s["took"], share) for s in seen[who]])

    def cpu_ms(who: str, of: str = "used_s") -> float:
        return middle([1000 * s[of] / len(s["took"]) for s in seen[who]])

    wrong = sum(len(s.get("wrong", ())) for runs in seen.values() for s in runs)
    assert wrong == 0, f"{wrong} presses were not taken"
    found = [
        at_least("rate", rate("ours"), rate("floor"), 0.5),
        only("p50", late("ours", 0.5), late("floor", 0.5)),
        only("p95", late("ours", 0.95), late("floor", 0.95)),
        at_most("p99", late("ours", 0.99), late("floor", 0.99), 2.0),
        only("CPU for each press, ms", cpu_ms("ours"), cpu_ms("floor")),
        only(
            "CPU for each press, ms, PostgreSQL's share",
            cpu_ms("ours", "server_s"),
            cpu_ms("floor", "server_s"),
        ),
    ]
    if "alerta" in seen:
        found += [
            at_least("rate, beside Alerta", rate("ours"), rate("alerta"), 20),
            only("p50, beside Alerta", late("ours", 0.5), late("alerta", 0.5)),
            only("p95, beside Alerta", late("ours", 0.95), late("alerta", 0.95)),
            only("p99, beside Alerta", late("ours", 0.99), late("alerta", 0.99)),
            only("CPU for each press, ms, beside Alerta", cpu_ms("ours"), cpu_ms("alerta")),
        ]
    return found


async def _alert(url: str, bodies: Path, start: int, count: int) -> dict[str, Any]:
    printed = await load(
        "tests.bench.load_json",
        *("--url", url, "--path", PATH, "--bodies", str(bodies)),
        *("--start", str(start), "--count", str(count), "--concurrency", str(CONCURRENCY)),
    )
    return dict(json.loads(printed))


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
