"""Found things: entered, announced, matched by a person, handed over, or the state's in a year."""

import asyncio
import hashlib
from uuid import UUID

import msgspec

from service.audit import actions as audit
from service.audit.wire import LookKind, Unmask
from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core import masked
from service.core.geo import Place, given
from service.core.ids import new_id
from service.core.problem import NotFound
from service.core.times import as_utc
from service.footage import lost, messages
from service.found import rules, store
from service.found.rules import Thing
from service.found.wire import (
    CHANGED,
    DUE,
    Finder,
    FoundChanged,
    FoundMove,
    FoundNotice,
    FoundRow,
    FoundThing,
    HandOverReceipt,
    MatchCandidate,
    MoveFound,
    NewFoundThing,
    Receiver,
    ThingCategory,
    ThingPhotoUnusable,
    ThingState,
)
from service.identity.wire import OFFICE, Who
from service.platform.asks import Errand, for_system
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said, Topic
from service.platform.portrait import NotAPortrait, make_portrait

WORDS, FINDER, RECEIPT = "found_thing.words", "found_thing.finder", "found_thing.receipt"
YEAR_OVER = "end_found_year"
# As many requests of somebody who has lost something are read at once.
_LOST_MOST = 500
_TELL = (
    "您申报的失物可能已找到(招领编号 {number}),请携带身份证件到派出所辨认领取。\n"
    "Something like what you have lost was handed in (number {number}). Come to the station with "
    "your identity card to look at it."
)


async def enter(house: House, who: Who, new: NewFoundThing) -> FoundThing:
    """Enter a thing that was handed in. Raises UnknownArea, Invalid."""
    now = house.clock.now()
    problem = rules.refusal_of_new(new, now)
    if problem is not None:
        raise problem
    thing_id = new_id(now)
    finder = None
    if new.finder is not None:
        said = Finder(finder=new.finder, finder_phone=new.finder_phone or "")
        finder = house.seal.close(msgspec.json.encode(said).decode(), FINDER)
    words = house.seal.close(new.words, WORDS)
    async with house.transaction() as connection:
        scope = await centre.lineage(connection, new.area_code)
        if not who.sees(scope, OFFICE):
            raise UnknownArea(field="area_code")
        place = new.place.wgs84()
        values = (thing_id, new, scope, place, words, finder, now, who.display)
        await store.enter(connection, *values)
        return await _say(house, connection, CHANGED, thing_id)


async def set_photo(house: House, who: Who, thing_id: UUID, data: bytes) -> FoundThing:
    """Give a thing its picture, drawn anew. Raises NotFound, ThingPhotoUnusable."""
    async with house.db.reading() as connection:
        await _seen(connection, who, thing_id)
    try:
        jpeg = await asyncio.to_thread(make_portrait, data)
    except NotAPortrait as error:
        raise ThingPhotoUnusable(field="body") from error
    async with house.transaction() as connection:
        await _seen(connection, who, thing_id, locked=True)
        await store.set_photo(connection, thing_id, hashlib.sha256(jpeg).hexdigest(), jpeg)
        return await _say(house, connection, CHANGED, thing_id)


async def things(
    house: House,
    who: Who,
    before: int,
    count: int,
    *,
    ended: bool,
    category: ThingCategory | None,
) -> list[FoundThing]:
    """Things of your areas that are here, or that have gone, the newest first."""
    areas = who.areas(OFFICE)
    async with house.db.reading() as connection:
        rows = await store.within(connection, areas, before, count, ended=ended, category=category)
    return [_told(house, row) for row in rows]


async def look(house: House, who: Who, thing_id: UUID) -> bytes:
    """The picture of a thing, once it is on record who looks. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await _seen(connection, who, thing_id)
        jpeg = await store.photo(connection, thing_id)
    if jpeg is None:
        raise NotFound(field="thing_id")
    await _record(house, who, row, LookKind.PICTURE, "picture", "lost and found")
    return jpeg


async def unmask(house: House, who: Who, thing_id: UUID, why: Unmask) -> Finder:
    """Who has brought it, once it is on record who asks and why. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await _seen(connection, who, thing_id)
    if row.finder_sealed is None:
        raise NotFound(field="thing_id")
    await _record(house, who, row, LookKind.UNMASKED, "finder", why.reason)
    return msgspec.json.decode(house.seal.open(row.finder_sealed, FINDER), type=Finder)


async def candidates(house: House, who: Who, thing_id: UUID) -> list[MatchCandidate]:
    """Requests of your areas that may be of this thing, for you to judge. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await _seen(connection, who, thing_id)
        since, until = row.found_at - rules.YEAR, row.found_at
        found = await lost.lost(house, connection, who.areas(OFFICE), since, until, _LOST_MOST)
    thing = Thing(
        category=row.category,
        colours=frozenset(row.colours),
        place=Place(row.lat, row.lon),
        found_at=row.found_at,
        not_of=frozenset(row.not_of),
    )
    return rules.candidates(thing, found)


async def move(house: House, who: Who, thing_id: UUID, asked: MoveFound) -> FoundThing:
    """Do one move. Raises NotFound, ThingGone, ThingNotYet, Invalid."""
    async with house.transaction() as connection:
        row = await _seen(connection, who, thing_id, locked=True)
        problem = rules.refusal(row, asked, house.clock.now())
        if problem is not None:
            raise problem
        promises = await _move(house, connection, who, row, asked)
        return await _say(house, connection, CHANGED, thing_id, *promises)


async def _move(
    house: House, connection: Connection, who: Who, row: FoundRow, asked: MoveFound
) -> list[Promise]:
    now, by, thing_id = house.clock.now(), who.display, row.thing_id
    match asked.move:
        case FoundMove.ANNOUNCE:
            due_at = rules.due_at(now)
            await store.announce(connection, thing_id, now, due_at)
            return [Promise(YEAR_OVER, Lane.REST, str(thing_id), due_at)]
        case FoundMove.MATCH:
            assert asked.footage_id is not None, "the move was checked"
            await lost.seen(connection, who, asked.footage_id)
            await store.match(connection, thing_id, asked.footage_id, now, by)
            text = _TELL.format(number=row.number)
            await messages.tell(house, connection, asked.footage_id, text, by)
        case FoundMove.NOT_SAME:
            assert asked.footage_id is not None, "the move was checked"
            await lost.seen(connection, who, asked.footage_id)
            await store.not_same(connection, thing_id, asked.footage_id)
        case FoundMove.UNMATCH:
            await store.unmatch(connection, thing_id)
        case FoundMove.HAND_OVER:
            assert asked.receiver is not None, "the move was checked"
            sealed = house.seal.close(msgspec.json.encode(asked.receiver).decode(), RECEIPT)
            state = ThingState.RETURNED
            await store.end(connection, thing_id, state, now, by, None, sealed)
        case FoundMove.DISPOSE:
            state = ThingState.TO_STATE
            await store.end(connection, thing_id, state, now, by, asked.how, None)
    return []


async def receipt(house: House, who: Who, thing_id: UUID) -> HandOverReceipt:
    """What was signed when it was handed over; that you read it is on record. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await _seen(connection, who, thing_id)
    if row.receipt_sealed is None or row.ended_at is None:
        raise NotFound(field="thing_id")
    await _record(house, who, row, LookKind.UNMASKED, "receipt", "lost and found")
    said = msgspec.json.decode(house.seal.open(row.receipt_sealed, RECEIPT), type=Receiver)
    return HandOverReceipt(
        number=row.number,
        category=row.category,
        colours=row.colours,
        words=_words(house, row),
        place_name=row.place_name,
        found_at=row.found_at,
        name=said.name,
        document=said.document,
        document_number=masked.number(said.document_number),
        strokes=said.strokes,
        on_paper=said.on_paper,
        handed_over_at=row.ended_at,
        handed_over_by=row.ended_by or "",
    )


@for_system(Errand.NOTICE)
async def notices(house: House, area_code: str, before: int, count: int) -> list[FoundNotice]:
    """What was found in an area and is still there, for everybody, the newest first."""
    async with house.db.reading() as connection:
        rows = await store.announced(connection, area_code, before, count)
    return [
        FoundNotice(
            number=row.number,
            area_code=row.area_code,
            category=row.category,
            place_name=row.place_name,
            found_on=as_utc(row.found_at).date().isoformat(),
            announced_at=row.announced_at,
            due_at=row.due_at,
        )
        for row in rows
    ]


async def year_over(house: House, thing_id: UUID, transaction: Transaction) -> None:
    """The year since a thing's notice is over: a person decides what becomes of it, and is told."""
    now = house.clock.now()
    async with transaction() as connection:
        if await store.set_late(connection, thing_id, now):
            await _say(house, connection, DUE, thing_id)


async def _record(
    house: House, who: Who, row: FoundRow, kind: LookKind, what: str, reason: str
) -> None:
    content = f"{what} of found thing {row.number}"
    looked = who.look(kind, content, reason=reason, scope=row.scope, roles=OFFICE)
    await audit.record(house, looked)


async def _seen(
    connection: Connection, who: Who, thing_id: UUID, *, locked: bool = False
) -> FoundRow:
    row = await store.by_id(connection, thing_id, locked=locked)
    if row is None or not who.sees(row.scope, OFFICE):
        raise NotFound(field="thing_id")
    return row


async def _say(
    house: House, connection: Connection, topic: Topic, thing_id: UUID, *promises: Promise
) -> FoundThing:
    row = await store.by_id(connection, thing_id)
    assert row is not None, "it was written in this transaction"
    told = FoundChanged(
        thing_id=row.thing_id, number=row.number, state=row.state, due_at=row.due_at
    )
    said = Said(topic, row.scope, told, thing_id)
    await house.outbox.say(connection, house.clock.now(), said, promises=promises)
    return _told(house, row)


def _words(house: House, row: FoundRow) -> str:
    return house.seal.open(row.words_sealed, WORDS) if row.words_sealed else ""


def _told(house: House, row: FoundRow) -> FoundThing:
    finder = None
    if row.finder_sealed is not None:
        said = msgspec.json.decode(house.seal.open(row.finder_sealed, FINDER), type=Finder)
        finder = masked.name(said.finder)
    made = {"place", "words", "finder"}
    same = set(FoundThing.__struct_fields__) - made
    return FoundThing(
        place=given(Place(row.lat, row.lon)),
        words=_words(house, row),
        finder=finder,
        **{name: getattr(row, name) for name in same},
    )
