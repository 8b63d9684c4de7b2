"""Whether years make anything slower: press, ring, queue and search in an old house and a new one.

WATCHBELL_GROWTH says how much of the whole is written, in percent (100; 1 where it is quick).
"""

import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import msgspec

from tests.bench.county import PASSWORD, plant_officers, plant_sites, put_on_duty, save_keys, spots
from tests.bench.ground import Ground, free_port, ground, load, twin_database
from tests.bench.growth_fill import fill
from tests.bench.report import Measure, at_most, middle, only, percentile
from tests.bench.ring import RATE, heard_by, late, listen, press
from tests.bench.screens import DESK, plant_desk
from tests.support.people import Person

NOTE = (
    "ms; a database with so many old alarms, positions and cameras beside one of 500 alarms, on one"
    " server; the whole system runs over each, and they alternate"
)
ALARMS, FIXES, CAMERAS = 10_000_000, 100_000_000, 236_000
_CONCURRENCY, _WARM, _FEW = 8, 10, 500
# Two systems share the connections of one server.
_CONNECTIONS = 6
_QUEUE = {
    "queue": "/v1/incidents",
    "queue of latched alarms": "/v1/alarms",
}
_SEARCH = {
    "search, the newest": "/v1/incidents/search?ended=true",
    "search, a common word": "/v1/incidents/search?q=School&ended=true",
    "search, a number": "/v1/incidents/search?q=%2317",
    "search, the ended": "/v1/incidents?ended=true&count=50",
}
# Of the yesterday in which the last of the old alarms lie, one every half minute.
_PERIOD = "search, an hour of the past"
# Looked for in every one of them: what this costs grows, and is told without a goal.
_NOWHERE = {"search, a word nowhere": "/v1/incidents/search?q=nowhere"}


@dataclass
class House:
    """One system over one database, and what was seen of it."""

    standing: Ground
    keys: Path
    officers: int
    phones: asyncio.subprocess.Process | None = None
    pressed: int = 0
    answers: list[float] = field(default_factory=list)
    paced: list[Any] = field(default_factory=list)
    asked: dict[str, list[float]] = field(default_factory=dict)
    shown: dict[str, list[int]] = field(default_factory=dict)


async def run(*, quick: bool = False) -> list[Measure]:
    """Fill one, leave one empty, ask both by turns."""
    share = float(os.environ.get("WATCHBELL_GROWTH", "1" if quick else "100")) / 100
    rounds, count, turns = (4, 6, 10) if quick else (8, 25, 20)
    presses = 2 * rounds * count + _WARM
    # Each press takes a unit, and keeps it.
    sites, officers = presses + 10, presses + 50
    with tempfile.TemporaryDirectory() as folder:
        async with ground(database_pool=_CONNECTIONS, access_token_s=3600) as standing:
            url = standing.settings.database_url
            twin = await twin_database(standing, "grown")
            settings = msgspec.structs.replace(
                standing.settings, database_url=twin, port=free_port()
            )
            houses = [standing, Ground(settings, standing.server_url, standing.postgres_pid)]
            keys = Path(folder) / "keys"
            for database, one in ((url, standing), (twin, houses[1])):
                save_keys(keys, await plant_sites(database, sites))
                await plant_officers(database, officers)
                await plant_desk(one)
            # A page is as full here as there: what is compared is what stands behind it.
            await fill(url, sites=sites, alarms=_FEW, fixes=0, cameras=_FEW)
            amounts = [int(share * most) for most in (ALARMS, FIXES, CAMERAS)]
            began = time.perf_counter()
            size_bytes = await fill(
                twin, sites=sites, alarms=amounts[0], fixes=amounts[1], cameras=amounts[2]
            )
            took_s = time.perf_counter() - began
            for database in (url, twin):
                await put_on_duty(database, spots(officers, seed=2))
            new, old = (House(one, keys, officers) for one in houses)
            async with _open(new), _open(old):
                await _ask(new, old, 3, kept=False)
                for n in range(rounds):
                    for house in (old, new) if n % 2 else (new, old):
                        await _round(house, count)
                    await _ask(new, old, turns, kept=True)
                await asyncio.sleep(6)
                return [
                    only("old alarms", amounts[0]),
                    only("positions", amounts[1]),
                    only("cameras", amounts[2]),
                    only("database, GB", size_bytes / 1e9),
                    only("filled in, s", took_s),
                    *await _measures(old, new),
                ]


@asynccontextmanager
async def _open(house: House) -> AsyncIterator[None]:
    standing = house.standing
    for command in (("service", "serve"), ("jobs", "critical"), ("jobs", "others")):
        standing.start(*command)
    try:
        await standing.ready(carriers=True)
        house.phones = await listen(standing, house.officers)
        await _closed(house, _WARM)
        yield
    finally:
        standing.stop()


async def _round(house: House, count: int) -> None:
    house.answers += await _closed(house, count)
    seen = await press(house.standing, house.keys, house.pressed, count, RATE)
    house.pressed += count
    house.paced.append(seen)


async def _closed(house: House, count: int) -> list[float]:
    printed = await load(
        "tests.bench.load_press",
        *("--url", house.standing.base, "--keys", str(house.keys)),
        *("--start", str(house.pressed), "--count", str(count)),
        *("--concurrency", str(_CONCURRENCY)),
    )
    house.pressed += count
    seen = json.loads(printed)
    assert not seen["wrong"], seen["wrong"][:5]
    return [1000 * took for took in seen["took"]]


async def _ask(new: House, old: House, turns: int, *, kept: bool) -> None:
    """Every question of one and of the other at once after it, so that both bear the same load."""
    async with aiohttp.ClientSession() as session:
        pair = [(house, await _sits(house, session)) for house in (new, old)]
        for n in range(turns):
            for name, door in (_QUEUE | _SEARCH | _past()).items():
                for house, person in pair[:: -1 if n % 2 else 1]:
                    await _timed(house, person, name, door, kept=kept)
        for name, door in _NOWHERE.items():
            for house, person in pair:
                await _timed(house, person, name, door, kept=kept)


async def _sits(house: House, session: aiohttp.ClientSession) -> Person:
    person = Person(house.standing.base, session)
    answer = await person.post("/v1/sessions", {"name": DESK, "password": PASSWORD})
    assert answer.status == 201, answer.body
    person.token = answer.body["access_token"]
    return person


def _past() -> dict[str, str]:
    until = datetime.now(UTC) - timedelta(hours=25)
    period = urlencode(
        {"from_at": (until - timedelta(hours=1)).isoformat(), "until_at": until.isoformat()}
    )
    return {_PERIOD: f"/v1/incidents/search?{period}"}


async def _timed(house: House, person: Person, name: str, door: str, *, kept: bool) -> None:
    began = time.perf_counter()
    answer = await person.get(door)
    took_ms = 1000 * (time.perf_counter() - began)
    assert answer.status == 200 or name in _NOWHERE, answer.body
    if kept:
        house.asked.setdefault(name, []).append(took_ms)
        house.shown.setdefault(name, []).append(len(answer.body))


async def _measures(old: House, new: House) -> list[Measure]:
    heard = []
    for house in (old, new):
        assert house.phones is not None
        heard.append(await heard_by(house.phones))
    rang = [
        [ms for seen in house.paced for ms in late(seen, when)]
        for house, when in zip((old, new), heard, strict=True)
    ]
    found = _both("press", old.answers, new.answers) + _both("ring", *rang)
    for name in (*_QUEUE, *_SEARCH, _PERIOD):
        # What takes as long must also answer as much.
        assert old.shown[name] == new.shown[name], (name, old.shown[name], new.shown[name])
        assert min(old.shown[name]), name
        found += _both(name, old.asked[name], new.asked[name])
    for name in _NOWHERE:
        found.append(only(name, middle(old.asked[name]), middle(new.asked[name])))
    return found


def _both(name: str, old: list[float], new: list[float]) -> list[Measure]:
    return [
        at_most(f"{name}, p50", middle(old), middle(new), 1.2),
        only(f"{name}, p95", percentile(old, 0.95), percentile(new, 0.95)),
        only(f"{name}, p99", percentile(old, 0.99), percentile(new, 0.99)),
    ]
