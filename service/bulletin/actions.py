"""Issuing bulletins, withdrawing them, and telling boxes what to show."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from service.audit import actions as audit
from service.audit.wire import LookKind, Unmask
from service.bulletin import rules, store
from service.bulletin.wire import (
    ENDED,
    ISSUED,
    RELEASES,
    Bulletin,
    BulletinEnded,
    BulletinEnding,
    BulletinRow,
    BulletinState,
    Guardian,
    NewBulletin,
    PortraitUnusable,
    ShownBulletin,
    ShownBulletins,
    ShownConsent,
    TooManyBulletins,
    Withdrawal,
)
from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core import masked
from service.core.ids import new_id
from service.core.problem import NotFound
from service.identity.wire import DESK, STAFF, Role, Who
from service.platform.asks import Errand, for_system
from service.platform.db import Connection, Transaction, lifted
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said, Topic
from service.platform.portrait import NotAPortrait, make_portrait
from service.site.wire import DeviceAt

END = "end_bulletin"
_LISTED_MOST = 200
_GUARDIAN = "bulletin.guardian"
_MISSING_CHILD = "missing child"


async def issue(house: House, who: Who, new: NewBulletin) -> Bulletin:
    """Show a missing child to everybody in an area, and promise the end of it.

    Without a search: a desk was told of the child by other means. Raises as `issue_in`.
    """
    async with house.transaction() as connection:
        issued = await issue_in(house, connection, who, new)
        content = f"bulletin {issued.bulletin_id} to everybody in {new.area_code}"
        scope = await centre.lineage(connection, new.area_code)
        looked = who.look(
            LookKind.SHOWN, content, reason=_MISSING_CHILD, scope=scope, roles=RELEASES
        )
        await audit.record(house, looked)
    return issued


async def issue_in(house: House, connection: Connection, who: Who, new: NewBulletin) -> Bulletin:
    """The same within a transaction, for whoever writes the release down himself.

    Raises UnknownArea, TimesUnusable, TooManyBulletins.
    """
    now = house.clock.now()
    problem = rules.refusal(new, now)
    if problem is not None:
        raise problem
    bulletin_id = new_id(now)
    sealed = house.seal.close(new.consent.guardian, _GUARDIAN)
    scope = await centre.lineage(connection, new.area_code)
    if not who.sees(scope, RELEASES):
        raise UnknownArea(field="area_code")
    if await store.count_current(connection, new.area_code, now) >= rules.SHOWN_MOST:
        raise TooManyBulletins(field="area_code")
    await store.issue(connection, bulletin_id, new, scope, sealed, now, who.display)
    promise = Promise(END, Lane.REST, str(bulletin_id), new.until)
    return await _say(house, connection, ISSUED, bulletin_id, promise)


async def take_down(
    house: House, connection: Connection, bulletin_id: UUID, ending: BulletinEnding, by: str
) -> None:
    """Take a bulletin off every screen, where it is still shown; its picture is deleted."""
    now = house.clock.now()
    state = BulletinState.WITHDRAWN
    if await store.end(connection, bulletin_id, state, ending, now, by):
        await _say(house, connection, ENDED, bulletin_id)


async def set_portrait(house: House, who: Who, bulletin_id: UUID, data: bytes) -> Bulletin:
    """Give a current bulletin its picture, made anew and small.

    Raises NotFound, BulletinEnded, PortraitUnusable.
    """
    async with house.db.reading() as connection:
        row = await _row(connection, who, bulletin_id, RELEASES)
    try:
        jpeg = await asyncio.to_thread(make_portrait, data)
    except NotAPortrait as error:
        raise PortraitUnusable(field="body") from error
    sha256 = hashlib.sha256(jpeg).hexdigest()
    # From here on everybody may fetch it, who is nobody: it is on record who gave it to them.
    content = f"portrait of bulletin {bulletin_id} to everybody in {row.area_code}"
    looked = who.look(
        LookKind.SHOWN, content, reason=_MISSING_CHILD, scope=row.scope, roles=RELEASES
    )
    await audit.record(house, looked)
    async with house.transaction() as connection:
        if not await store.set_portrait(connection, bulletin_id, sha256, jpeg):
            raise BulletinEnded
        return await _say(house, connection, ISSUED, bulletin_id)


async def withdraw(house: House, who: Who, bulletin_id: UUID, asked: Withdrawal) -> Bulletin:
    """Take a bulletin off every screen; its picture is deleted. Raises NotFound, BulletinEnded."""
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await _row(connection, who, bulletin_id, DESK)
        state = BulletinState.WITHDRAWN
        if not await store.end(connection, bulletin_id, state, asked.ending, now, who.display):
            raise BulletinEnded(who=row.ended_by)
        return await _say(house, connection, ENDED, bulletin_id)


async def end_when_over(house: House, bulletin_id: UUID, transaction: Transaction) -> None:
    """What was promised with a bulletin: when its time is over its picture is deleted."""
    now = house.clock.now()
    async with transaction() as connection:
        row = await store.by_id(connection, bulletin_id)
        if row is None or row.until > now:
            return
        if await store.end(connection, bulletin_id, BulletinState.OVER, None, row.until, None):
            await _say(house, connection, ENDED, bulletin_id)


async def bulletins(house: House, who: Who) -> list[Bulletin]:
    """Current bulletins of your areas, the newest first."""
    async with house.db.reading() as connection:
        areas, now = who.areas(STAFF), house.clock.now()
        rows = await store.current_within(connection, areas, now, _LISTED_MOST)
    return [_told(house, row) for row in rows]


async def look(house: House, who: Who, bulletin_id: UUID) -> bytes:
    """The picture of a bulletin, once it is on record who looks. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await _row(connection, who, bulletin_id, STAFF)
        jpeg = await store.portrait(connection, bulletin_id)
    if jpeg is None:
        raise NotFound(field="bulletin_id")
    content = f"portrait of bulletin {bulletin_id}"
    looked = who.look(LookKind.PORTRAIT, content, reason=_MISSING_CHILD, scope=row.scope)
    await audit.record(house, looked)
    return jpeg


async def unmask(house: House, who: Who, bulletin_id: UUID, why: Unmask) -> Guardian:
    """Who gave the consent, once it is on record who asks and why. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await _row(connection, who, bulletin_id, DESK)
    content = f"guardian of bulletin {bulletin_id}"
    looked = who.look(LookKind.UNMASKED, content, reason=why.reason, scope=row.scope)
    await audit.record(house, looked)
    return Guardian(guardian=house.seal.open(row.guardian_sealed, _GUARDIAN))


async def forget(
    connection: Connection, areas: Sequence[str], ended_before: datetime, most: int
) -> list[datetime]:
    """Delete bulletins of these areas that ended before an instant; when each had ended."""
    return await store.forget(connection, areas, ended_before, most)


async def shown_by(house: House, device: DeviceAt) -> ShownBulletins:
    """What a box shows now."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        rows = await store.current_for(connection, device.lineage, now, rules.SHOWN_MOST)
    return ShownBulletins(
        now=now,
        again_s=rules.AGAIN_S,
        hold_s=rules.HOLD_S,
        bulletins=rules.shown(rows, device.lineage, now),
    )


@for_system(Errand.NOTICE)
async def public(house: House) -> list[ShownBulletin]:
    """What everybody may see now, the newest first."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        rows = await store.current(connection, now, rules.PUBLIC_MOST)
    return rules.public(rows, now)


@for_system(Errand.NOTICE)
async def public_portrait(house: House, bulletin_id: UUID) -> bytes:
    """The picture of a bulletin that everybody may see now. Raises NotFound."""
    return await _portrait(house, bulletin_id, None)


async def shown_at(
    house: House, connection: Connection, lineage: Sequence[str]
) -> list[ShownBulletin]:
    """What is shown at a place of these areas now, for whoever may know of the place."""
    now = house.clock.now()
    async with lifted(connection, Errand.NOTICE):
        rows = await store.current_for(connection, lineage, now, rules.SHOWN_MOST)
    return rules.shown(rows, lineage, now)


async def portrait_for(house: House, device: DeviceAt, bulletin_id: UUID) -> bytes:
    """The picture of a bulletin that a box shows now. Raises NotFound."""
    return await _portrait(house, bulletin_id, device.lineage)


async def _portrait(house: House, bulletin_id: UUID, lineage: Iterable[str] | None) -> bytes:
    async with house.db.reading() as connection:
        row = await store.by_id(connection, bulletin_id)
        if row is None or not rules.is_shown(row, lineage, house.clock.now()):
            raise NotFound(field="bulletin_id")
        jpeg = await store.portrait(connection, bulletin_id)
    if jpeg is None:
        raise NotFound(field="bulletin_id")
    return jpeg


async def _row(
    connection: Connection, who: Who, bulletin_id: UUID, roles: tuple[Role, ...]
) -> BulletinRow:
    row = await store.by_id(connection, bulletin_id)
    if row is None or not who.sees(row.scope, roles):
        raise NotFound(field="bulletin_id")
    return row


async def _say(
    house: House, connection: Connection, topic: Topic, bulletin_id: UUID, *promises: Promise
) -> Bulletin:
    row = await store.by_id(connection, bulletin_id)
    assert row is not None, "it was written in this transaction"
    told = _told(house, row)
    said = Said(topic, row.scope, told, bulletin_id)
    await house.outbox.say(connection, house.clock.now(), said, promises=promises)
    return told


def _told(house: House, row: BulletinRow) -> Bulletin:
    consent = ShownConsent(
        guardian=masked.name(house.seal.open(row.guardian_sealed, _GUARDIAN)),
        relation=row.relation,
        how=row.consent_how,
        given_at=row.consent_at,
    )
    same = set(Bulletin.__struct_fields__) - {"consent"}
    return Bulletin(consent=consent, **{name: getattr(row, name) for name in same})
