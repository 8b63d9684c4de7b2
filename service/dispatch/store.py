"""Needs, tasks and deliveries in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from service.dispatch.wire import Message, Need, NewMessage, Task, TaskState
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements

_sql = Statements(__file__)

Rows = Sequence[Mapping[str, object]]


async def add_needs(connection: Connection, rows: Rows) -> set[UUID]:
    """Open needs; those that were not there already."""
    return {row["need_id"] for row in await connection.fetch(_sql["add_needs"], rows)}


async def needs_of(connection: Connection, incident_id: UUID) -> list[Need]:
    """Every need of an incident."""
    return await many(connection, Need, _sql["needs_of"], incident_id)


async def needs_of_all(connection: Connection, incident_ids: Iterable[UUID]) -> list[Need]:
    """Every need of these incidents."""
    return await many(connection, Need, _sql["needs_of_all"], list(incident_ids))


async def needs_due(
    connection: Connection, roots: Iterable[str], now: datetime, count: int
) -> list[Need]:
    """Needs of these regions that are to be looked at, the longest due first."""
    return await many(connection, Need, _sql["needs_due"], list(roots), now, count)


async def need_locked(connection: Connection, need_id: UUID) -> Need | None:
    """One need, locked until the transaction ends."""
    return await one(connection, Need, _sql["need_locked"], need_id)


async def step_needs(connection: Connection, rows: Rows) -> set[UUID]:
    """Move needs on that nobody has touched since they were read; which those were."""
    return {row["need_id"] for row in await connection.fetch(_sql["step_needs"], rows)}


async def next_due(connection: Connection, roots: Iterable[str]) -> list[tuple[str, datetime]]:
    """When the next need of each region is to be looked at."""
    rows = await connection.fetch(_sql["next_due"], list(roots))
    return [(row["root"], row["next_at"]) for row in rows]


async def look_again(connection: Connection, need_ids: Iterable[UUID], at: datetime) -> None:
    """Let needs be looked at from an instant on."""
    await run(connection, _sql["look_again"], list(need_ids), at)


async def wake_exhausted(connection: Connection, root: str, now: datetime) -> int:
    """Look again at needs for whom nobody was left; how many."""
    return len(await connection.fetch(_sql["wake_exhausted"], root, now))


async def hold_need(
    connection: Connection, need_id: UUID, task_id: UUID, next_at: datetime
) -> bool:
    """Give a need to the task that was accepted; whether it was still open."""
    return await value(connection, _sql["hold_need"], need_id, task_id, next_at) is not None


async def open_need(connection: Connection, need_id: UUID, now: datetime) -> None:
    """Let a need look for a unit again."""
    await run(connection, _sql["open_need"], need_id, now)


async def start_anew(connection: Connection, need_id: UUID, now: datetime) -> None:
    """Look at an open need at once, and let its time begin anew."""
    await run(connection, _sql["start_anew"], need_id, now)


async def end_need(connection: Connection, need_id: UUID) -> None:
    """Let a need rest."""
    await run(connection, _sql["end_need"], need_id)


async def start_over(connection: Connection, incident_id: UUID, now: datetime) -> None:
    """Look at the open needs of an incident as if they had just arisen."""
    await run(connection, _sql["start_over"], incident_id, now)


async def end_needs_of(connection: Connection, incident_id: UUID) -> None:
    """Let all needs of an incident rest."""
    await run(connection, _sql["end_needs_of"], incident_id)


async def tasks_of_needs(connection: Connection, need_ids: Iterable[UUID]) -> list[Task]:
    """Every task of these needs, in the order in which they were offered."""
    return await many(connection, Task, _sql["tasks_of_needs"], list(need_ids))


async def tasks_of_incident(connection: Connection, incident_id: UUID) -> list[Task]:
    """Every task of an incident, in the order in which they were offered."""
    return await many(connection, Task, _sql["tasks_of_incident"], incident_id)


async def active_of_incidents(
    connection: Connection, incident_ids: Iterable[UUID], after: UUID, count: int
) -> list[Task]:
    """What rings or is in hand for these incidents, by id."""
    ids = list(incident_ids)
    return await many(connection, Task, _sql["active_of_incidents"], ids, after, count)


async def active_of_unit(connection: Connection, unit_id: UUID) -> list[Task]:
    """What a unit is asked, and what it has in hand."""
    return await many(connection, Task, _sql["active_of_unit"], unit_id)


async def task_by_id(connection: Connection, task_id: UUID) -> Task | None:
    """One task."""
    return await one(connection, Task, _sql["task_by_id"], task_id)


async def busy_units(connection: Connection, *, without: Iterable[UUID] = ()) -> set[UUID]:
    """Units that are asked or under way, these tasks not counted."""
    rows = await connection.fetch(_sql["busy_units"], list(without))
    return {row["unit_id"] for row in rows}


async def add_tasks(connection: Connection, rows: Rows) -> list[Task]:
    """Ask units; those that somebody else has asked in the meantime are left out."""
    return await many(connection, Task, _sql["add_tasks"], rows)


async def set_channels(connection: Connection, rows: Rows) -> list[tuple[UUID, int]]:
    """Move rings without receipt to their next channel; which were."""
    found = await connection.fetch(_sql["set_channels"], rows)
    return [(row["task_id"], row["channel"]) for row in found]


async def end_rings(
    connection: Connection, task_ids: Iterable[UUID], state: TaskState, now: datetime
) -> list[Task]:
    """End these rings; those that were still ringing."""
    return await many(connection, Task, _sql["end_rings"], list(task_ids), state, now)


async def end_rings_of_need(
    connection: Connection, need_id: UUID, state: TaskState, now: datetime, reason: str | None
) -> list[Task]:
    """End every ring of a need; those that were still ringing."""
    return await many(connection, Task, _sql["end_rings_of_need"], need_id, state, now, reason)


async def end_tasks_of_incident(
    connection: Connection, incident_id: UUID, now: datetime, reason: str
) -> list[Task]:
    """End everything that goes on for an incident."""
    return await many(connection, Task, _sql["end_tasks_of_incident"], incident_id, now, reason)


async def end_rings_of_unit(
    connection: Connection, unit_id: UUID, now: datetime, reason: str
) -> list[Task]:
    """End every ring of a unit."""
    return await many(connection, Task, _sql["end_rings_of_unit"], unit_id, now, reason)


async def move_task(
    connection: Connection,
    task: Task,
    state: TaskState,
    now: datetime,
    eta_s: float | None,
    reason: str,
) -> Task | None:
    """Move a task on from the state in which it was read; None where it has moved meanwhile."""
    values = (task.task_id, task.state, state, now, eta_s, reason)
    return await one(connection, Task, _sql["move_task"], *values)


async def set_lost(connection: Connection, task_id: UUID, at: datetime | None) -> Task | None:
    """Mark a unit on a task as lost, or as found again; None where it is so already."""
    return await one(connection, Task, _sql["set_lost"], task_id, at)


async def add_message(
    connection: Connection,
    incident_id: UUID,
    account_id: UUID,
    who: str,
    unit_id: UUID | None,
    new: NewMessage,
    now: datetime,
) -> Message | None:
    """Add a line to a thread; None where its number is taken."""
    return await one(
        connection,
        Message,
        _sql["add_message"],
        *(new.message_id, incident_id, now, account_id, who, unit_id, new.text),
    )


async def message_count(connection: Connection, incident_id: UUID) -> int:
    """How many lines an incident has."""
    return int(await value(connection, _sql["message_count"], incident_id))


async def message_of(
    connection: Connection, message_id: UUID, incident_id: UUID, account_id: UUID
) -> Message | None:
    """A line that this account wrote about this incident."""
    return await one(connection, Message, _sql["message_of"], message_id, incident_id, account_id)


async def messages_of(connection: Connection, incident_id: UUID) -> list[Message]:
    """Every line about an incident, in the order of time."""
    return await many(connection, Message, _sql["messages_of"], incident_id)


async def forget_messages(connection: Connection, incident_ids: Sequence[UUID]) -> None:
    """Delete the words between desk and units of these incidents."""
    await run(connection, _sql["forget_messages"], list(incident_ids))
