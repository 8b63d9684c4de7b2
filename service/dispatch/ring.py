"""Ringing a unit's phones by a channel other than the live stream."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from service.dispatch import rules, store
from service.dispatch.promises import promise_ring, promise_withdrawal
from service.dispatch.wire import Task, TaskState, rings_no_more
from service.identity import actions as identity
from service.incident import actions as incident
from service.incident.wire import Entry, EntryKind, Whole
from service.patrol import actions as patrol
from service.phone import actions as phones
from service.phone.wire import Addressed, Queued
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.push import Address, Answer, Channel, Outcome, PhoneNumber, Ring

# Neutral on purpose: a text message is read over shoulders and kept by carriers.
WORDS = "平安铃：您有新任务，请打开巡防终端。Watchbell: you have a task, open your patrol page."

# What every phone is rung by at once, beside the stream that it may be listening to.
LIVE = "live"


class _Call(Struct, frozen=True):
    """One attempt: by whom, to where, and how it is written."""

    queued: Queued
    by: Channel | None
    address: Address
    phone: Addressed | None = None


async def ring(house: House, task_id: UUID, step: int, transaction: Transaction) -> None:
    """Ring the phones of a task that nobody has received, and note what the gateways said.

    Nothing that a gateway says stops a clock: only the phone's own receipt does. Where every
    gateway refuses, the next channel rings at once.
    """
    async with house.db.reading() as connection:
        task = await store.task_by_id(connection, task_id)
        assert task is not None, "a ring is promised for a task that exists"
        whole = (await incident.wholes(connection, [task.incident_id]))[task.incident_id]
        waits = task.state is TaskState.OFFERED
        calls = await _calls(house, connection, task, whole, step) if waits else []
    async with house.db.transaction() as connection:
        await phones.queue(connection, [c.queued for c in calls], house.clock.now())
    until = task.offered_at + timedelta(seconds=whole.plan.timers.ring_most_s)
    answers = await asyncio.gather(*(_send(call, until) for call in calls))
    async with transaction() as connection:
        await _note(house, connection, task, whole, step, calls, answers)


async def _calls(
    house: House, connection: Connection, task: Task, whole: Whole, step: int
) -> list[_Call]:
    """Who is rung by a step of the plan: every phone that a gateway can ring, at each step anew,
    and by the step's own channel every officer.
    """
    officers = await patrol.members(connection, task.unit_id)
    calls = [
        _Call(
            _queued(house, task, one.account_id, one.phone_id, one.gateway, step),
            house.channels[one.gateway],
            one.address,
            one,
        )
        for one in await phones.addressed(house, connection, officers)
        if one.gateway in house.channels
    ]
    name = whole.plan.channels[step] if step < len(whole.plan.channels) else LIVE
    if name != LIVE:
        for account_id in officers:
            number = await identity.phone_number(house, connection, account_id)
            queued = _queued(house, task, account_id, None, name, step)
            calls.append(_Call(queued, house.channels.get(name), PhoneNumber(number or "")))
    return calls


def _queued(
    house: House, task: Task, account_id: UUID, phone_id: UUID | None, channel: str, step: int
) -> Queued:
    """The same attempt has the same number, also when its carrier died half-way."""
    delivery_id = phones.delivery_id(house, task.task_id, channel, phone_id or account_id, step)
    return Queued(delivery_id, task.task_id, account_id, phone_id, channel, step + 1)


async def _send(call: _Call, until: datetime) -> Answer:
    if call.by is None:
        return Answer(Outcome.CONFIG, "no_gateway")
    assert call.queued.task_id is not None, "a call is for a task"
    about = Ring(
        task_id=call.queued.task_id,
        words=WORDS,
        expires_at=until,
        version=call.queued.attempt,
        attempt_id=call.queued.delivery_id,
        phone_id=call.queued.phone_id,
    )
    return await call.by.send(about, call.address)


async def _note(
    house: House,
    connection: Connection,
    task: Task,
    whole: Whole,
    step: int,
    calls: Sequence[_Call],
    answers: Sequence[Answer],
) -> None:
    """Write what the gateways said; where none took it, go on to the next channel at once."""
    now = house.clock.now()
    by_channel: dict[str, list[str]] = {}
    for call, answer in zip(calls, answers, strict=True):
        doubted = await phones.answered(house, connection, call.queued, answer, call.phone)
        said = "brake" if doubted else answer.outcome
        by_channel.setdefault(call.queued.channel, []).append(said)
    lines = [
        (
            task.incident_id,
            Entry(
                EntryKind.CHANNEL, task.call_sign, {"channel": name, "outcomes": sorted(outcomes)}
            ),
        )
        for name, outcomes in by_channel.items()
    ]
    await incident.write(connection, now, lines)
    at_end = await store.task_by_id(connection, task.task_id)
    if at_end is not None and rings_no_more(at_end):  # It ended while its phones were rung.
        await house.outbox.promise(connection, now, promise_withdrawal(task.task_id, now))
    further = step + 1 < len(whole.plan.channels)
    if calls and further and not any(rules.may_arrive(answer.outcome) for answer in answers):
        row = {"task_id": task.task_id, "channel": step + 1}
        if await store.set_channels(connection, [row]):
            promise = promise_ring(task.task_id, step + 1, now)
            await house.outbox.promise(connection, now, promise)
