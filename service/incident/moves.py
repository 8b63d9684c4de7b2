"""What people do with incidents. Each move locks the incident, checks, writes, announces."""

from datetime import datetime
from uuid import UUID

from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.ids import new_id
from service.core.problem import Invalid, NotFound
from service.identity.wire import DESK, STAFF, Role, Who
from service.incident import rules, store
from service.incident.actions import about, incident, open_alone
from service.incident.wire import (
    CHANGED,
    ENDED,
    OPENED,
    REOPENED,
    TECHNICAL,
    AlreadyOpen,
    Commander,
    Entry,
    EntryKind,
    Incident,
    Kind,
    Move,
    MoveIncident,
    NewPlan,
    OpenByHand,
    Opening,
    PlanRow,
    Source,
    State,
    Whole,
)
from service.platform.asks import Errand
from service.platform.db import Connection, lifted
from service.platform.house import House
from service.platform.outbox import Said, Topic
from service.site import actions as site


async def open_by_hand(house: House, who: Who, asked: OpenByHand) -> Incident:
    """Open what no key has reported. Raises Invalid, UnknownArea, NotFound, AlreadyOpen."""
    now = house.clock.now()
    if asked.source is Source.PRESS:
        raise Invalid("A press comes from a key.", field="source")
    async with house.transaction() as connection:
        opening = await _opening(connection, who, asked)
        opened = await open_alone(connection, opening, now)
        if opened is None:
            assert opening.site_id is not None, "only a site's incident can stand in the way"
            other = await store.open_of_site(
                connection, opening.site_id, False, asked.kind in TECHNICAL
            )
            raise AlreadyOpen(
                field="site_id", incident_id=str(other.incident_id) if other else None
            )
        await house.outbox.say(connection, now, about(OPENED, opened))
    return opened.shown()


async def move(house: House, who: Who, incident_id: UUID, asked: MoveIncident) -> Incident:
    """Do one move. Raises NotFound, Invalid, Overtaken, AlarmsLatched, WrongMove."""
    now = house.clock.now()
    async with house.transaction() as connection:
        whole = await _seen_locked(connection, who, incident_id)
        rules.check_move(whole, asked)
        match asked.move:
            case Move.TAKE_COMMAND:
                after, said = await _take_command(connection, who, whole, asked, now)
            case Move.TRANSFER:
                # To an area that the asker may not see, and out of the one that he does.
                async with lifted(connection, Errand.TRANSFER):
                    after, said = await _transfer(connection, who, whole, asked, now)
            case Move.MERGE:
                after, said = await _merge(connection, who, whole, asked, now)
            case Move.SET_PRIORITY:
                after, said = await _set_priority(connection, who, whole, asked, now)
            case Move.NOTE:
                after, said = await _note(connection, who, whole, asked, now)
            case Move.CLOSE | Move.CANCEL:
                after, said = await _end(connection, who, whole, asked, now)
            case Move.REOPEN:
                after, said = await _reopen(connection, who, whole, asked, now)
        await house.outbox.say(connection, now, *said)
    return after.shown()


async def note_shown(house: House, who: Who, incident_id: UUID) -> None:
    """A screen that somebody looks at shows an incident; the first is kept. Raises NotFound."""
    now = house.clock.now()
    async with house.db.transaction() as connection:
        whole = await incident(connection, who, incident_id)
        if await store.note_shown(connection, whole.incident_id, now):
            entry = Entry(EntryKind.SHOWN, who.display)
            await store.write(connection, now, [(whole.incident_id, entry)])


async def set_plan(house: House, who: Who, new: NewPlan) -> PlanRow:
    """Set a response plan for an area from now on. Raises UnknownArea."""
    now = house.clock.now()
    row = PlanRow(
        plan_id=new_id(now),
        area_code=new.area_code,
        site_class=new.site_class,
        kind=new.kind,
        body=new.body,
        from_at=now,
    )
    async with house.db.transaction() as connection:
        lineage = await centre.lineage(connection, new.area_code)
        if not who.sees(lineage, [Role.ADMINISTRATOR, Role.DUTY_LEADER]):
            raise UnknownArea(field="area_code")
        await store.add_plan(connection, row.plan_id, new, now, who.account_id)
    return row


async def plans(connection: Connection, who: Who) -> list[PlanRow]:
    """The response plans set for your areas and below."""
    areas = await centre.areas_within(connection, who.areas())
    return await store.plans_within(connection, [area.area_code for area in areas])


async def _opening(connection: Connection, who: Who, asked: OpenByHand) -> Opening:
    """What an incident by hand is made of: its site's place and points, or a place alone."""
    if asked.site_id is not None:
        row = await site.site(connection, who, asked.site_id)
        area_code, lineage, place = row.area_code, row.lineage, asked.place
        spot = place.wgs84() if place else row.place
        title, points, site_class = asked.title or row.name, tuple(row.points), row.site_class
    else:
        if asked.place is None:
            raise Invalid("Where is it? A site or a place is needed.", field="place")
        if asked.area_code is None:
            raise Invalid("Without a site the area is needed.", field="area_code")
        area_code, spot = asked.area_code, asked.place.wgs84()
        lineage = await centre.lineage(connection, area_code)
        title, points, site_class = asked.title or "", (), None
    if not who.sees(lineage, DESK):
        raise UnknownArea(field="area_code")
    return Opening(
        source=asked.source,
        kind=asked.kind,
        silent=asked.kind is Kind.DURESS,
        test=False,
        drill_units=(),
        priority=asked.priority,
        area_code=area_code,
        lineage=tuple(lineage),
        site_id=asked.site_id,
        site_class=site_class,
        title=title,
        place=spot,
        points=points,
        note=asked.note,
        who=who.display,
    )


async def _seen_locked(connection: Connection, who: Who, incident_id: UUID) -> Whole:
    whole = await store.whole(connection, incident_id, locked=True)
    if whole is None or not who.sees(whole.scope, DESK):
        raise NotFound(field="incident_id")
    return whole


async def _take_command(
    connection: Connection, who: Who, whole: Whole, asked: MoveIncident, now: datetime
) -> tuple[Whole, list[Said]]:
    # From which of several centres one commands: the one nearest to the incident.
    areas = who.areas(DESK)
    area_code = next(code for code in whole.scope if code in areas)
    commander = Commander(account_id=who.account_id, name=who.display, area_code=area_code)
    after = await store.set_command(connection, whole.incident_id, commander, now)
    body: dict[str, object] = {"area": area_code, "note": asked.note.strip()}
    if whole.commander is not None and whole.commander.account_id != who.account_id:
        body["from"] = whole.commander.name
    return await _told(connection, after, CHANGED, EntryKind.COMMAND, who, now, **body)


async def _transfer(
    connection: Connection, who: Who, whole: Whole, asked: MoveIncident, now: datetime
) -> tuple[Whole, list[Said]]:
    assert asked.area_code is not None, "the move was checked"
    scope = await centre.lineage(connection, asked.area_code)
    after = await store.set_area(connection, whole.incident_id, asked.area_code, scope, now)
    after, said = await _told(
        connection, after, CHANGED, EntryKind.TRANSFER, who, now, area=asked.area_code
    )
    # Those whose area it leaves are told as well, so that it goes from their screens.
    left = Said(CHANGED, whole.scope, after.shown(), after.incident_id)
    return after, [*said, left] if set(whole.scope) - set(scope) else said


async def _merge(
    connection: Connection, who: Who, whole: Whole, asked: MoveIncident, now: datetime
) -> tuple[Whole, list[Said]]:
    assert asked.into is not None, "the move was checked"
    if asked.into == whole.incident_id:
        raise Invalid("An incident is not merged into itself.", field="into")
    target = await store.whole(connection, asked.into, locked=True)
    if target is None or not who.sees(target.scope, STAFF) or not target.open:
        raise Invalid("There is no such open incident.", field="into")
    if target.test != whole.test:
        raise Invalid("Tests and what is real are kept apart.", field="into")
    grown = await store.take_in(
        connection,
        target.incident_id,
        whole.alarms,
        whole.latched,
        min(target.priority, whole.priority),
        now,
    )
    ended = await store.end_incident(
        connection,
        whole.incident_id,
        State.CANCELLED,
        None,
        target.incident_id,
        now,
        who.display,
        0,
    )
    _, said_target = await _told(
        connection, grown, CHANGED, EntryKind.MERGE, who, now, taken_in=whole.number
    )
    after, said_source = await _told(
        connection, ended, ENDED, EntryKind.MERGE, who, now, into=target.number
    )
    return after, [*said_target, *said_source]


async def _set_priority(
    connection: Connection, who: Who, whole: Whole, asked: MoveIncident, now: datetime
) -> tuple[Whole, list[Said]]:
    assert asked.priority is not None, "the move was checked"
    after = await store.set_priority(connection, whole.incident_id, asked.priority, now)
    return await _told(
        connection, after, CHANGED, EntryKind.PRIORITY, who, now, priority=asked.priority
    )


async def _note(
    connection: Connection, who: Who, whole: Whole, asked: MoveIncident, now: datetime
) -> tuple[Whole, list[Said]]:
    after = await store.touch(connection, whole.incident_id, now)
    return await _told(connection, after, CHANGED, EntryKind.NOTE, who, now, note=asked.note)


async def _end(
    connection: Connection, who: Who, whole: Whole, asked: MoveIncident, now: datetime
) -> tuple[Whole, list[Said]]:
    state = State(rules.MACHINE.after(whole.state, asked.move))
    after = await store.end_incident(
        connection,
        whole.incident_id,
        state,
        asked.disposition,
        None,
        now,
        who.display,
        whole.latched,
    )
    kind = EntryKind.CLOSED if asked.move is Move.CLOSE else EntryKind.CANCELLED
    return await _told(
        connection, after, ENDED, kind, who, now, disposition=asked.disposition, note=asked.note
    )


async def _reopen(
    connection: Connection, who: Who, whole: Whole, asked: MoveIncident, now: datetime
) -> tuple[Whole, list[Said]]:
    if whole.site_id is not None:
        other = await store.open_of_site(connection, whole.site_id, whole.test, whole.technical)
        if other is not None:
            raise AlreadyOpen(incident_id=str(other.incident_id))
    after = await store.reopen(connection, whole.incident_id, now)
    return await _told(connection, after, REOPENED, EntryKind.REOPENED, who, now, note=asked.note)


async def _told(
    connection: Connection,
    after: Whole,
    topic: Topic,
    kind: EntryKind,
    who: Who,
    now: datetime,
    **body: object,
) -> tuple[Whole, list[Said]]:
    """Write the line, and what is to be said of it."""
    await store.write(connection, now, [(after.incident_id, Entry(kind, who.display, body))])
    return after, [about(topic, after)]
