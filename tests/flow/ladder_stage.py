"""Two phones, two tiers, one incident at a time, and a carrier that may die: for the model.

The service is the real one over a real database. What lies between it and the phones is a bag of
messages that may be lost, repeated and overtake each other.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from jobs import claims
from jobs.job import Hold, Job
from jobs.kinds import KINDS
from jobs.run import run
from service.platform.asks import Errand, system
from service.platform.db import Connection
from service.platform.outbox import Lane
from tests.support import hamlet
from tests.support.people import Answer, Box, Officer, Person
from tests.support.town_house import Town

# The officer of each tier's unit, and where he stands.
OFFICERS = {1: hamlet.north(1700), 4: hamlet.north(1700, -6000)}


@dataclass(frozen=True)
class Message:
    """A move under way to the service; by the desk where no officer says it."""

    officer: int | None
    task_id: str
    move: str


class _Killed(BaseException):
    """kill -9, as the database sees it: what was not committed never was."""


class _Mortal(Hold):
    """A job in the hand of a carrier that dies before it commits."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        async with super().transaction() as connection:
            yield connection
            raise _Killed


@dataclass
class Stage:
    """What the model plays on."""

    town: Town
    box: Box
    desk: Person
    officers: dict[int, Officer]
    incident_id: str = ""
    alarm_id: str = ""
    on_duty: set[int] = field(default_factory=set)
    # Each officer's tasks as his phone saw them last, newest first: it may be long out of date.
    known: dict[int, list[str]] = field(default_factory=dict)
    stalled: list[Job] = field(default_factory=list)
    closed: bool = False

    @classmethod
    async def begin(cls, town: Town, box: Box, on_duty: set[int]) -> "Stage":
        """A press at the kindergarten, which calls one unit; nobody has looked at it yet."""
        officers = {n: await town.officer(n) for n in OFFICERS}
        stage = cls(town, box, await town.person("county"), officers)
        await stage._clear_up()
        for number in sorted(on_duty):
            await stage.change_duty(number)
        await stage.press()
        return stage

    async def _clear_up(self) -> None:
        """What an example left that broke off: leases, open incidents, officers on duty."""
        self.town.clock.forward(seconds=10)
        for row in await self.town.rows("SELECT incident_id FROM incident WHERE state <> 'closed'"):
            self.incident_id = str(row["incident_id"])
            await self.close()
        self.closed = False
        for officer in self.officers.values():
            await officer.post("/v1/me/duty", {"on": False})
        await self.work()

    async def press(self) -> None:
        """Press the key; while the incident is open, a further press joins it."""
        taken = await self.box.press()
        assert taken.status == 201, taken.body
        self.incident_id, self.alarm_id = taken.body["incident_id"], taken.body["alarm_id"]

    # ── Phones ──────────────────────────────────────────────────────────────────────────────

    async def change_duty(self, number: int) -> None:
        """An officer goes on duty, or off it."""
        officer = self.officers[number]
        if number in self.on_duty:
            self.on_duty.discard(number)
            assert (await officer.post("/v1/me/duty", {"on": False})).status == 200
        else:
            self.on_duty.add(number)
            await officer.on_duty(OFFICERS[number], self.town.now)

    async def look(self, number: int) -> None:
        """A phone reads its inbox."""
        seen = [str(task["task_id"]) for task in await self.officers[number].tasks()]
        before = [one for one in self.known.get(number, []) if one not in seen]
        self.known[number] = [*reversed(seen), *before]

    async def deliver(self, message: Message) -> Answer:
        """A message arrives."""
        who = self.desk if message.officer is None else self.officers[message.officer]
        return await who.move("tasks", message.task_id, move=message.move)

    async def close(self) -> None:
        """The desk resets the alarm and closes the incident."""
        for row in await self.town.rows(
            "SELECT alarm_id FROM alarm WHERE incident_id = $1 AND state = 'latched'",
            self.incident_id,
        ):
            reset = {"disposition": "accidental"}
            await self.desk.post(f"/v1/alarms/{row['alarm_id']}/reset", reset)
        answer = await self.desk.move(
            "incidents", self.incident_id, move="close", disposition="accidental"
        )
        assert answer.status == 200, answer.body
        self.closed = True

    # ── Carriers ────────────────────────────────────────────────────────────────────────────

    async def work(self) -> None:
        """A carrier does all that is due, after taking back what dead ones had in hand."""
        house = self.town.house
        async with house.db.transaction() as connection:
            await claims.sweep(connection, self.town.clock.now())
        await self.town.work()

    async def die(self) -> None:
        """A carrier claims what is due first, does it, and dies before it commits."""
        with system(Errand.CARRIER):
            for job in await self._claimed():
                try:
                    await KINDS[job.kind].run(self.town.house, _Mortal(self.town.house, job))
                except _Killed:
                    continue

    async def stall(self) -> None:
        """A carrier claims what is due first and stands still: its lease will end."""
        self.stalled += await self._claimed()

    async def wake(self) -> None:
        """It goes on; where another has its job by now, it writes nothing."""
        jobs, self.stalled = self.stalled, []
        for job in jobs:
            await run(self.town.house, job)

    async def _claimed(self) -> list[Job]:
        async with self.town.house.db.reading() as connection:
            now = self.town.clock.now()
            return await claims.claim(connection, "doomed", [Lane.CRITICAL], 1, now)

    # ── What the rows say ───────────────────────────────────────────────────────────────────

    async def rows(self) -> "Rows":
        """Everything about this incident, read past the service."""
        incident, needs, tasks, jobs = [
            await self.town.rows(statement, *values)
            for statement, *values in (
                ("SELECT * FROM incident WHERE incident_id = $1", self.incident_id),
                ("SELECT * FROM need WHERE incident_id = $1", self.incident_id),
                (
                    "SELECT * FROM task WHERE incident_id = $1 ORDER BY offered_at, task_id",
                    self.incident_id,
                ),
                ("SELECT * FROM job WHERE state IN ('waiting', 'running') AND lane = 'critical'",),
            )
        ]
        return Rows(incident[0], needs, tasks, jobs)


@dataclass(frozen=True)
class Rows:
    """What stands in the database at one moment."""

    incident: dict[str, Any]
    needs: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    jobs: list[dict[str, Any]]

    def task(self, task_id: str) -> dict[str, Any]:
        """One task."""
        return next(t for t in self.tasks if str(t["task_id"]) == task_id)

    def need_of(self, task: dict[str, Any]) -> dict[str, Any]:
        """The need that it is for."""
        return next(n for n in self.needs if n["need_id"] == task["need_id"])


async def both(stage: Stage, one: Message, other: Message) -> list[Answer]:
    """Two messages arrive at once, and a carrier works meanwhile."""
    first, second, _ = await asyncio.gather(stage.deliver(one), stage.deliver(other), stage.work())
    return [first, second]
