"""What ends tasks from outside: an incident is over, a unit goes off duty or comes on."""

from datetime import datetime
from uuid import UUID

from service.dispatch import show, store
from service.dispatch.ladder import OFF_DUTY
from service.dispatch.promises import promise_round
from service.dispatch.wire import ACTIVE, NeedState, Task
from service.incident import actions as incident
from service.incident.wire import Entry, EntryKind, Whole
from service.patrol import actions as patrol
from service.platform.db import Connection, Transaction
from service.platform.house import House


async def stand_down(
    house: House, connection: Connection, whole: Whole, now: datetime, reason: str
) -> None:
    """An incident is over: nobody is asked any more, and whoever is under way is told."""
    needs = {n.need_id: n for n in await store.needs_of(connection, whole.incident_id)}
    await store.end_needs_of(connection, whole.incident_id)
    ended = await store.end_tasks_of_incident(connection, whole.incident_id, now, reason)
    said = show.changed(ended, needs, {whole.incident_id: whole})
    lines = [(whole.incident_id, Entry(EntryKind.WITHDRAWN, t.call_sign)) for t in ended]
    await incident.write(connection, now, lines)
    await _freed(house, connection, whole.scope[-1], ended, now)
    await house.outbox.say(connection, now, *said)


async def end_dispatch(house: House, incident_id: UUID, transaction: Transaction) -> None:
    """Stand down what an ended incident still has going on."""
    now = house.clock.now()
    async with transaction() as connection:
        whole = (await incident.wholes(connection, [incident_id]))[incident_id]
        if not whole.open:
            await stand_down(house, connection, whole, now, "incident_ended")


async def make_real(house: House, incident_id: UUID, transaction: Transaction) -> None:
    """A drill was said to be real: units outside it are asked as well, from the first tier on.

    Whoever is under way for the drill stays with it, and is told.
    """
    now = house.clock.now()
    async with transaction() as connection:
        whole = (await incident.wholes(connection, [incident_id]))[incident_id]
        if not whole.open:
            return
        needs = {n.need_id: n for n in await store.needs_of(connection, incident_id)}
        await store.start_over(connection, incident_id, now)
        tasks = await store.tasks_of_incident(connection, incident_id)
        active = [task for task in tasks if task.state in ACTIVE]
        said = show.changed(active, needs, {incident_id: whole})
        await house.outbox.say(
            connection, now, *said, promises=[promise_round(whole.scope[-1], now)]
        )


async def follow_duty(house: House, unit_id: UUID, transaction: Transaction) -> None:
    """A unit went off duty: its rings pass on at once. One came on: those still waiting see it."""
    now = house.clock.now()
    async with transaction() as connection:
        unit = await patrol.unit(connection, unit_id)
        root = unit.lineage[-1]
        if unit.on_duty:
            await store.wake_exhausted(connection, root, now)
        else:
            await _pass_on(house, connection, unit_id, now)
        await house.outbox.promise(connection, now, promise_round(root, now))


async def _pass_on(house: House, connection: Connection, unit_id: UUID, now: datetime) -> None:
    """End a unit's rings, and look again at the needs for which it rang or is under way."""
    held = await store.active_of_unit(connection, unit_id)
    ended = await store.end_rings_of_unit(connection, unit_id, now, OFF_DUTY)
    needs = {
        need.need_id: need
        for task in held
        if (need := await store.need_locked(connection, task.need_id)) is not None
    }
    wholes = await incident.wholes(connection, {t.incident_id for t in held})
    await store.look_again(
        connection, [i for i, n in needs.items() if n.state is not NeedState.ENDED], now
    )
    lines = [
        (t.incident_id, Entry(EntryKind.WITHDRAWN, t.call_sign, {"reason": OFF_DUTY}))
        for t in ended
    ]
    await incident.write(connection, now, lines)
    await house.outbox.say(connection, now, *show.changed(ended, needs, wholes))


async def _freed(
    house: House, connection: Connection, root: str, ended: list[Task], now: datetime
) -> None:
    """Units are free again: needs for which nobody was left are looked at at once."""
    if ended and await store.wake_exhausted(connection, root, now):
        await house.outbox.promise(connection, now, promise_round(root, now))
