"""Ringing a unit's phones by a channel other than the live stream."""

from datetime import timedelta
from uuid import UUID

from service.core.ids import new_id
from service.dispatch import store
from service.dispatch.wire import TaskState
from service.identity import actions as identity
from service.incident import actions as incident
from service.incident.wire import Entry, EntryKind
from service.patrol import actions as patrol
from service.platform.db import Transaction
from service.platform.house import House
from service.platform.push import Answer, Outcome, PhoneNumber, Ring

# Neutral on purpose: a text message is read over shoulders and kept by carriers.
WORDS = "平安铃：您有新任务，请打开巡防终端。Watchbell: you have a task, open your patrol page."
# Gateways keep a message this long for a phone without a network; by then the ladder has moved on.
_LASTS = timedelta(minutes=5)


async def ring(house: House, task_id: UUID, channel: int, transaction: Transaction) -> None:
    """Ring the phones of a task that nobody has received, and note what the gateway said.

    Nothing that a gateway says stops a clock: only the phone's own receipt does.
    """
    async with house.db.reading() as connection:
        task = await store.task_by_id(connection, task_id)
        assert task is not None, "a ring is promised for a task that exists"
        whole = (await incident.wholes(connection, [task.incident_id]))[task.incident_id]
        name = whole.plan.channels[channel]
        waits = task.state is TaskState.OFFERED
        officers = await patrol.members(connection, task.unit_id) if waits else []
        addresses = [await identity.phone_number(house, connection, one) for one in officers]
    by = house.channels.get(name)
    message = Ring(
        task_id=task_id,
        words=WORDS,
        expires_at=house.clock.now() + _LASTS,
        version=channel + 1,
    )
    answers = [
        Answer(Outcome.CONFIG) if by is None else await by.send(message, PhoneNumber(address or ""))
        for address in addresses
    ]
    outcomes = [answer.outcome for answer in answers]
    now = house.clock.now()
    async with transaction() as connection:
        for outcome in outcomes:
            await store.add_delivery(connection, new_id(now), task_id, name, now, outcome)
        if outcomes:
            body = {"channel": name, "outcomes": outcomes}
            entry = Entry(EntryKind.CHANNEL, task.call_sign, body)
            await incident.write(connection, now, [(task.incident_id, entry)])
