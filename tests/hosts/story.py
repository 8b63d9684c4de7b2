"""What happens: throughput by one and by two copies, then hosts lose their power while boxes press.

Each misfortune is told with how long no press was answered after it, and how long the press waited
that waited longest. At the end what was answered is held against what the database keeps.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from argon2 import PasswordHasher

from service.platform.db import AWAY
from tests.bench.county import ROOT as CITY
from tests.bench.county import Key, bench_id, plant_sites, save_keys
from tests.chaos.journal import read
from tests.hosts.ground import APIS, WORKERS, Ground, until
from tests.support.hamlet import PASSWORD

SITES = 4000
_BOXES = 200
_LANES_AT_ONCE = 16
_CALM_S = 8.0
_AFTER_S = 5.0
_SETTLE_MOST_S = 120.0


@dataclass
class Report:
    """What was seen."""

    figures: dict[str, Any] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


class Story:
    """One telling."""

    def __init__(self, ground: Ground, rate: float, batch: int) -> None:
        self._ground, self._rate, self._batch = ground, rate, batch
        self._folder = ground.folder
        self._report = Report()
        self._used = _BOXES

    async def tell(self) -> Report:
        """All of it."""
        began = time.monotonic()
        await self._ground.start()
        self._say(f"all hosts are up after {time.monotonic() - began:.0f} s")
        keys = await self._plant()
        save_keys(self._folder / "boxes.keys", keys[:_BOXES])
        async with AsyncExitStack() as stack:
            ears = [await self._ear(stack, name) for name in APIS]
            pressing = await self._pressing(stack)
            await self._answered_after(time.time())
            await until(lambda: _all_hear(ears))
            await asyncio.sleep(_CALM_S)
            if self._ground.old is None:
                self._say("LEFT OUT: an upgrade; git knows no release of before that fits")
            else:
                await self._suffer("an upgrade rolls over all hosts", self._upgrade)
            for what, happens in self._misfortunes():
                await self._suffer(what, happens)
            (self._folder / "over").touch()
            await pressing.wait()
            await self._settle(ears)
            ended = [name for host in self._ground.hosts.values() for name in host.ended()]
            self._report.violations += [f"{name} ended by itself" for name in ended]
        await self._hold_against()
        self._compare(*ears)
        await self._throughput()
        return self._report

    def _say(self, words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    # ── Before ──────────────────────────────────────────────────────────────────────────────

    async def _plant(self) -> list[Key]:
        keys = await plant_sites(self._ground.database_url, SITES)
        save_keys(self._folder / "keys", keys)
        hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        connection = await asyncpg.connect(self._ground.database_url)
        try:
            account = bench_id("account", 999_999)
            await connection.execute(
                "INSERT INTO account (account_id, name, display, password_hash, demo, created_at)"
                " VALUES ($1, 'desk', 'desk', $2, false, now())",
                *(account, hashed),
            )
            await connection.execute(
                "INSERT INTO role_grant (grant_id, account_id, role, area_code)"
                " VALUES ($1, $2, 'dispatcher', $3)",
                *(bench_id("grant", 999_999), account, CITY),
            )
        finally:
            await connection.close()
        return keys

    async def _throughput(self) -> None:
        """By turns one copy and two, behind haproxy and at once answered at best."""
        rates: dict[int, list[float]] = {1: [], 2: []}
        await self._as_fast_as_answered()
        for _ in range(2):
            for copies in rates:
                other = self._ground.hosts[APIS[1]]
                if copies == 1:
                    other.power_off()
                    await asyncio.sleep(4)
                else:
                    other.power_on()
                    await until(lambda: self._ground.ready(self._ground.base(APIS[1])))
                    await asyncio.sleep(4)
                rates[copies].append(await self._as_fast_as_answered())
        for copies, found in rates.items():
            self._report.figures[f"presses_a_second_{copies}_copies"] = [round(r) for r in found]
            self._say(f"{copies} copies: {', '.join(f'{r:.0f}' for r in found)} presses a second")

    async def _as_fast_as_answered(self) -> float:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.load_press", "--url", self._ground.front),
            *("--keys", str(self._folder / "keys"), "--start", str(self._used)),
            *("--count", str(self._batch), "--concurrency", str(_LANES_AT_ONCE)),
            stdout=asyncio.subprocess.PIPE,
        )
        self._used += self._batch
        said, _ = await child.communicate()
        seen = json.loads(said)
        if seen["wrong"]:
            self._report.violations.append(f"presses in quiet were refused: {seen['wrong'][:5]}")
        return float(self._batch / seen["seconds"])

    async def _ear(self, stack: AsyncExitStack, name: str) -> Path:
        journal = self._folder / f"{name}.heard"
        await self._beside(
            *(stack, "tests.hosts.ear", "--base", self._ground.base(name)),
            *("--journal", str(journal)),
        )
        return journal

    async def _pressing(self, stack: AsyncExitStack) -> asyncio.subprocess.Process:
        return await self._beside(
            *(stack, "tests.hosts.presses", "--base", self._ground.front),
            *("--keys", str(self._folder / "boxes.keys")),
            *("--journal", str(self._folder / "boxes.presses"), "--rate", str(self._rate)),
        )

    async def _beside(
        self, stack: AsyncExitStack, module: str, *words: str
    ) -> asyncio.subprocess.Process:
        child = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *words)

        async def end() -> None:
            if child.returncode is None:
                child.kill()
            await child.wait()

        stack.push_async_callback(end)
        return child

    # ── Misfortunes ─────────────────────────────────────────────────────────────────────────

    async def _upgrade(self) -> float:
        """From the release of before to this code, one host after the other."""
        ground, at = self._ground, time.time()
        await ground.command("migrate", "--pre")
        for name in (APIS[0], WORKERS[0]):
            await self._renew(name)
        stands = [(await ground.parts(ground.base(name)))["schema"] for name in APIS]
        self._report.figures["schema_halfway_new_and_old"] = stands
        for name in (APIS[1], WORKERS[1]):
            await self._renew(name)
        await ground.command("migrate")
        return at

    async def _renew(self, name: str) -> None:
        before = set(self._ground.hosts[name].kept())
        self._ground.renew(name)
        await until(lambda: self._is_new(name, before))

    async def _is_new(self, name: str, before: set[int]) -> bool:
        ground, now = self._ground, set(self._ground.hosts[name].kept())
        if len(now) != len(before) or now & before:
            return False
        if name in APIS:
            return await ground.ready(ground.base(name))
        return await ground.carried()

    def _misfortunes(self) -> list[tuple[str, Callable[[], Awaitable[float]]]]:
        return [
            ("the database's primary host loses its power", self._lose_primary),
            ("the primary's server is killed, its host lives", self._kill_primary),
            ("an API host loses its power", self._lose_api),
            ("the host of the Redis master loses its power", self._lose_redis),
            ("a worker's host loses its power", self._lose_worker),
        ]

    async def _suffer(self, what: str, happens: Callable[[], Awaitable[float]]) -> None:
        began = await happens()
        await asyncio.sleep(_AFTER_S)
        told = read(self._folder / "boxes.presses")
        figures = {"what": what, **_outage(told, began, time.time())}
        self._report.faults.append(figures)
        said = f"no press answered for {figures['silent_s']} s"
        self._say(f"{what}: {said}, the slowest waited {figures['slowest_s']} s")

    async def _lose(self, name: str, healed: Callable[[], Awaitable[bool]]) -> float:
        """A host without power until the others have taken over; then it comes back."""
        host = self._ground.hosts[name]
        at = host.power_off()
        await self._answered_after(at)
        await until(healed)
        host.power_on()
        return at

    async def _answered_after(self, at: float) -> None:
        """Wait until a press is answered that became due after that."""

        async def answered() -> bool:
            told = read(self._folder / "boxes.presses")
            late = {one["press_id"] for one in told if one["what"] == "due" and one["at"] > at + 1}
            return any(one["what"] == "answered" and one["press_id"] in late for one in told)

        await until(answered)

    async def _lose_primary(self) -> float:
        name = await self._ground.primary()

        async def taken_over() -> bool:
            return await self._ground.primary() not in ("", name)

        at = await self._lose(name, taken_over)
        await until(self._ground.in_step)
        return at

    async def _kill_primary(self) -> float:
        name = await self._ground.primary()
        at = self._ground.hosts[name].kill("postgres")
        await self._answered_after(at)
        await until(self._ground.in_step)
        return at

    async def _lose_api(self) -> float:
        name = APIS[0]
        at = await self._lose(name, lambda: self._ground.ready(self._ground.front))
        await until(lambda: self._ground.ready(self._ground.base(name)))
        return at

    async def _lose_redis(self) -> float:
        name = await self._ground.master()

        async def taken_over() -> bool:
            parts = await self._ground.parts(self._ground.base(APIS[0]))
            return await self._ground.master() != name and parts.get("redis") == "ok"

        return await self._lose(name, taken_over)

    async def _lose_worker(self) -> float:
        async def carried() -> bool:
            parts = await self._ground.parts(self._ground.base(APIS[0]))
            return parts.get("carriers") == "ok"

        return await self._lose("work1", carried)

    # ── After ───────────────────────────────────────────────────────────────────────────────

    async def _settle(self, ears: list[Path]) -> None:
        """Until no job is due and both desks have heard the newest event."""

        async def quiet() -> bool:
            try:
                row = (await self._rows(_DUE))[0]
            except AWAY:
                return False
            newest = [max((one["seq"] for one in _heard(ear)), default=0) for ear in ears]
            return row["due"] == 0 and all(seq >= row["head"] for seq in newest)

        try:
            await until(quiet, most_s=_SETTLE_MOST_S)
        except TimeoutError:
            self._report.violations.append("jobs are due, or a desk has not heard all, at the end")

    async def _rows(self, statement: str) -> list[dict[str, Any]]:
        connection = await asyncpg.connect(self._ground.database_url, timeout=5)
        try:
            return [dict(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    async def _hold_against(self) -> None:
        told = read(self._folder / "boxes.presses")
        due = {one["press_id"] for one in told if one["what"] == "due"}
        answered = {one["press_id"] for one in told if one["what"] == "answered"}
        kept = {row["press_id"]: row["n"] for row in await self._rows(_KEPT)}
        lost = sorted(answered - set(kept))
        self._report.figures |= {
            "presses": len(due),
            "answered": len(answered),
            "kept": len(due & set(kept)),
            "lost": len(lost),
            "unanswered": len(due - answered),
            "sent_again": sum(one["tries"] > 1 for one in told if one["what"] == "answered"),
        }
        found = self._report.violations
        found += [f"answered and lost: {one}" for one in lost]
        found += [f"kept {n} times: {one}" for one, n in kept.items() if n > 1]
        if due - answered:
            found.append(f"{len(due - answered)} presses were never answered")

    def _compare(self, one: Path, other: Path) -> None:
        """Desks on different copies: each number once, upwards, and the same said by both."""
        heard = [[(line["seq"], line["said"]) for line in _heard(path)] for path in (one, other)]
        for path, events in zip((one, other), heard, strict=True):
            numbers = [seq for seq, _ in events]
            if numbers != sorted(set(numbers)):
                self._report.violations.append(f"{path.stem}: an event out of order, or twice")
        start = max(events[0][0] for events in heard)
        first, second = ([it for it in events if it[0] >= start] for events in heard)
        if first != second:
            self._report.violations.append("two copies told their desks different events")
        self._report.figures["events_heard_by_both"] = len(first)


_DUE = """
SELECT (SELECT count(*) FROM job WHERE state = 'running'
        OR (state = 'waiting' AND due_at < clock_timestamp() - interval '2 seconds')) AS due,
    (SELECT coalesce(max(seq), 0) FROM event) AS head
"""
_KEPT = "SELECT press_id::text, count(*) AS n FROM alarm GROUP BY press_id"


def _heard(path: Path) -> list[dict[str, Any]]:
    return [line for line in read(path) if line["what"] == "heard"]


async def _all_hear(ears: list[Path]) -> bool:
    return all(_heard(ear) for ear in ears)


def _outage(told: list[dict[str, Any]], began: float, until_at: float) -> dict[str, Any]:
    """The longest time without an answer after a misfortune, and the longest wait of a press."""
    answers = sorted(one["at"] for one in told if one["what"] == "answered")
    within = [at for at in answers if began <= at <= until_at]
    steps = [began, *within]
    silent = max((b - a for a, b in zip(steps, within, strict=False)), default=until_at - began)
    due = {one["press_id"]: one["at"] for one in told if one["what"] == "due"}
    waits = [
        one["at"] - due[one["press_id"]]
        for one in told
        if one["what"] == "answered" and began <= one["at"] <= until_at
    ]
    return {"silent_s": round(silent, 1), "slowest_s": round(max(waits, default=0.0), 1)}
