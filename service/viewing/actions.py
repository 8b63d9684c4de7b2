"""Films asked for, confirmed and shown; each look is on record first."""

import asyncio
import struct
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from service.audit import actions as audit
from service.audit.wire import LookKind
from service.core.ids import new_id
from service.core.problem import NotFound
from service.core.times import as_utc
from service.footage import looking, moves
from service.footage.looking import MayLook, Opened
from service.footage.terms import FootageMove, FootageState
from service.footage.wire import MoveRequest, Row, office_scope
from service.identity.wire import OFFICE, Who
from service.platform.blobs import BlobLost
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Said
from service.platform.thumbs import marked
from service.viewing import making, rules, store, undertaking
from service.viewing.orders import FILM, ReelPicture, reel_name, strip_name
from service.viewing.refusals import (
    CopyGiven,
    FilmGone,
    MaskingSettled,
    NothingConfirmed,
    OtherUndertaking,
    OutsideGrant,
    SecondOfficer,
    TooManyMaskings,
    ViewingOver,
)
from service.viewing.wire import (
    VIEWED,
    BeginViewing,
    CopyRow,
    FilmCopy,
    Masking,
    MaskingRow,
    MaskingState,
    NewCopy,
    NewMasking,
    Signed,
    Viewing,
    ViewingChanged,
    ViewingRoom,
    ViewingRow,
    WatchStretch,
)

SIGNED = "footage_viewing.signed"
# Ten cameras of three hours, and half of it once more.
_MASKINGS_MOST = 540
_VIEWINGS_MOST = 20
_HEAD = struct.Struct(">II")


async def ask(house: House, who: Who, footage_id: UUID, new: NewMasking) -> list[Masking]:
    """Have granted minutes of a camera masked, five by five.

    Raises NotFound, OutsideGrant, TooManyMaskings.
    """
    now = house.clock.now()
    async with house.db.reading() as connection:
        opened = await looking.opened(connection, who, footage_id)
        may = _camera(opened, new.camera_id)
    times = (None if at is None else as_utc(at) for at in (new.from_at, new.until_at))
    stretches = rules.slices((may.from_at, may.until_at), *times)
    await _register(house, who, opened.row, may.name, stretches[0][0], stretches[-1][1], "masking")
    async with house.transaction() as connection:
        if await store.count(connection, footage_id) + len(stretches) > _MASKINGS_MOST:
            raise TooManyMaskings
        rows = [
            await store.ask(connection, new_id(now), footage_id, may, stretch, new.region, who, now)
            for stretch in stretches
        ]
        promises = [making.promise(row.masking_id, house) for row in rows]
        await house.outbox.say(connection, now, promises=promises)
    return [told(row) for row in rows]


async def maskings(house: House, who: Who, footage_id: UUID) -> list[Masking]:
    """The films of a request of your areas, with how far each is. Raises NotFound."""
    async with house.db.reading() as connection:
        await looking.opened(connection, who, footage_id)
        return [told(row) for row in await store.of_request(connection, footage_id)]


async def strip(house: House, who: Who, masking_id: UUID, number: int) -> bytes:
    """Half a minute of a film as pictures beside each other, for whoever is to confirm it.

    Raises NotFound, MaskingSettled, OutsideGrant, FilmGone.
    """
    async with house.db.reading() as connection:
        row, opened = await _masking(connection, who, masking_id)
    if row.film is None or row.state is MaskingState.DELETED:
        raise MaskingSettled(state=row.state)
    if number >= row.film.strips:
        raise NotFound(field="number")
    what = f"strip {number + 1} of a masked film"
    await _register(house, who, opened.row, row.camera, row.from_at, row.until_at, what)
    data = await _bytes(house, masking_id, strip_name(number))
    async with house.transaction() as connection:
        await store.strip_seen(connection, masking_id, who.account_id, number)
    return data


async def decide(house: House, who: Who, masking_id: UUID, *, confirm: bool) -> Masking:
    """Confirm a film, or reject it. Raises NotFound, MaskingSettled, StripsUnseen."""
    now = house.clock.now()
    state = MaskingState.CONFIRMED if confirm else MaskingState.REJECTED
    async with house.transaction() as connection:
        row, opened = await _masking(connection, who, masking_id, locked=True)
        problem = rules.decidable(row, who.account_id)
        if problem is not None and (confirm or isinstance(problem, MaskingSettled)):
            raise problem
        decided = await store.decide(connection, masking_id, state, who, now)
        assert decided is not None, "the row is locked"
        await making.say(house, connection, opened.row.scope, decided)
    return told(decided)


async def begin(house: House, who: Who, footage_id: UUID, asked: BeginViewing) -> Viewing:
    """Begin a viewing on this screen: signed, in its slot, with films that were confirmed.

    Raises NotFound, NotInSlot, NothingConfirmed, OtherUndertaking, and what the move refuses.
    """
    now = house.clock.now()
    text = undertaking.NOW
    async with house.db.reading() as connection:
        opened = await looking.opened(connection, who, footage_id)
        rows = await store.of_request(connection, footage_id)
    if asked.undertaking != text.version:
        raise OtherUndertaking(field="undertaking", version=text.version)
    row = opened.row
    until_at = rules.slot(row.slot_at, now)
    if not rules.playable(rows):
        raise NothingConfirmed
    if row.state is not FootageState.VIEWING:
        move = MoveRequest(
            move=FootageMove.BEGIN_VIEWING, version=asked.version, undertaking_signed=True
        )
        await moves.move(house, who, footage_id, move)
    fresh = ViewingRow(
        viewing_id=new_id(now),
        number=0,
        footage_id=footage_id,
        place=row.slot_place or "",
        begins_at=now,
        until_at=until_at,
        officer_id=who.account_id,
        officer=who.display,
        session_id=who.session_id,
        needs_second=row.minors or asked.others_privacy,
        second_id=None,
        second=None,
        undertaking=text.version,
        ended_at=None,
    )
    signed = Signed(signed=asked.signed, strokes=asked.strokes)
    sealed = house.seal.close(msgspec.json.encode(signed).decode(), SIGNED)
    async with house.transaction() as connection:
        await store.end_others(connection, footage_id, now)
        viewing = await store.begin(connection, fresh, text.sha256, sealed)
        await _say(house, connection, opened, viewing)
    return _told_viewing(who, viewing, rows)


async def room(house: House, who: Who, footage_id: UUID) -> ViewingRoom:
    """What a viewing of a request of your areas needs. Raises NotFound."""
    async with house.db.reading() as connection:
        opened = await looking.opened(connection, who, footage_id)
        rows = await store.of_request(connection, footage_id)
        begun = await store.viewings_of(connection, footage_id, _VIEWINGS_MOST)
    row = opened.row
    opens_at, closes_at = (None, None) if row.slot_at is None else rules.opening(row.slot_at)
    return ViewingRoom(
        footage_id=footage_id,
        place=row.slot_place,
        slot_at=row.slot_at,
        opens_at=opens_at,
        closes_at=closes_at,
        needs_second=row.minors,
        undertaking=undertaking.NOW,
        films=[told(one) for one in rules.playable(rows)],
        viewings=[_told_viewing(who, one, rows) for one in begun],
    )


async def viewing(house: House, who: Who, viewing_id: UUID) -> Viewing:
    """A viewing of your areas. Raises NotFound."""
    async with house.db.reading() as connection:
        row, _ = await _viewing(connection, who, viewing_id)
        return _told_viewing(who, row, await store.of_request(connection, row.footage_id))


async def second(house: House, who: Who, viewing_id: UUID) -> Viewing:
    """Say, as another officer, that you are present.

    Raises NotFound, ViewingOver, SecondOfficer.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        row, opened = await _viewing(connection, who, viewing_id)
        if row.ended_at is not None or now >= row.until_at:
            raise ViewingOver
        if not await store.second(connection, viewing_id, who, now):
            raise SecondOfficer
        await _say(house, connection, opened, row)
    return await viewing(house, who, viewing_id)


async def end(house: House, who: Who, viewing_id: UUID) -> Viewing:
    """End a viewing. Raises NotFound."""
    async with house.transaction() as connection:
        row, opened = await _viewing(connection, who, viewing_id)
        if row.ended_at is None:
            await store.end(connection, viewing_id, house.clock.now())
            await _say(house, connection, opened, row, is_over=True)
    return await viewing(house, who, viewing_id)


async def stretch(house: House, who: Who, viewing_id: UUID, asked: WatchStretch) -> bytes:
    """Ten seconds, marked, for the screen of a viewing within its slot.

    Each picture: milliseconds since the film begins, its length in bytes (both unsigned, 32 bits,
    the highest byte first), and a JPEG. Raises NotFound, ViewingOver, OtherScreen, SecondOfficer,
    OutsideGrant, FilmGone.
    """
    now = house.clock.now()
    async with house.db.reading() as connection:
        row, opened = await _viewing(connection, who, viewing_id)
        film = await store.masking(connection, asked.masking_id)
    problem = rules.may_show(row, who.session_id, now)
    if problem is not None:
        raise problem
    if film is None or film.footage_id != row.footage_id:
        raise OutsideGrant(field="masking_id")
    may = _camera(opened, film.camera_id)
    if film.state is not MaskingState.CONFIRMED or not rules.is_granted(may, film):
        raise OutsideGrant(field="masking_id")
    from_at, until_at = rules.reel_of(film, asked.reel)
    what = f"viewing {row.number}"
    await _register(house, who, opened.row, film.camera, from_at, until_at, what)
    data = await _bytes(house, film.masking_id, reel_name(asked.reel))
    pictures = msgspec.msgpack.decode(data, type=list[ReelPicture])
    words = f"{row.number} · {_local(house, now)} · {row.officer}"
    return await asyncio.to_thread(_marked, pictures, words, row.number)


def _marked(pictures: Sequence[ReelPicture], words: str, number: int) -> bytes:
    parts: list[bytes] = []
    for one in pictures:
        jpeg = marked(one.jpeg, words, rules.mark_at(one.at_ms // 1000, number))
        parts += (_HEAD.pack(one.at_ms, len(jpeg)), jpeg)
    return b"".join(parts)


async def ask_copy(house: House, who: Who, masking_id: UUID, new: NewCopy) -> FilmCopy:
    """Write that an authority asks for a copy (Decree 799, article 20); it is not given yet.

    Raises NotFound, MaskingSettled.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        row, _ = await _masking(connection, who, masking_id)
        if row.state is not MaskingState.CONFIRMED:
            raise MaskingSettled(state=row.state)
        return told_copy(await store.ask_copy(connection, new_id(now), row, new, who, now))


async def give_copy(house: House, who: Who, copy_id: UUID) -> bytes:
    """Give a copy as the second officer, once.

    Raises NotFound, CopyGiven, SecondOfficer, FilmGone.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        copy = await store.copy_locked(connection, copy_id)
        if copy is None:
            raise NotFound(field="copy_id")
        row, opened = await _masking(connection, who, copy.masking_id)
        if copy.given_at is not None:
            raise CopyGiven
        if copy.officer_id == who.account_id:
            raise SecondOfficer
    data = await _bytes(house, row.masking_id, FILM)
    content = (
        f"copy of {row.camera}, {row.from_at.isoformat()} to {row.until_at.isoformat()},"
        f" SHA-256 {copy.sha256}, for {copy.organ}"
    )
    reason = f"{copy.basis}; {copy.document}; asked by {copy.officer}"
    scope = opened.row.scope
    looked = who.look(LookKind.EXPORT, content, reason=reason, scope=scope, roles=OFFICE)
    await audit.record(house, looked)
    async with house.transaction() as connection:
        if not await store.give_copy(connection, copy_id, who, now):
            raise CopyGiven
    return data


async def copies(house: House, who: Who, footage_id: UUID) -> list[FilmCopy]:
    """The copies that authorities asked for, of a request of your areas. Raises NotFound."""
    async with house.db.reading() as connection:
        await looking.opened(connection, who, footage_id)
        return [told_copy(row) for row in await store.copies_of(connection, footage_id)]


def told(row: MaskingRow) -> Masking:
    """A film as the office sees it."""
    return Masking(**{name: getattr(row, name) for name in Masking.__struct_fields__})


def told_copy(row: CopyRow) -> FilmCopy:
    """A copy as the office sees it."""
    return FilmCopy(**{name: getattr(row, name) for name in FilmCopy.__struct_fields__})


async def _say(
    house: House, connection: Connection, opened: Opened, row: ViewingRow, *, is_over: bool = False
) -> None:
    """Tell desks of a viewing: another officer attends it, its screen learns that he does."""
    body = ViewingChanged(
        viewing_id=row.viewing_id, footage_id=row.footage_id, number=row.number, is_over=is_over
    )
    marks = [office_scope(code) for code in opened.row.scope]
    said = Said(VIEWED, marks, body, row.footage_id)
    await house.outbox.say(connection, house.clock.now(), said)


def _told_viewing(who: Who, row: ViewingRow, films: Sequence[MaskingRow]) -> Viewing:
    same = set(Viewing.__struct_fields__) - {"films", "here"}
    return Viewing(
        here=row.session_id == who.session_id,
        films=[told(one) for one in rules.playable(films)],
        **{name: getattr(row, name) for name in same},
    )


def _camera(opened: Opened, camera_id: UUID) -> MayLook:
    """A camera that may be looked at now. Raises OutsideGrant."""
    may = next((one for one in opened.cameras if one.camera_id == camera_id), None)
    if may is None or may.barred is not None:
        raise OutsideGrant(field="camera_id", barred=None if may is None else may.barred)
    return may


async def _masking(
    connection: Connection, who: Who, masking_id: UUID, *, locked: bool = False
) -> tuple[MaskingRow, Opened]:
    row = await store.masking(connection, masking_id, locked=locked)
    if row is None:
        raise NotFound(field="masking_id")
    return row, await looking.opened(connection, who, row.footage_id)


async def _viewing(connection: Connection, who: Who, viewing_id: UUID) -> tuple[ViewingRow, Opened]:
    row = await store.viewing(connection, viewing_id)
    if row is None:
        raise NotFound(field="viewing_id")
    return row, await looking.opened(connection, who, row.footage_id)


async def _bytes(house: House, masking_id: UUID, name: str) -> bytes:
    try:
        return await house.blobs.get(making.key_of(masking_id, name))
    except BlobLost as error:
        raise FilmGone from error


async def _register(
    house: House,
    who: Who,
    row: Row,
    camera: str,
    from_at: datetime,
    until_at: datetime,
    what: str,
) -> None:
    """Decree 799, article 16: on record before anything is brought or shown."""
    content = f"{camera}, {from_at.isoformat()} to {until_at.isoformat()}, {what}"
    reason = f"footage request {row.number}: {row.category}"
    looked = who.look(LookKind.REPLAY, content, reason=reason, scope=row.scope, roles=OFFICE)
    await audit.record(house, looked)


def _local(house: House, at: datetime) -> str:
    local = at + timedelta(minutes=house.settings.utc_offset_min)
    return f"{local:%Y-%m-%d %H:%M:%S}"
