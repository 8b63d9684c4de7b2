"""Setting policies; placing, lengthening and releasing holds; reading what was deleted."""

from datetime import datetime
from uuid import UUID

import msgspec

from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.ids import new_id
from service.core.problem import Invalid, NotFound
from service.identity.wire import DUTY_LEADERS, INSPECTORS, READERS, Role, Who
from service.incident import actions as incident
from service.incident.wire import Entry, EntryKind
from service.keeping import rules, store
from service.keeping.wire import (
    HOLD_CHANGED,
    HOLD_ENDS,
    AreaKeeping,
    DataKind,
    Deletion,
    Held,
    Hold,
    HoldListed,
    HoldMove,
    HoldOver,
    HoldRow,
    Keeping,
    MoveHold,
    NewHold,
    NewKeeping,
)
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said, Topic

REMIND = "remind_hold"
_LISTED_MOST = 200


async def set_policy(house: House, who: Who, area_code: str, new: NewKeeping) -> Keeping:
    """Add a policy for an area that you administer. Raises UnknownArea, PolicyUnlawful, PolicyLate.

    It stands beside those before it, which are never altered: proofs name them.
    """
    now = house.clock.now()
    problem = rules.refusal(new, now)
    if problem is not None:
        raise problem
    async with house.db.transaction() as connection:
        line = await centre.lineage(connection, area_code)
        if not who.sees(line, [Role.ADMINISTRATOR]):
            raise UnknownArea(field="area_code")
        return await store.add_policy(connection, new_id(now), area_code, new, now, who.display)


async def keeping_of(house: House, who: Who, area_code: str) -> AreaKeeping:
    """What holds in an area of yours, and its own policies. Raises UnknownArea."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        line = await centre.lineage(connection, area_code)
        if not who.sees(line, READERS):
            raise UnknownArea(field="area_code")
        begun = rules.in_force(await store.begun_policies(connection, now), now)
        own = await store.policies_of(connection, area_code, _LISTED_MOST)
    by_kind = {kind: rules.rule_of(kind, line, begun) for kind in rules.DEFAULTS}
    holds = [
        Held(
            kind=kind,
            span=rule.span,
            policy_id=rule.policy_id,
            area_code=rule.area_code,
            least_days=rules.LAWFUL[kind][0],
            most_days=rules.LAWFUL[kind][1],
        )
        for kind, rule in by_kind.items()
    ]
    return AreaKeeping(holds=holds, policies=own)


async def place(house: House, who: Who, incident_id: UUID, new: NewHold) -> Hold:
    """Hold back what belongs to an incident of yours. Raises NotFound, HoldUnusable."""
    now = house.clock.now()
    problem = rules.hold_refusal(new.until, now)
    if problem is not None:
        raise problem
    async with house.transaction() as connection:
        whole = await incident.incident(connection, who, incident_id)
        if not who.sees(whole.scope, DUTY_LEADERS):
            raise NotFound(field="incident_id")
        hold = HoldRow(
            hold_id=new_id(now),
            incident_id=incident_id,
            scope=whole.scope,
            owner_id=who.account_id,
            owner=who.display,
            reason=new.reason,
            placed_at=now,
            until=new.until,
            remind_at=rules.reminder_at(new.until, new.remind_days, now),
            reminded_at=None,
            released_at=None,
            released_by=None,
        )
        placed = await store.place_hold(connection, hold)
        await _tell(connection, now, placed, EntryKind.HELD, who.display, new.reason)
        return await _say(house, connection, HOLD_CHANGED, placed, _reminder(placed))


async def move(house: House, who: Who, hold_id: UUID, asked: MoveHold) -> Hold:
    """Lengthen or release a hold of your areas. Raises NotFound, HoldOver, HoldUnusable."""
    now = house.clock.now()
    async with house.transaction() as connection:
        hold = await store.hold_locked(connection, hold_id)
        if hold is None or not who.sees(hold.scope, DUTY_LEADERS):
            raise NotFound(field="hold_id")
        if hold.released_at is not None or hold.until <= now:
            raise HoldOver
        if asked.move is HoldMove.RELEASE:
            moved = await store.release_hold(connection, hold_id, now, who.display)
            await _tell(connection, now, moved, EntryKind.RELEASED, who.display, asked.reason)
            return await _say(house, connection, HOLD_CHANGED, moved)
        if asked.until is None:
            raise Invalid("Until when?", field="until")
        problem = rules.hold_refusal(asked.until, now)
        if problem is not None:
            raise problem
        remind_at = rules.reminder_at(asked.until, asked.remind_days, now)
        moved = await store.lengthen_hold(connection, hold_id, asked.until, remind_at)
        await _tell(connection, now, moved, EntryKind.HELD, who.display, asked.reason)
        return await _say(house, connection, HOLD_CHANGED, moved, _reminder(moved))


async def remind(house: House, hold_id: UUID, transaction: Transaction) -> None:
    """Say, once, that a hold ends soon."""
    now = house.clock.now()
    async with transaction() as connection:
        hold = await store.reminded(connection, hold_id, now)
        waiting = await store.hold_locked(connection, hold_id) if hold is None else None
        if waiting is not None and waiting.remind_at > now and waiting.released_at is None:
            # It was lengthened, and the sooner promise has taken the place of the later.
            await house.outbox.promise(connection, now, _reminder(waiting))
        if hold is not None:
            await _tell(connection, now, hold, EntryKind.HOLD_ENDS, "", hold.reason)
            await _say(house, connection, HOLD_ENDS, hold)


async def holds_of(house: House, who: Who, incident_id: UUID) -> list[Hold]:
    """Every hold of an incident that you see. Raises NotFound."""
    async with house.db.reading() as connection:
        await incident.incident(connection, who, incident_id)
        rows = await store.holds_of(connection, incident_id, _LISTED_MOST)
    return [_told(row) for row in rows]


async def holds(house: House, who: Who) -> list[HoldListed]:
    """Holds of your areas that stand now, the first to end first."""
    async with house.db.reading() as connection:
        now = house.clock.now()
        rows = await store.holds_within(connection, who.areas(READERS), now, _LISTED_MOST)
        known = await incident.wholes(connection, {row.incident_id for row in rows})
    numbers = {incident_id: whole.number for incident_id, whole in known.items()}
    return [
        HoldListed(
            **msgspec.structs.asdict(_told(row)), incident_number=numbers.get(row.incident_id)
        )
        for row in rows
    ]


async def deletions(
    house: House,
    who: Who,
    kind: DataKind | None,
    before: datetime,
    before_id: UUID | None,
    count: int,
) -> list[Deletion]:
    """Proof of what was deleted in your areas, the newest first."""
    async with house.db.reading() as connection:
        within = await centre.areas_within(connection, who.areas(INSPECTORS))
        codes = [area.area_code for area in within]
        return await store.deletions(connection, codes, kind, before, before_id, count)


def _reminder(hold: HoldRow) -> Promise:
    return Promise(REMIND, Lane.REST, str(hold.hold_id), hold.remind_at)


async def _tell(
    connection: Connection, now: datetime, hold: HoldRow, kind: EntryKind, by: str, why: str
) -> None:
    entry = Entry(kind, by, {"note": why, "until": hold.until.isoformat()})
    await incident.write(connection, now, [(hold.incident_id, entry)])


async def _say(
    house: House, connection: Connection, topic: Topic, hold: HoldRow, *promises: Promise
) -> Hold:
    told = _told(hold)
    said = Said(topic, hold.scope, told, hold.hold_id)
    await house.outbox.say(connection, house.clock.now(), said, promises=promises)
    return told


def _told(row: HoldRow) -> Hold:
    fields = {name: getattr(row, name) for name in Hold.__struct_fields__}
    return msgspec.convert(fields, Hold)
