"""What comes in all day, at a province's rate: boxes that live, phones that move; and its cost.

Shared by `heartbeats`, `positions` and `ring_surge`.
"""

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import psutil

from service.core.geo import on_sphere
from service.platform.db import connect
from service.platform.keys import open_seal, source_of
from service.settings import Settings
from tests.bench.county import bench_id, spots
from tests.bench.ground import Ground, free_port
from tests.bench.report import Measure, at_most, below, middle, only, percentile

# A province: 60,000 boxes every 30 s; 20,000 phones every 15 s (surge).
BEATS_A_S, POSITIONS_A_S = 2000.0, 1333.0
SHARE_MOST = 0.25
# A door that answers nobody must not hang the bench.
_PATIENCE_S = 120


@dataclass
class Seen:
    """One window: what the load saw, and the processor time that the other side used meanwhile."""

    took_ms: list[float]
    seconds: float
    cpu: dict[str, float]

    @property
    def cores(self) -> float:
        """Processors kept busy, of all processes together."""
        return sum(self.cpu.values()) / self.seconds

    def each_us(self) -> float:
        """Processor time of one request."""
        return 1e6 * sum(self.cpu.values()) / len(self.took_ms)


class Load:
    """A sender in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, kind: str, url: str, given: Path, rate: float, each: int = 1) -> "Load":
        """Connected, and everything signed."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.load_steady", kind, "--url", url),
            *("--with", str(given), "--rate", str(rate), "--fixes-each", str(each)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=64 * 1024 * 1024,
        )
        load = cls(process)
        assert (await load._line()).strip() == b"ready"
        return load

    async def run(self, seconds: float) -> dict[str, Any]:
        """Send for so long; what was seen. None may have been refused."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"run {seconds}\n".encode())
        seen: dict[str, Any] = json.loads(await self._line())
        assert not seen["wrong"], f"refused: {seen['wrong'][:5]} of {len(seen['wrong'])}"
        return seen

    async def end(self) -> None:
        """Nothing more is sent."""
        await self._process.communicate(b"")

    async def _line(self) -> bytes:
        assert self._process.stdout is not None
        async with asyncio.timeout(_PATIENCE_S):
            return await self._process.stdout.readline()


async def watched(load: Load, seconds: float, pids: Sequence[int]) -> Seen:
    """Run a load and look what these processes and PostgreSQL used."""
    before, began = _used(pids), time.perf_counter()
    seen = await load.run(seconds)
    after, took_s = _used(pids), time.perf_counter() - began
    cpu = {name: after[name] - before[name] for name in after}
    return Seen([1000 * took for took in seen["took"]], took_s, cpu)


def _used(pids: Sequence[int]) -> dict[str, float]:
    used = {"service": 0.0, "database": 0.0}
    for pid in pids:
        used["service"] += _seconds(psutil.Process(pid))
    for child in psutil.Process().children(recursive=True):
        if "postgres" in child.name():
            used["database"] += _seconds(child)
            # What has ended is counted by whoever started it.
            times = child.cpu_times()
            used["database"] += times.children_user + times.children_system
    return used


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


class Others:
    """What else kept the machine busy: where it did, no figure of lateness is ours."""

    def __init__(self) -> None:
        self._began, self._machine_s, self._own_s = time.perf_counter(), _machine_s(), _own_s()

    def cores(self) -> float:
        """Processors that others kept busy since this was made, or took from the machine."""
        used_s = (_machine_s() - self._machine_s) - (_own_s() - self._own_s)
        return max(0.0, used_s / (time.perf_counter() - self._began))


def _machine_s() -> float:
    times = psutil.cpu_times()
    steal = getattr(times, "steal", 0.0)
    return float(times.user + times.nice + times.system + times.irq + times.softirq + steal)


def _own_s() -> float:
    """Of this process and all that it started; who has ended is counted by whoever waited."""
    own_s = 0.0
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            own_s += times.user + times.system + times.children_user + times.children_system
    return own_s


def bare(standing: Ground, database: str, kind: str, given: Path) -> tuple[str, int]:
    """The floor's door on this database; its address and process."""
    port = free_port()
    program = standing.start(
        *("tests.bench.bare_door", kind, "--database", database),
        *("--with", str(given), "--port", str(port)),
    )
    return f"http://127.0.0.1:{port}", program.pid


async def compared(
    ours: tuple[Load, int], floor: tuple[Load, int], *, rounds: int, seconds: float
) -> tuple[list[Seen], list[Seen]]:
    """Both by turns; a short one of each before is not counted."""
    seen: tuple[list[Seen], list[Seen]] = ([], [])
    for load, pid in (ours, floor):
        await watched(load, 2, [pid])
    for n in range(rounds):
        pair = [(ours, seen[0]), (floor, seen[1])]
        for (load, pid), kept in pair if n % 2 == 0 else reversed(pair):
            kept.append(await watched(load, seconds, [pid]))
    return seen


def measures(name: str, ours: list[Seen], floor: list[Seen], *, whole: bool) -> list[Measure]:
    """The goal, where the whole rate was sent, and what stands beside it; medians over rounds."""

    def late(seen: list[Seen], share: float) -> float:
        return middle([percentile(s.took_ms, share) for s in seen])

    cores, least = (middle([s.cores for s in seen]) for seen in (ours, floor))
    kept_busy = f"{name}: cores kept busy, service and database"
    if not whole:
        kept_busy += ", at a tenth of the rate"
    return [
        below(kept_busy, cores, SHARE_MOST) if whole else only(kept_busy, cores),
        only(f"{name}: beside the bare door's", cores, least),
        *(
            only(
                f"{name}:   of these the {part}",
                middle([s.cpu[part] / s.seconds for s in ours]),
                middle([s.cpu[part] / s.seconds for s in floor]),
            )
            for part in ("service", "database")
        ),
        only(
            f"{name}: processor time each, us",
            middle([s.each_us() for s in ours]),
            middle([s.each_us() for s in floor]),
        ),
        only(f"{name}: p50, ms", late(ours, 0.5), late(floor, 0.5)),
        only(f"{name}: p95, ms", late(ours, 0.95), late(floor, 0.95)),
        at_most(f"{name}: p99, ms", late(ours, 0.99), late(floor, 0.99), 3.0),
    ]


async def plant_phones(
    url: str, settings: Settings, count: int, path: Path, *, start: int = 0
) -> None:
    """Officers of a province on duty, with a session each; their access tokens go to path.

    They serve in an area of their own, so that no press of the benches' county rings them.
    """
    seal = await open_seal(source_of(settings))
    key, now = seal.key_for("access-token"), datetime.now(UTC)
    until, line = now + timedelta(days=1), [_PROVINCE]
    claims = {"aud": "watchbell", "exp": int(until.timestamp())}
    ids = [[bench_id(kind, n) for n in range(start, start + count)] for kind in _KINDS]
    places = [(p.lat, p.lon, on_sphere(p)) for p in spots(count, seed=2, spread=1.0)]
    connection = await connect(url)
    try:
        await connection.execute(
            "INSERT INTO area (area_code, parent_code, name, level, lineage)"
            " VALUES ($1, NULL, 'Province', 'city', ARRAY[$1])",
            _PROVINCE,
        )
        await connection.execute(
            "INSERT INTO account (account_id, name, display, password_hash, demo, created_at)"
            " SELECT id, 'phone' || n, 'phone', '', false, $2"
            " FROM unnest($1::uuid[]) WITH ORDINALITY AS t(id, n)",
            *(ids[0], now),
        )
        await connection.execute(
            "INSERT INTO role_grant (grant_id, account_id, role, area_code)"
            " SELECT g, a, 'patrol_officer', $3 FROM unnest($1::uuid[], $2::uuid[]) AS t(g, a)",
            *(ids[1], ids[0], _PROVINCE),
        )
        await connection.execute(
            "INSERT INTO unit (unit_id, call_sign, unit_class, mode, skills, area_code, lineage)"
            " SELECT id, 'S-' || n, 'police', 'car', '{}', $2, $3"
            " FROM unnest($1::uuid[]) WITH ORDINALITY AS t(id, n)",
            *(ids[2], _PROVINCE, line),
        )
        await connection.execute(
            "INSERT INTO member SELECT a, u FROM unnest($1::uuid[], $2::uuid[]) AS t(a, u)",
            *(ids[0], ids[2]),
        )
        await connection.execute(
            "INSERT INTO session (session_id, account_id, refresh_hash, rotated_at, started_at,"
            " expires_at) SELECT s, a, '\\x00', $3, $3, $4"
            " FROM unnest($1::uuid[], $2::uuid[]) AS t(s, a)",
            *(ids[3], ids[0], now, until),
        )
        await connection.executemany(
            "INSERT INTO position (unit_id, lineage, duty_since, duty_by, seen_at, lat, lon, spot)"
            " VALUES ($1, $2, $3, $4, $3, $5, $6, cube($7::float8[]))",
            [
                (unit, line, now, account, *place)
                for unit, account, place in zip(ids[2], ids[0], places, strict=True)
            ],
        )
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    tokens = [jwt.encode(claims | {"sub": str(s)}, key, algorithm="HS256") for s in ids[3]]
    await asyncio.to_thread(path.write_text, json.dumps(tokens))


_PROVINCE = "380000"
_KINDS = ("account", "grant", "unit", "session")
