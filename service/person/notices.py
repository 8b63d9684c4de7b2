"""What people are told about their data, version by version, and that they took note of it."""

from uuid import UUID

from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.ids import new_id
from service.core.problem import NotFound
from service.identity.wire import READERS, Role, Who
from service.person import rules, store
from service.person.wire import (
    GivenBy,
    MyNotice,
    NewNotice,
    NoticeKind,
    NoticeLate,
    NoticeVersion,
    OwnConsent,
)
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House

_CONSENTS_MOST = 1000
_VERSIONS_MOST = 200


async def add(house: House, who: Who, new: NewNotice) -> NoticeVersion:
    """Add a version for an area that you administer. Raises UnknownArea, NoticeLate."""
    now = house.clock.now()
    if new.from_at is not None and rules.is_late_notice(new.from_at, now):
        raise NoticeLate(field="from_at")
    async with house.db.transaction() as connection:
        line = await centre.lineage(connection, new.area_code)
        if not who.sees(line, [Role.ADMINISTRATOR]):
            raise UnknownArea(field="area_code")
        made = (new.from_at or now, now, who.account_id)
        return await store.add_notice(connection, new_id(now), new, *made)


async def versions(house: House, who: Who, area_code: str) -> list[NoticeVersion]:
    """Every version that an area of yours, those above it and the system have written.

    What is to begin is among them. Raises UnknownArea.
    """
    async with house.db.reading() as connection:
        line = await centre.lineage(connection, area_code)
        if not who.sees(line, READERS):
            raise UnknownArea(field="area_code")
        return await store.notices_of(connection, line, _VERSIONS_MOST)


@for_system(Errand.NOTICE)
async def holding(house: House, kind: NoticeKind, area_code: str | None) -> NoticeVersion:
    """The version that holds now in an area, or the system's own. Raises UnknownArea."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        line = await centre.lineage(connection, area_code) if area_code else []
        known = await store.notices(connection, line, now)
    found = rules.notice_of(kind, line, known, now)
    assert found is not None, "the migrations write one of each kind"
    return found


async def mine(house: House, who: Who) -> list[MyNotice]:
    """The notices for who asks, by the roles that he holds, each with when he took note of it."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        lines = {grant: await centre.lineage(connection, grant.area_code) for grant in who.grants}
        codes = sorted({code for line in lines.values() for code in line})
        known = await store.notices(connection, codes, now)
        consents = await given(connection, who)
    noted = {c.notice_id: c.given_at for c in consents if c.withdrawn_at is None}
    found: dict[UUID, NoticeVersion] = {}
    for grant, line in lines.items():
        for kind in rules.kinds_for([grant.role]):
            notice = rules.notice_of(kind, line, known, now)
            if notice is not None:
                found.setdefault(notice.notice_id, notice)
    order = list(NoticeKind)
    shown = sorted(found.values(), key=lambda one: (order.index(one.kind), one.notice_id))
    return [MyNotice(notice=one, given_at=noted.get(one.notice_id)) for one in shown]


async def given(connection: Connection, who: Who) -> list[OwnConsent]:
    """What who asks took note of or agreed to, the latest first, also what he withdrew."""
    return await store.consents_of(connection, who.account_id, _CONSENTS_MOST)


async def give(house: House, who: Who, notice_id: UUID, how: GivenBy) -> None:
    """Keep that one took note of a version; twice is once. Raises NotFound."""
    now = house.clock.now()
    async with house.db.transaction() as connection:
        await _known(connection, notice_id)
        await store.give(connection, new_id(now), who.account_id, notice_id, now, how)


async def withdraw(house: House, who: Who, notice_id: UUID) -> None:
    """Take it back; the version is shown again. Raises NotFound."""
    async with house.db.transaction() as connection:
        if not await store.withdraw(connection, who.account_id, notice_id, house.clock.now()):
            raise NotFound(field="notice_id")


async def _known(connection: Connection, notice_id: UUID) -> None:
    if await store.notice(connection, notice_id) is None:
        raise NotFound(field="notice_id")
