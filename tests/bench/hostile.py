"""Slow and hostile clients: what they cost somebody else's press, and the service's memory."""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil

from service.platform.db import connect
from tests.bench.county import Key, bench_id, plant_officers, plant_sites, save_keys
from tests.bench.ground import Ground, ground, load
from tests.bench.report import Measure, below, middle, only, percentile
from tests.bench.screens import DESK, plant_desk

NOTE = (
    "a press that is due every 50 ms, due -> answered, in ms, beside the same before anything"
    " attacks; one service process and the carriers; attackers in processes of their own. A desk's"
    " stream hears every event of the county, an officer's his own; half of each read nothing"
)
RATE = 20.0
# What an attack may add to a press before somebody who waits for "received" would notice.
_MOST_MS = 500.0
_SOCKET_MOST_KB = 40.0
_ALARM_LIMIT, _ALARM_LIMIT_A_SECOND = 300, 5
_DESKS = 20


async def run(*, quick: bool = False) -> list[Measure]:
    """Quiet, then each attack by itself, then quiet again."""
    sockets, slow, boxes, each, mad_s = (
        (400, 100, 100, 40, 2) if quick else (10_000, 2_000, 1_000, 300, 10)
    )
    people = max(1, sockets // 25)
    with tempfile.TemporaryDirectory() as folder:
        async with ground(
            database_pool=16, sockets_max=sockets + 100, access_token_s=3600
        ) as standing:
            found = await plant_sites(standing.settings.database_url, 8 * each + boxes + 1)
            await plant_officers(standing.settings.database_url, people)
            await plant_desk(standing)
            bench = _Bench(standing, Path(folder) / "keys.json", each, found)
            serve = standing.start("service", "serve")
            standing.start("jobs", "critical")
            standing.start("jobs", "others")
            await standing.ready(carriers=True)
            await bench.press()  # Warm, and not counted.
            bench.service = psutil.Process(serve.pid)
            await bench.quiet()
            await bench.sockets(sockets, people)
            await bench.loris(slow)
            await bench.herd(boxes)
            await bench.mad(mad_s)
            await bench.quiet()
            return bench.measures()


class _Bench:
    service: psutil.Process

    def __init__(self, standing: Ground, keys: Path, each: int, found: list[Key]) -> None:
        self._standing, self._keys, self._each = standing, keys, each
        # The first key is the mad one; the others press once each.
        self._mad, self._next, self._last = found[0], 1, len(found)
        save_keys(keys, found)
        self._measures: list[Measure] = []
        self._quiet: list[list[float]] = []

    async def press(self) -> tuple[list[float], set[str]]:
        """Normal presses, paced; how many ms each took since it was due, and what they opened."""
        start, self._next = self._next, self._next + self._each
        seen = json.loads(
            await load(
                "tests.bench.load_press",
                *("--url", self._standing.base, "--keys", str(self._keys), "--start", str(start)),
                *("--count", str(self._each), "--rate", str(RATE)),
            )
        )
        assert not seen["wrong"], f"presses were refused: {seen['wrong'][:5]}"
        presses = seen["presses"]
        return [1000 * took for _, _, took in presses], {incident for incident, _, _ in presses}

    async def quiet(self) -> None:
        """Presses while nobody attacks."""
        self._quiet.append((await self.press())[0])

    async def sockets(self, count: int, people: int) -> None:
        """Live streams of which half read nothing, while events of every press go out."""
        before = self._weight_mb()
        shape = ("--count", str(count), "--people", str(people))
        async with self._attack("sockets", *shape, *_desk()) as attack:
            opened = self._weight_mb()
            took, incidents = await self.press()
            after = self._weight_mb()
            name = f"{count} streams, half read nothing"
            self._add(name, took)
            each_kb = 1000 * (opened - before) / count
            self._measures += [
                below(f"{name}: kB for each open stream", each_kb, _SOCKET_MOST_KB),
                below(
                    f"{name}: MB more after {self._each} presses",
                    after - opened,
                    # A stalled desk's stream may keep what its buffer holds, and an event.
                    10 + _DESKS * 0.2,
                ),
            ]
            seen = await attack.ended()
        assert seen["open"] == count
        missed = sum(len(incidents - set(heard)) for heard in seen["heard"])
        self._measures += [
            below(f"{name}: incidents that a reading desk did not hear of", missed, 0),
            below(f"{name}: reading streams that were cut", seen["ended"], 0),
        ]

    async def loris(self, count: int) -> None:
        """Heads that never end."""
        before = self._weight_mb()
        async with self._attack("loris", "--count", str(count)) as attack:
            took, _ = await self.press()
            after = self._weight_mb()
            await attack.ended()
        name = f"{count} heads that never end"
        self._add(name, took)
        self._measures.append(only(f"{name}: MB more", after - before))

    async def herd(self, count: int) -> None:
        """Boxes that all come back at one moment, while others press."""
        # The last keys, which nobody else presses.
        start = self._last - count
        shape = ("--count", str(count), "--start", str(start), "--keys", str(self._keys))
        pressing = asyncio.create_task(self.press())
        seen = json.loads(await load(*_hostile(self._standing, "herd", *shape)))
        took, _ = await pressing
        name = f"{count} boxes come back at once"
        self._add(name, took)
        self._measures += [
            below(f"{name}: the last has said its press and its beat, s", max(seen["took"]), 20),
            only(f"{name}: the middle one, s", middle(seen["took"])),
            below(f"{name}: refused", _refused(seen["statuses"]), 0),
        ]

    async def mad(self, seconds: float) -> None:
        """One box that presses a thousand times a second."""
        before = self._weight_mb()
        shape = ("--seconds", str(seconds), "--keys", str(self._keys))
        attacking = asyncio.create_task(load(*_hostile(self._standing, "mad", *shape)))
        took, _ = await self.press()
        seen = json.loads((await attacking).partition(b"\n")[2])
        kept = set(seen["kept"])
        stored = await self._stored()
        # Every refusal counts that says why and when to come back; the first names what is meant.
        told = sum(n for said, n in seen["said"].items() if said.endswith(_TOLD))
        name = "a box with 1,000 presses a second"
        self._add(name, took)
        allowed = _ALARM_LIMIT + _ALARM_LIMIT_A_SECOND * seen["seconds"]
        self._measures += [
            only(f"{name}: sent", seen["sent"]),
            Measure(
                f"{name}: kept",
                len(kept),
                _ALARM_LIMIT,
                None,
                f"the limit, {_ALARM_LIMIT} and {_ALARM_LIMIT_A_SECOND}/s",
                _ALARM_LIMIT <= len(kept) <= allowed + 1 or seen["sent"] == len(kept),
            ),
            *(only(f"{name}: told {said}", n) for said, n in sorted(seen["said"].items())),
            below(f"{name}: neither kept nor told", seen["sent"] - len(kept) - told, 0),
            below(f"{name}: told 'kept' and not on disk, or the reverse", len(kept ^ stored), 0),
            only(f"{name}: sent a second", seen["sent"] / seen["seconds"]),
            only(f"{name}: MB more", self._weight_mb() - before),
        ]

    def measures(self) -> list[Measure]:
        """All of it; quiet first."""
        first, last = self._quiet
        return [
            only("quiet: p50", middle(first)),
            only("quiet: p95", percentile(first, 0.95)),
            only("quiet: p99", percentile(first, 0.99)),
            *self._measures,
            only("quiet again: p50", middle(last), middle(first)),
            only("quiet again: p99", percentile(last, 0.99), percentile(first, 0.99)),
        ]

    def _add(self, name: str, took: list[float]) -> None:
        quiet = self._quiet[0]
        p99 = percentile(took, 0.99)
        beside = percentile(quiet, 0.99)
        self._measures += [
            only(f"{name}: p50", middle(took), middle(quiet)),
            only(f"{name}: p95", percentile(took, 0.95), percentile(quiet, 0.95)),
            Measure(
                f"{name}: p99", p99, beside, p99 / beside, f"<= {_MOST_MS:g} ms", p99 <= _MOST_MS
            ),
        ]

    def _weight_mb(self) -> float:
        return self.service.memory_info().rss / 1e6

    async def _stored(self) -> set[str]:
        connection = await connect(self._standing.settings.database_url)
        try:
            rows = await connection.fetch(
                "SELECT press_id FROM alarm WHERE device_id = $1", bench_id("device", 0)
            )
        finally:
            await connection.close()
        return {str(row["press_id"]) for row in rows}

    @asynccontextmanager
    async def _attack(self, kind: str, *arguments: str) -> AsyncIterator["_Attack"]:
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *_hostile(self._standing, kind, *arguments)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=64 * 1024 * 1024,
        )
        try:
            assert program.stdout is not None
            assert (await program.stdout.readline()).strip() == b"ready"
            yield _Attack(program)
        finally:
            if program.returncode is None:
                program.kill()
            await program.wait()


class _Attack:
    """Attackers that stand until they are told to end."""

    def __init__(self, program: asyncio.subprocess.Process) -> None:
        self._program = program

    async def ended(self) -> dict[str, Any]:
        """End it; what it saw."""
        printed, _ = await self._program.communicate(b"")
        return dict(json.loads(printed))


_TOLD = " with Retry-After"


def _desk() -> tuple[str, ...]:
    return ("--desk", DESK, "--desks", str(_DESKS))


def _hostile(standing: Ground, kind: str, *arguments: str) -> tuple[str, ...]:
    return ("tests.bench.load_hostile", kind, "--url", standing.base, *arguments)


def _refused(statuses: dict[str, int]) -> int:
    return sum(count for status, count in statuses.items() if int(status) >= 400)
