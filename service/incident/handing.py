"""Command that goes from one person to another: offered with a note, and taken only by a yes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.core.ids import new_id
from service.core.problem import Invalid, NotFound
from service.identity import actions as identity
from service.identity.wire import DESK, STAFF, Colleague, Who
from service.incident import handed, rules, store
from service.incident.actions import about
from service.incident.wire import (
    CHANGED,
    HANDOVER_ENDED,
    HANDOVER_OFFERED,
    Commander,
    Entry,
    EntryKind,
    Handover,
    HandoverMove,
    HandoverRow,
    HandoverWaits,
    MoveHandover,
    NewHandover,
    NothingToHandOver,
    Whole,
)
from service.platform.asks import Errand
from service.platform.db import Connection, lifted
from service.platform.house import House
from service.platform.outbox import Said, Topic, person_scope

PEOPLE_MOST = 500
HANDOVERS_MOST = 200


async def people(house: House, who: Who, incident_id: UUID | None) -> list[Colleague]:
    """To whom you may hand over one incident that you command, or all: others who see them.

    Of all, those that lie beyond your areas are no condition; who does not see them leaves them.
    """
    chosen = None if incident_id is None else [incident_id]
    async with house.db.transaction() as connection, lifted(connection, Errand.COMMAND):
        mine = await handed.commanded(connection, who.account_id, chosen)
        if not mine:
            return []
        [*_, least] = rules.handover_parts(mine, who.areas(DESK), named=chosen is not None)
        found = await _sitting_at(connection, least, house.clock.now())
    return [one for one in found if one.account_id != who.account_id]


async def _sitting_at(
    connection: Connection, incidents: Sequence[Whole], now: datetime
) -> list[Colleague]:
    """Who may sit at a desk of each of these."""
    scopes = [whole.scope for whole in incidents]
    return await identity.desk_people(connection, scopes, now, PEOPLE_MOST)


async def waiting(house: House, who: Who) -> list[Handover]:
    """What is offered in your areas, or by you, and waits for an answer, the oldest first."""
    async with house.db.reading() as connection:
        rows = await handed.handovers_within(
            connection, who.areas(STAFF), who.account_id, HANDOVERS_MOST
        )
    return [_shown(row) for row in rows]


async def offer(house: House, who: Who, asked: NewHandover) -> Handover:
    """Offer what you command to a person. Raises NothingToHandOver, Invalid, HandoverWaits.

    Also what was transferred out of your areas: who commands may hand over until another has it.
    """
    if not asked.note.strip():
        raise Invalid("Whoever takes over needs to know how it stands.", field="note")
    async with house.transaction() as connection, lifted(connection, Errand.COMMAND):
        return await _offer(house, connection, who, asked, house.clock.now())


async def _offer(
    house: House, connection: Connection, who: Who, asked: NewHandover, now: datetime
) -> Handover:
    named = asked.incidents or None
    mine = await handed.commanded(connection, who.account_id, named, locked=True)
    if not mine or (named and len(mine) < len(set(named))):
        raise NothingToHandOver(field="incidents")
    for part in rules.handover_parts(mine, who.areas(DESK), named=named is not None):
        fit = await _sitting_at(connection, part, now)
        to = next((one for one in fit if one.account_id == asked.to), None)
        if to is not None:
            break
    if to is None or to.account_id == who.account_id:
        raise Invalid("This person does not sit at a desk of these incidents.", field="to")
    note = asked.note.strip()
    row = await handed.add_handover(connection, new_id(now), part, who, to, note, now)
    if row is None:
        raise HandoverWaits(field="to")
    entry = Entry(EntryKind.HANDOVER_OFFERED, who.display, {"to": to.display, "note": note})
    await store.write(connection, now, [(whole.incident_id, entry) for whole in part])
    said = [about(CHANGED, whole) for whole in part]
    await house.outbox.say(connection, now, _about(HANDOVER_OFFERED, row), *said)
    return _shown(row)


async def move(house: House, who: Who, handover_id: UUID, asked: MoveHandover) -> Handover:
    """Accept, decline or withdraw. Raises NotFound, HandoverOver, NotYours.

    What has ended meanwhile, or is commanded by somebody else by now, stays as it is.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await handed.handover_locked(connection, handover_id)
        if row is None or not (who.account_id == row.from_id or who.sees(row.scope, DESK)):
            raise NotFound(field="handover_id")
        state = rules.check_handover(row, who.account_id, asked.move, now)
        # Also those beyond the areas of who answers: he has all of them or none.
        async with lifted(connection, Errand.COMMAND):
            mine = await handed.commanded(connection, row.from_id, row.incidents, locked=True)
            if asked.move is HandoverMove.ACCEPT:
                said = await _take(connection, who, row, mine, now)
            else:
                said = await _leave(connection, who, row, mine, asked, now)
        ended = await handed.end_handover(
            connection, handover_id, state, now, who.display, asked.note.strip()
        )
        await house.outbox.say(connection, now, _about(HANDOVER_ENDED, ended), *said)
    return _shown(ended)


async def _take(
    connection: Connection, who: Who, row: HandoverRow, mine: Sequence[Whole], now: datetime
) -> list[Said]:
    areas = who.areas(DESK)
    if not all(who.sees(whole.scope, DESK) for whole in mine):
        raise NotFound(field="handover_id")
    said: list[Said] = []
    for whole in mine:
        area_code = next(code for code in whole.scope if code in areas)
        commander = Commander(account_id=who.account_id, name=who.display, area_code=area_code)
        after = await store.set_command(connection, whole.incident_id, commander, now)
        said.append(about(CHANGED, after))
    body = {"from": row.from_name, "note": row.note, "in_place_of": None}
    if who.account_id != row.to_id:
        body["in_place_of"] = row.to_name
    entry = Entry(EntryKind.HANDED_OVER, who.display, body)
    await store.write(connection, now, [(whole.incident_id, entry) for whole in mine])
    return said


async def _leave(
    connection: Connection,
    who: Who,
    row: HandoverRow,
    mine: Sequence[Whole],
    asked: MoveHandover,
    now: datetime,
) -> list[Said]:
    body = {"to": row.to_name, "how": asked.move, "note": asked.note.strip()}
    entry = Entry(EntryKind.NOT_HANDED_OVER, who.display, body)
    await store.write(connection, now, [(whole.incident_id, entry) for whole in mine])
    return [about(CHANGED, whole) for whole in mine]


def _about(topic: Topic, row: HandoverRow) -> Said:
    """Also to who offered it, wherever the incidents lie."""
    scope = (*row.scope, person_scope(row.from_id))
    return Said(topic, scope, _shown(row), row.handover_id)


def _shown(row: HandoverRow) -> Handover:
    fields = set(Handover.__struct_fields__) - {"open_at"}
    values = {name: getattr(row, name) for name in fields}
    return Handover(**values, open_at=rules.handover_open_at(row))
