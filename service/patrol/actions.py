"""Units, duty, positions."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.geo import Place
from service.core.ids import new_id
from service.core.problem import NotFound
from service.identity import actions as identity
from service.identity import tokens
from service.identity.wire import Officer, Role, Who
from service.patrol import rules, store
from service.patrol.store import LastFix, UnitRow
from service.patrol.wire import (
    DUTY,
    Duty,
    GoneFixes,
    InAnotherUnit,
    KeptFix,
    Me,
    MovedRow,
    MyUnit,
    NewFixes,
    NewUnit,
    NoUnit,
    OffDuty,
    OnDuty,
    RoleHeld,
    Sifted,
    Span,
    Standing,
    Taken,
    TrailRow,
    Unit,
)
from service.platform.asks import Errand
from service.platform.db import Connection, lifted
from service.platform.house import House
from service.platform.outbox import Said, unit_scope

PAGE_MOST = 1000
# A carrier that is away for so long leaves positions in the table of days that have none.
_DAYS_AHEAD = 7


async def add_unit(connection: Connection, new: NewUnit, unit_id: UUID) -> None:
    """Add a unit with its officers. Raises UnknownArea, NotFound, InAnotherUnit."""
    lineage = await centre.lineage(connection, new.area_code)
    await store.add_unit(connection, unit_id, new, lineage)
    found = await identity.officers(connection, new.members)
    await _put_in(connection, unit_id, new.members, found)


async def add_unit_as(connection: Connection, who: Who, new: NewUnit, unit_id: UUID) -> Unit:
    """Add a unit of your area. Raises UnknownArea, NotFound, InAnotherUnit."""
    lineage = await centre.lineage(connection, new.area_code)
    if not who.sees(lineage, [Role.ADMINISTRATOR]):
        raise UnknownArea(field="area_code")
    await store.add_unit(connection, unit_id, new, lineage)
    found = await _officers_of_yours(connection, who, new.members)
    await _put_in(connection, unit_id, new.members, found)
    return await _shown(connection, unit_id)


async def set_members(connection: Connection, who: Who, unit_id: UUID, names: list[str]) -> Unit:
    """Say who rides in a unit. Raises NotFound, OnDuty, InAnotherUnit."""
    own = await store.unit_by_id(connection, unit_id)
    if own is None or not who.sees(own.lineage, [Role.ADMINISTRATOR]):
        raise NotFound(field="unit_id")
    if own.on_duty:
        raise OnDuty
    found = await _officers_of_yours(connection, who, names)
    await store.drop_members(connection, unit_id, [o.account_id for o in found])
    await _put_in(connection, unit_id, names, found)
    return await _shown(connection, unit_id)


async def _officers_of_yours(
    connection: Connection, who: Who, names: Sequence[str]
) -> list[Officer]:
    """Those of them who serve where you administer; others are as if absent."""
    found = await identity.officers(connection, names)
    areas = {o.area_code: await centre.lineage(connection, o.area_code) for o in found}
    return [o for o in found if who.sees(areas[o.area_code], [Role.ADMINISTRATOR])]


async def _put_in(
    connection: Connection, unit_id: UUID, names: Sequence[str], found: Sequence[Officer]
) -> None:
    accounts = {officer.name: officer.account_id for officer in found}
    for number, name in enumerate(names):
        if name not in accounts:
            why = f"There is no patrol officer {name}."
            raise NotFound(why, field=f"members[{number}]")
    # Whoever rides in a unit of another area is in another unit, though none of the asker's.
    async with lifted(connection, Errand.MEMBERS):
        inside = await store.add_members(connection, unit_id, list(accounts.values()))
    for number, name in enumerate(names):
        if accounts[name] not in inside:
            raise InAnotherUnit(field=f"members[{number}]")


async def _shown(connection: Connection, unit_id: UUID) -> Unit:
    unit = await store.unit(connection, unit_id)
    assert unit is not None
    return unit


async def units(
    connection: Connection, areas: Iterable[str], after: UUID, count: int
) -> list[Unit]:
    """Units of these areas, a page at a time by id."""
    return await store.units_within(connection, areas, after, count)


async def me(connection: Connection, who: Who) -> Me:
    """The account that asks, its roles and its unit."""
    names = await centre.names(connection, {g.area_code for g in who.grants})
    unit = await store.unit_of(connection, who.account_id)
    return Me(
        account_id=who.account_id,
        name=who.name,
        display=who.display,
        roles=[
            RoleHeld(role=g.role, area_code=g.area_code, area_name=names.get(g.area_code, ""))
            for g in who.grants
        ],
        unit=None if unit is None else _mine(unit),
    )


async def unit_of(connection: Connection, who: Who) -> UnitRow:
    """The unit of the officer who asks. Raises NoUnit."""
    unit = await store.unit_of(connection, who.account_id)
    if unit is None:
        raise NoUnit
    return unit


async def unit(connection: Connection, unit_id: UUID) -> UnitRow:
    """One unit. Raises NotFound."""
    row = await store.unit_by_id(connection, unit_id)
    if row is None:
        raise NotFound(field="unit_id")
    return row


async def members(connection: Connection, unit_id: UUID) -> list[UUID]:
    """The accounts of a unit's officers."""
    return await store.members_of(connection, unit_id)


async def set_duty(house: House, who: Who, on: bool) -> Duty:
    """Put the officer's unit on duty, or take it off. Raises NoUnit."""
    now = house.clock.now()
    async with house.transaction() as connection:
        own = await unit_of(connection, who)
        since = None
        if on:
            since = await store.go_on_duty(connection, own.unit_id, who.account_id, now)
            changed = not own.on_duty
            if changed:
                await store.open_duty(connection, new_id(now), own.unit_id, who.account_id, now)
        else:
            changed = await store.go_off_duty(connection, own.unit_id)
            await store.close_duty(connection, own.unit_id, now)
        duty = Duty(unit_id=own.unit_id, on_duty=on, since=since)
        if changed:
            scope = (*own.lineage, unit_scope(own.unit_id))
            await house.outbox.say(connection, now, Said(DUTY, scope, duty, own.unit_id))
    return duty


async def take_fixes(house: House, who: Who, new: NewFixes) -> Sifted:
    """Keep the believable of these positions. Raises NoUnit, OffDuty.

    Commits without waiting for the disk: positions may be lost, presses may not.
    """
    now = house.clock.now()
    async with house.db.transaction() as connection:
        last = await store.last_fix(connection, who.account_id)
        if last is None:
            await unit_of(connection, who)
            raise OffDuty
        kept = rules.sift(new.fixes, _before(last), now)
        if kept:
            await store.keep_fixes(connection, last.unit_id, kept, now)
        else:
            await store.seen(connection, last.unit_id, now)
    return Sifted(kept=len(kept), dropped=len(new.fixes) - len(kept))


async def take_fixes_together(
    house: House, sent: Sequence[tuple[UUID, NewFixes]]
) -> list[Taken | None]:
    """The same of many sessions; None, and nothing kept, where it is for the door to decide.

    Taken are patrol officers on duty with something to keep; of one unit the first.
    """
    now = house.clock.now()
    taken: list[Taken | None] = []
    kept: dict[UUID, list[KeptFix]] = {}
    async with house.db.transaction() as connection:
        officers = await tokens.holders(
            connection, [session_id for session_id, _ in sent], Role.PATROL_OFFICER, now
        )
        lasts = await store.last_fixes(connection, list(set(officers.values())))
        by_account = {last.account_id: last for last in lasts}
        for session_id, new in sent:
            last = by_account.get(officers[session_id]) if session_id in officers else None
            found = None
            if last is not None and last.unit_id not in kept:
                found = rules.sift(new.fixes, _before(last), now)
            if last is None or not found:
                taken.append(None)
                continue
            kept[last.unit_id] = found
            sifted = Sifted(kept=len(found), dropped=len(new.fixes) - len(found))
            taken.append(Taken(last.account_id, sifted))
        if kept:
            await store.keep_fixes_together(connection, kept, now)
    return taken


def _before(last: LastFix) -> KeptFix | None:
    if last.at is None or last.lat is None or last.lon is None:
        return None
    return KeptFix(last.at, Place(last.lat, last.lon), last.accuracy_m)


async def seen(connection: Connection, unit_id: UUID, now: datetime) -> None:
    """Remember that a unit's phone spoke."""
    await store.seen(connection, unit_id, now)


async def nearest(
    connection: Connection,
    places: Sequence[Place],
    areas: Iterable[str],
    *,
    busy: Iterable[UUID],
    only: Sequence[UUID] | None,
    count: int,
) -> dict[Place, list[Standing]]:
    """For each place the nearest units on duty, and those whose place is not known.

    Busy ones are left out; `only` limits a drill to its units.
    """
    left_out = list(busy)
    found: dict[Place, list[Standing]] = {place: [] for place in places}
    for unit in await store.nearest(connection, places, areas, left_out, only, count):
        found[places[unit.at]].append(unit)
    if any(len(units) < count for units in found.values()):
        unknown = await store.somewhere(connection, areas, left_out, only, count)
        for units in found.values():
            units += unknown
    return found


async def standing(connection: Connection, unit_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """These units by id, those of them that are on duty."""
    return {unit.unit_id: unit for unit in await store.standing(connection, unit_ids)}


async def moved_since(connection: Connection, instant: datetime, count: int) -> list[MovedRow]:
    """Where units are that have sent a position since, the earliest first."""
    return await store.moved_since(connection, instant, count)


async def trails(
    connection: Connection, spans: Sequence[Span], step_s: float, count: int
) -> list[TrailRow]:
    """Where units were, at most once in each step, by time; the caller writes down who looks."""
    return await store.trails(connection, spans, step_s, count)


async def forget_fixes(
    connection: Connection,
    areas: Sequence[str],
    before: datetime,
    held: Sequence[Span],
    most: int,
) -> GoneFixes:
    """Delete positions of these areas' units from before an instant, but those of held spans."""
    return await store.forget_fixes(connection, areas, before, held, most)


async def turn_days(connection: Connection, now: datetime) -> None:
    """Make the tables that positions of the next days go into; let go of those that are empty.

    What a table holds goes by policy (`forget_fixes`), with its proof and but for what is held.
    """
    today = now.astimezone(UTC).date()
    await store.make_days(connection, today, today + timedelta(days=_DAYS_AHEAD))
    await store.drop_days(connection, now - timedelta(days=1))


def _mine(unit: UnitRow) -> MyUnit:
    return MyUnit(
        unit_id=unit.unit_id,
        call_sign=unit.call_sign,
        mode=unit.mode,
        on_duty=unit.on_duty,
        duty_since=unit.duty_since,
    )
