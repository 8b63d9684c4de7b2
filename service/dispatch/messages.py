"""Lines between the desk and the units of an incident."""

from uuid import UUID

from msgspec import Struct

from service.core.problem import NotFound
from service.dispatch import store
from service.dispatch.wire import HOLDING, MESSAGE, Message, NewMessage, TaskOver, ThreadFull
from service.identity.wire import DESK, STAFF, Role, Who
from service.incident import actions as incident
from service.incident.wire import Entry, EntryKind, Whole
from service.patrol import actions as patrol
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Said, unit_scope

# More than anybody reads; what has to be said at that length is said by voice.
MESSAGES_MOST = 500


class _Writer(Struct, frozen=True):
    """In whose name somebody writes: the desk's, or his unit's."""

    name: str
    unit_id: UUID | None


async def messages(connection: Connection, who: Who, incident_id: UUID) -> list[Message]:
    """The thread of an incident that you see, or that your unit has in hand. Raises NotFound."""
    whole = await _whole(connection, incident_id)
    if not who.sees(whole.scope, STAFF):
        await _as_unit(connection, who, incident_id)
    return await store.messages_of(connection, incident_id)


async def write(house: House, who: Who, incident_id: UUID, new: NewMessage) -> Message:
    """Write a line to everybody who has to do with an incident.

    Raises NotFound, TaskOver where it has ended, ThreadFull.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        whole = await _whole(connection, incident_id)
        by = await _writer(connection, who, whole)
        standing = await store.message_of(connection, new.message_id, incident_id, who.account_id)
        if standing is not None:
            return standing
        if not whole.open:
            raise TaskOver("The incident has ended.")
        if await store.message_count(connection, incident_id) >= MESSAGES_MOST:
            raise ThreadFull
        added = await store.add_message(
            connection, incident_id, who.account_id, by.name, by.unit_id, new, now
        )
        if added is None:
            # It was being sent twice at this moment, or its number is another message's.
            standing = await store.message_of(
                connection, new.message_id, incident_id, who.account_id
            )
            if standing is None:
                raise NotFound(field="message_id")
            return standing
        entry = Entry(EntryKind.MESSAGE, by.name, {"note": new.text})
        await incident.write(connection, now, [(incident_id, entry)])
        scope = [*whole.scope, *await _units(connection, incident_id)]
        await house.outbox.say(connection, now, Said(MESSAGE, scope, added, incident_id))
    return added


async def _whole(connection: Connection, incident_id: UUID) -> Whole:
    found = (await incident.wholes(connection, [incident_id])).get(incident_id)
    if found is None:
        raise NotFound(field="incident_id")
    return found


async def _writer(connection: Connection, who: Who, whole: Whole) -> _Writer:
    if who.sees(whole.scope, DESK):
        return _Writer(who.display, None)
    return await _as_unit(connection, who, whole.incident_id)


async def _as_unit(connection: Connection, who: Who, incident_id: UUID) -> _Writer:
    """An officer whose unit has the incident in hand. Raises NotFound."""
    if who.has([Role.PATROL_OFFICER]):
        unit = await patrol.unit_of(connection, who)
        for task in await store.active_of_unit(connection, unit.unit_id):
            if task.incident_id == incident_id and task.state in HOLDING:
                return _Writer(unit.call_sign, unit.unit_id)
    raise NotFound(field="incident_id")


async def _units(connection: Connection, incident_id: UUID) -> list[str]:
    """The marks of the units that have the incident in hand."""
    tasks = await store.tasks_of_incident(connection, incident_id)
    return sorted({unit_scope(t.unit_id) for t in tasks if t.state in HOLDING})
