"""Presses while everything dies: boxes that send until answered, phones that answer, and a killer.

All are outside programs over real protocols; the system runs as `watchbell up` with its embedded
databases. What the boxes were told, what the phones saw and what the database says is compared by
a checker that shares no code with the service.
"""

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import aiohttp
import asyncpg
import psutil

from service.app import open_house
from service.cli.phone import Phone, Refused
from service.cli.seed import Seed, plant
from service.core.geo import Place
from service.settings import Settings
from tests.support.hamlet import PASSWORD, code, hamlet
from tests.support.people import Box, Person, new_press_id
from tests.support.up import parts_of

VICTIMS = ("service serve", "jobs critical", "jobs others", "jobs pictures", "valkey", "postgres")
_BOXES = 5
_OFFICERS = 6
_ANSWER_MOST_S = 60.0
_SETTLE_MOST_S = 60.0


@dataclass
class Seen:
    """What the outside world saw."""

    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    tries: int = 0
    rung: dict[str, set[str]] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)


class System:
    """`watchbell up` in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.base = f"http://127.0.0.1:{port}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start, and wait until the first press would be taken."""
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith("WATCHBELL_")
            and k not in ("DATABASE_URL", "DATABASE_DIRECT_URL", "REDIS_URL", "BLOB_URL")
        }
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service", "up"),
            *("--data", str(self.folder), "--port", str(self.port)),
            env=kept | {"WATCHBELL_LOG_LEVEL": "error", "WATCHBELL_SECOND_FACTOR_ROLES": "none"},
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(90):
            while line := (await self._process.stdout.readline()).decode():
                if line.startswith("ready"):
                    break
        self._drain = asyncio.create_task(self._process.stdout.read())

    async def stop(self) -> None:
        """Stop cleanly."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(self._process.wait(), 40)
        self._drain.cancel()

    def kill(self, victim: str) -> bool:
        """kill -9 of one part; whether it was there."""
        assert self._process is not None
        for name, child in parts_of(self._process.pid).items():
            if name.startswith(victim):
                os.kill(child.pid, signal.SIGKILL)
                return True
        return False

    async def kill_all(self) -> None:
        """kill -9 of the owner: whatever it started dies with it."""
        assert self._process is not None
        children = psutil.Process(self._process.pid).children(recursive=True)
        self._process.kill()
        await self._process.wait()
        self._drain.cancel()
        gone, alive = await asyncio.to_thread(psutil.wait_procs, children, 20)
        assert not alive, f"{len(alive)} of {len(gone) + len(alive)} outlived their owner"

    @property
    def database_url(self) -> str:
        """The embedded database, for planting and for the checker."""
        password = quote((self.folder / "postgres.password").read_text().strip())
        sockets = quote(str(self.folder / "run"), safe="")
        return f"postgresql://watchbell:{password}@/watchbell?host={sockets}"


async def plant_hamlet(system: System) -> None:
    """Move in."""
    seed: Seed = hamlet()
    settings = Settings(data=str(system.folder), database_url=system.database_url)
    async with open_house(settings) as house:
        await plant(house, seed)


async def enrol(system: System, session: aiohttp.ClientSession) -> list[Box]:
    """A box at each of the hamlet's keys."""
    boxes = []
    for number in range(1, _BOXES + 1):
        box = Box(system.base, session)
        answer = await box.enrol(code(number))
        assert answer.status == 201, answer.body
        boxes.append(box)
    return boxes


async def storm(
    system: System,
    boxes: list[Box],
    seen: Seen,
    *,
    kills: list[str],
    least: int,
    rng: random.Random,
) -> None:
    """Presses without a break, at least so many, while each of these is killed in turn."""
    over = asyncio.Event()
    phones = [asyncio.create_task(_play(system.base, n, seen)) for n in range(1, _OFFICERS + 1)]
    phones.append(asyncio.create_task(_keep_desk(system.base)))
    pressing = [
        asyncio.create_task(_press_on(box, over, seen, random.Random(rng.random())))
        for box in boxes
    ]
    began = len(seen.told)
    for victim in kills:
        await _until_told(seen, len(seen.told) + least // (len(kills) + 1))
        if system.kill(victim):
            seen.killed.append(victim)
    await _until_told(seen, began + least)
    over.set()
    await asyncio.gather(*pressing)
    await _settled(system)
    for phone in phones:
        phone.cancel()
    await asyncio.gather(*phones, return_exceptions=True)


async def _keep_desk(base: str) -> None:
    """A dispatcher who resets and closes, so that presses open ever new incidents."""
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        desk = Person(base, session)
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, TypeError):
                if not desk.token:
                    await desk.sign_in("county")
                await _clear_desk(desk)
            await asyncio.sleep(0.2)


async def _clear_desk(desk: Person) -> None:
    for alarm in (await desk.get("/v1/alarms")).body:
        body = {"disposition": "accidental"}
        await desk.post(f"/v1/alarms/{alarm['alarm_id']}/reset", body)
    for incident in (await desk.get("/v1/incidents")).body:
        if incident["state"] == "on_scene" and not incident["latched"]:
            close = {"move": "close", "disposition": "accidental"}
            await desk.post(f"/v1/incidents/{incident['incident_id']}/moves", close)


async def _until_told(seen: Seen, count: int) -> None:
    async with asyncio.timeout(_ANSWER_MOST_S * 2):
        async with seen.news:
            await seen.news.wait_for(lambda: len(seen.told) >= count)


async def _press_on(box: Box, over: asyncio.Event, seen: Seen, rng: random.Random) -> None:
    """A box: each press is sent until it is answered, in order."""
    while not over.is_set():
        press_id = new_press_id()
        deadline = time.monotonic() + _ANSWER_MOST_S
        while (answer := await _try(box, press_id, seen)) is None:
            assert time.monotonic() < deadline, "a press was not answered in a minute"
            await asyncio.sleep(0.1)
        async with seen.news:
            before = seen.told.setdefault(str(press_id), answer)
            seen.news.notify_all()
        if before["alarm_id"] != answer["alarm_id"]:
            seen.doubled.append(str(press_id))
        # Now and then long enough for the desk to reset and close.
        await asyncio.sleep(1.5 if rng.random() < 0.25 else rng.uniform(0.02, 0.2))


async def _try(box: Box, press_id: UUID, seen: Seen) -> dict[str, Any] | None:
    """Send once; None where there was no good answer."""
    seen.tries += 1
    try:
        answer = await box.press(press_id)
    except (aiohttp.ClientError, TimeoutError, OSError):
        return None
    assert answer.status in (200, 201) or answer.status >= 500, answer.body
    return dict(answer.body) if answer.status < 300 else None


async def _play(base: str, number: int, seen: Seen) -> None:
    """An officer: accepts, goes, clears, and is free for the next."""
    name = f"officer{number}"

    async def on_task(task: dict[str, Any]) -> None:
        if not task["ringing"]:
            return
        seen.rung.setdefault(task["incident_id"], set()).add(name)
        with contextlib.suppress(Refused):
            taken = await phone.move(task["task_id"], "accept")
            seen.accepted[taken["task_id"]] = name
            for move in ("en_route", "on_scene", "clear"):
                await phone.move(task["task_id"], move)

    while True:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, Refused):
            async with Phone(base, name, PASSWORD, on_task) as phone:
                await phone.sign_in()
                await phone.set_duty(True)
                await phone.report(Place(35.07 + number / 1000, 116.31))
                await phone.run()
        await asyncio.sleep(0.2)


async def _settled(system: System) -> None:
    """Wait until everything that was promised and is due has been done."""
    deadline = time.monotonic() + _SETTLE_MOST_S
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(system.database_url)
            try:
                due = await connection.fetchval(
                    "SELECT count(*) FROM job WHERE state = 'running'"
                    " OR (state = 'waiting' AND due_at < now() - interval '1 second')"
                )
            finally:
                await connection.close()
            if due == 0:
                return
        await asyncio.sleep(0.25)
    raise AssertionError("what was promised is not done a minute after the storm")


async def violations(system: System, seen: Seen) -> list[str]:
    """Everything that is not as the outside world was told. Empty is what must be."""
    connection = await asyncpg.connect(system.database_url)
    try:
        alarms = await connection.fetch("SELECT alarm_id, press_id, incident_id FROM alarm")
        tasks = await connection.fetch("SELECT task_id, unit_id, need_id, state, reason FROM task")
        holders = await connection.fetch(
            "SELECT need_id, count(*) FROM task"
            " WHERE state IN ('accepted', 'en_route', 'on_scene', 'cleared')"
            " GROUP BY need_id HAVING count(*) > 1"
        )
        needless = await connection.fetch(
            "SELECT incident_id FROM incident i WHERE state NOT IN ('closed', 'cancelled')"
            " AND NOT EXISTS (SELECT FROM need n WHERE n.incident_id = i.incident_id)"
        )
        deaf = await connection.fetch(
            "SELECT need_id FROM need n WHERE state = 'open' AND NOT exhausted AND NOT EXISTS"
            " (SELECT FROM task t WHERE t.need_id = n.need_id"
            " AND t.state IN ('offered', 'received'))"
        )
        late = await connection.fetch(
            "SELECT need_id FROM need WHERE state <> 'ended'"
            " AND next_at < now() - interval '3 seconds'"
        )
        failed = await connection.fetch("SELECT kind, trouble FROM job WHERE state = 'failed'")
        latched = await connection.fetch(
            "SELECT i.incident_id FROM incident i WHERE latched <> (SELECT count(*) FROM alarm a"
            " WHERE a.incident_id = i.incident_id AND a.state = 'latched')"
        )
        seqs = [row["seq"] for row in await connection.fetch("SELECT seq FROM event ORDER BY seq")]
        # What was written in this very second may still be on its way.
        waiting = await connection.fetchval(
            "SELECT count(*) FROM outbox WHERE at < now() - interval '3 seconds'"
        )
    finally:
        await connection.close()
    found = []
    kept = {str(row["press_id"]): str(row["alarm_id"]) for row in alarms}
    found += [f"lost: {press}" for press in seen.told if press not in kept]
    found += [
        f"told another alarm: {press}"
        for press, told in seen.told.items()
        if kept.get(press) not in (None, told["alarm_id"])
    ]
    found += [f"doubled: {press}" for press in seen.doubled]
    if len(kept) != len(alarms):
        found.append("a press stands twice")
    found += [f"kept but never told: {press}" for press in kept if press not in seen.told]
    found += [f"two units hold need {row['need_id']}" for row in holders]
    active: dict[Any, int] = {}
    for row in tasks:
        if row["state"] in ("offered", "received", "accepted", "en_route", "on_scene"):
            active[row["unit_id"]] = active.get(row["unit_id"], 0) + 1
    found += [f"unit {unit} has {count} tasks" for unit, count in active.items() if count > 1]
    # Who has accepted keeps the task until it is cleared, or until a person ends the incident.
    kept_by_phone = {
        str(row["task_id"])
        for row in tasks
        if row["state"] in ("accepted", "en_route", "on_scene", "cleared")
        or (row["state"], row["reason"]) == ("withdrawn", "incident_ended")
    }
    found += [f"accepted and lost: {task}" for task in seen.accepted if task not in kept_by_phone]
    found += [f"no ladder for incident {row['incident_id']}" for row in needless]
    found += [f"ladder stands still: {row['need_id']}" for row in (*deaf, *late)]
    found += [f"given up: {row['kind']} {row['trouble']}" for row in failed]
    found += [f"latched alarms miscounted: {row['incident_id']}" for row in latched]
    if seqs != list(range(seqs[0], seqs[0] + len(seqs))) if seqs else False:
        found.append("event numbers have a hole")
    if waiting:
        found.append(f"{waiting} events never got their number")
    return found
