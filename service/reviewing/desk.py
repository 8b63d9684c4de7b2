"""Who has a request for review, and what lies at the desk."""

from uuid import UUID

from service.core.problem import Invalid
from service.footage import looking
from service.footage.looking import MayLook, Opened
from service.footage.wire import Entry, EventKind, Row, office_scope
from service.identity import actions as identity
from service.identity.wire import OFFICE, Colleague, Who
from service.platform.asks import Errand
from service.platform.db import Connection, lifted
from service.platform.house import House
from service.platform.outbox import Said
from service.reviewing import rules, seconding, store
from service.reviewing.refusals import NotTaken
from service.reviewing.wire import (
    DESK,
    DeskCamera,
    DeskChanged,
    DeskGap,
    DeskHolder,
    DeskPart,
    FootageDesk,
    HolderRow,
    RecordingRow,
    RecordingState,
    Second,
)
from service.site import places

_PEOPLE_MOST = 200
_NOTHING = RecordingRow(
    camera_id=UUID(int=0),
    state=RecordingState.KNOWN,
    ahead_s=None,
    ahead_by=None,
    parts=[],
    gaps=[],
    trouble=None,
    brought_at=None,
)


async def read(house: House, who: Who, footage_id: UUID) -> FootageDesk:
    """Who has a request of your areas, and what may be looked at. Raises NotFound."""
    async with house.db.reading() as connection:
        opened = await looking.opened(connection, who, footage_id)
        return await _desk(house, connection, who, opened)


async def take(house: House, who: Who, footage_id: UUID) -> FootageDesk:
    """Take a request for review, or go on having it. Raises NotFound, RequestTaken."""
    now = house.clock.now()
    async with house.transaction() as connection:
        opened = await looking.opened(connection, who, footage_id, locked=True)
        before = rules.has_it(await store.holder(connection, footage_id), now)
        if await store.take(connection, footage_id, who, now) is None:
            problem = rules.taken_by_another(before, who.account_id, now)
            assert problem is not None, "who could not take it was told who has it"
            raise problem
        if before is None:
            await _say(house, connection, who, opened.row, "taken", who.display)
        return await _desk(house, connection, who, opened)


async def hand_over(house: House, who: Who, footage_id: UUID, to: UUID) -> FootageDesk:
    """Give a request that you have to a colleague.

    Raises NotFound, NotTaken, RequestTaken, Invalid.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        opened = await looking.opened(connection, who, footage_id, locked=True)
        await held_by(connection, who, footage_id, house)
        found = await _people(house, connection, opened.row)
        colleague = next((one for one in found if one.account_id == to), None)
        if colleague is None:
            raise Invalid("Nobody of this office has this id.", field="to")
        await store.hand_over(connection, footage_id, to, colleague.display, now)
        await _say(house, connection, who, opened.row, "handed_over", colleague.display)
        return await _desk(house, connection, who, opened)


async def release(house: House, who: Who, footage_id: UUID) -> None:
    """Let go of a request; whoever does not have it has let go. Raises NotFound."""
    async with house.transaction() as connection:
        opened = await looking.opened(connection, who, footage_id, locked=True)
        if await store.release(connection, footage_id, who.account_id):
            await _say(house, connection, who, opened.row, "released", None)


async def people(house: House, who: Who, footage_id: UUID) -> list[Colleague]:
    """To whom you can hand a request over. Raises NotFound."""
    async with house.transaction() as connection:
        opened = await looking.opened(connection, who, footage_id)
        found = await _people(house, connection, opened.row)
    return [one for one in found if one.account_id != who.account_id]


async def held_by(connection: Connection, who: Who, footage_id: UUID, house: House) -> None:
    """Whoever works on a request has it, and is seen at it. Raises NotTaken, RequestTaken."""
    now = house.clock.now()
    holder = await store.holder(connection, footage_id)
    problem = rules.not_mine(holder, who.account_id, now)
    if problem is not None:
        raise problem
    if holder is None:
        raise NotTaken
    if now - holder.seen_at > rules.SEEN_EVERY:
        await store.seen(connection, footage_id, who.account_id, now)


async def second_for(connection: Connection, row: Row, categories: list[str]) -> Second | None:
    """Why a second person confirms what is found with these cameras."""
    site = None if row.site_id is None else await places.by_id(connection, row.site_id)
    return seconding.second_for(row, categories, None if site is None else site.site_class)


async def _desk(house: House, connection: Connection, who: Who, opened: Opened) -> FootageDesk:
    now, row = house.clock.now(), opened.row
    holder = rules.has_it(await store.holder(connection, row.footage_id), now)
    lying = {one.camera_id: one for one in await store.recordings(connection, row.footage_id)}
    categories = [one.unit_category for one in opened.cameras]
    return FootageDesk(
        footage_id=row.footage_id,
        holder=None if holder is None else _holder(holder),
        mine=holder is not None and holder.account_id == who.account_id,
        second=await second_for(connection, row, categories),
        cameras=[camera(one, lying.get(one.camera_id)) for one in opened.cameras],
    )


def _holder(row: HolderRow) -> DeskHolder:
    return DeskHolder(
        account_id=row.account_id,
        display=row.display,
        taken_at=row.taken_at,
        until=rules.held_until(row),
    )


def camera(may: MayLook, lying: RecordingRow | None) -> DeskCamera:
    """A camera with what lies at the desk of it; where its files are is told to nobody."""
    row = lying or _NOTHING
    same = set(DeskPart.__struct_fields__)
    return DeskCamera(
        camera_id=may.camera_id,
        name=may.name,
        managing_unit=may.managing_unit,
        from_at=may.from_at,
        until_at=may.until_at,
        may_look=may.barred is None,
        barred=may.barred,
        state=row.state,
        ahead_s=row.ahead_s,
        ahead_by=row.ahead_by,
        parts=[DeskPart(**{name: getattr(one, name) for name in same}) for one in row.parts],
        gaps=[DeskGap(from_at=g.from_at, until_at=g.until_at, why=g.why) for g in row.gaps],
        trouble=row.trouble,
        brought_at=row.brought_at,
    )


async def _people(house: House, connection: Connection, row: Row) -> list[Colleague]:
    now = house.clock.now()
    async with lifted(connection, Errand.MEMBERS):
        return await identity.desk_people(connection, [row.scope], now, _PEOPLE_MOST, OFFICE)


async def _say(
    house: House, connection: Connection, who: Who, row: Row, step: str, holder: str | None
) -> None:
    entry = Entry(EventKind.DESK, who.display, {"step": step, "holder": holder})
    await looking.note(house, connection, row.footage_id, entry)
    await say_changed(house, connection, row, holder)


async def say_changed(house: House, connection: Connection, row: Row, holder: str | None) -> None:
    """Tell desks that there is something to read anew."""
    body = DeskChanged(footage_id=row.footage_id, number=row.number, holder=holder)
    said = Said(DESK, scope_of(row), body, row.footage_id)
    await house.outbox.say(connection, house.clock.now(), said)


def scope_of(row: Row) -> list[str]:
    """Who hears of a desk: the office of the area and of those above; never the applicant."""
    return [office_scope(code) for code in row.scope]
