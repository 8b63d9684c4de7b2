"""Searching for somebody: begun at once, looked at anew each hour, ended by a person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.audit import actions as audit
from service.audit.wire import LookKind
from service.bulletin import actions as bulletin
from service.bulletin.wire import RELEASES, Bulletin, BulletinEnding, NewBulletin
from service.centre import actions as centre
from service.core.geo import Place, given
from service.core.ids import new_id
from service.core.problem import NotFound
from service.dispatch import actions as dispatch
from service.footage import messages, urgent
from service.footage.terms import FootageState
from service.footage.urgent import Urgent
from service.footage.wire import AtRisk
from service.identity.wire import OFFICE, Role, Who
from service.incident import actions as incident
from service.incident import forgetting as merged
from service.incident.wire import (
    OPENED,
    Disposition,
    Entry,
    EntryKind,
    Kind,
    Opening,
    Source,
    Whole,
)
from service.missing import rules, sectors, store
from service.missing.wire import (
    CHANGED,
    ENDED,
    REMINDED,
    STARTED,
    LookFor,
    MoveSearch,
    NotAMinor,
    Owed,
    Release,
    Search,
    SearchChanged,
    SearchEnding,
    SearchMove,
    SearchOver,
    SearchRow,
    WayOfGoing,
)
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said, Topic

WORDS = "search.words"
REMIND = "remind_search"
DESK = (*OFFICE, Role.DISPATCHER)
_LISTED_MOST = 200
# So long a search that is over stays on the list: the papers that it put off are still to be made.
_LISTED_FOR = timedelta(days=3)
_SYSTEM = ""
# PIPL, article 18: who could not be told before is told when the emergency is over.
_NOTICE = (
    "应急查找已结束。查找期间,我们依据《个人信息保护法》第十三条第四项、第十八条,"
    "未事先告知即处理了您提供的描述、周边摄像机画面,并告知了参与查找的警力;"
    "相关个人信息将按期删除,您可查询、复制或要求删除。\n"
    "The search is over. Until now your description and pictures of cameras nearby were used, "
    "and told to patrols, without notice beforehand (PIPL, articles 13(4) and 18). They are "
    "deleted in time; you may ask to see, copy or delete them."
)


async def start(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """Begin to search because of a request, once: an incident opens, and all that follows."""
    now = house.clock.now()
    async with transaction() as connection:
        asked = await urgent.find(house, connection, footage_id)
        if asked is None or asked.state is not FootageState.EMERGENCY_ACTIVE:
            return
        if await store.going_on(connection, footage_id) is not None:
            return
        names = await centre.names(connection, asked.scope[:1])
        opening = _opening(asked, names.get(asked.scope[0], ""))
        whole = await incident.open_alone(connection, opening, now)
        assert whole is not None, "only an incident of a site can stand in the way"
        row = _row(house, asked, whole, now)
        await store.start(connection, row)
        line = Entry(EntryKind.SEARCH, _SYSTEM, {"did": "started", "at_risk": asked.at_risk})
        await incident.write(connection, now, [(whole.incident_id, line)])
        said = [incident.about(OPENED, whole), _said(STARTED, row)]
        await house.outbox.say(connection, now, *said, promises=[_reminder(row)])


async def end_by_request(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """The request has come on: who was found, or never at risk, is looked for no more."""
    async with transaction() as connection:
        asked = await urgent.find(house, connection, footage_id)
        row = await store.going_on(connection, footage_id)
        if asked is None or row is None:
            return
        ending = rules.ending_of(asked.lane, asked.outcome)
        if ending is not None:
            await _end(house, connection, row, ending, _SYSTEM)
        elif asked.state is FootageState.WITHDRAWN:
            # Whoever asked may not be who is missing: a person decides, and is told at once.
            await _remind(house, connection, row, "withdrawn")


async def end_with_incident(house: House, incident_id: UUID, transaction: Transaction) -> None:
    """The incident of a search was ended at the desk, and so the search."""
    async with transaction() as connection:
        whole = (await incident.wholes(connection, [incident_id]))[incident_id]
        row = await store.of_incidents(connection, [incident_id])
        if row is None or row.ended_at is not None or whole.open:
            return
        genuine = whole.disposition is Disposition.GENUINE
        ending = SearchEnding.FOUND if genuine else SearchEnding.NOT_AT_RISK
        await _end(house, connection, row, ending, whole.closed_by or _SYSTEM)


async def remind(house: House, search_id: UUID, transaction: Transaction) -> None:
    """An hour is over: the desk is told, and told again each hour until the search ends."""
    now = house.clock.now()
    async with transaction() as connection:
        row = await store.by_id(connection, search_id, locked=True)
        if row is None or row.review_at is None:
            return
        if row.review_at > now:
            # Somebody has looked at it since.
            await house.outbox.promise(connection, now, _reminder(row))
            return
        await _remind(house, connection, row, "hour")
        again = Promise(REMIND, Lane.REST, str(search_id), now + rules.REVIEW_EVERY)
        await house.outbox.promise(connection, now, again)


async def searches(house: House, who: Who) -> list[Search]:
    """Searches of your areas that last or ended lately, the most urgent first."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        rows = await store.within(connection, who.areas(DESK), now - _LISTED_FOR, _LISTED_MOST)
        return [await _told(connection, row, now) for row in rows]


async def of_incident(house: House, who: Who, incident_id: UUID) -> Search:
    """The search of an incident of your areas. Raises NotFound."""
    async with house.db.reading() as connection:
        ids = await merged.with_merged(connection, [incident_id])
        row = await store.of_incidents(connection, ids)
        if row is None or not who.sees(row.scope, DESK):
            raise NotFound(field="incident_id")
        return await _told(connection, row, house.clock.now())


async def read(house: House, who: Who, search_id: UUID) -> LookFor:
    """What to look for. That you read it stands in the access register first. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await _seen(connection, who, search_id)
    return await _shown(house, who, row, DESK)


async def read_as_unit(house: House, who: Who, task_id: UUID) -> LookFor:
    """What your unit looks for, while it has a task of the search. Raises NotFound, NoUnit."""
    async with house.db.reading() as connection:
        whole, _ = await dispatch.incident_of(connection, who, task_id)
        ids = await merged.with_merged(connection, [whole.incident_id])
        row = await store.of_incidents(connection, ids)
        if row is None or row.ended_at is not None:
            raise NotFound(field="task_id")
    return await _shown(house, who, row, (Role.PATROL_OFFICER,))


async def _shown(house: House, who: Who, row: SearchRow, roles: Sequence[Role]) -> LookFor:
    looked = who.look(
        LookKind.UNMASKED,
        _content(row),
        reason=_reason(row),
        scope=row.scope,
        incident_id=row.incident_id,
        roles=roles,
    )
    await audit.record(house, looked)
    return _look_for(house, row)


async def move(house: House, who: Who, search_id: UUID, asked: MoveSearch) -> Search:
    """Do one move. Raises NotFound, SearchOver, Invalid."""
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await _seen(connection, who, search_id, locked=True)
        problem = rules.refusal(row, asked, now)
        if problem is not None:
            raise problem
        if asked.move is SearchMove.END:
            assert asked.ending is not None, "the move was checked"
            await _end(house, connection, row, asked.ending, who.display)
        else:
            await _note(house, connection, row, asked, who)
        after = await store.by_id(connection, search_id)
        assert after is not None, "it was read in this transaction"
        return await _told(connection, after, now)


async def release(house: House, who: Who, search_id: UUID, new: Release) -> Bulletin:
    """Show a missing minor to everybody in an area, as a duty leader releases it.

    Raises NotFound, SearchOver, NotAMinor, UnknownArea, TimesUnusable, TooManyBulletins.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await _seen(connection, who, search_id, locked=True, roles=RELEASES)
        if row.ended_at is not None:
            raise SearchOver(f"{row.ended_by} has ended it.", who=row.ended_by)
        if row.at_risk is not AtRisk.MINOR:
            raise NotAMinor
        said = NewBulletin(
            area_code=new.area_code,
            zh=new.zh,
            en=new.en,
            seen_at=row.seen_at,
            phone=new.phone,
            until=new.until,
            consent=new.consent,
        )
        issued = await bulletin.issue_in(house, connection, who, said)
        await store.add_bulletin(connection, search_id, issued.bulletin_id, who, now)
        line = {"did": "released", "bulletin_id": issued.bulletin_id, "area": new.area_code}
        await _announce(house, connection, row, CHANGED, who.display, line)
        looked = who.look(
            LookKind.SHOWN,
            f"bulletin of search {row.number} to everybody in {new.area_code}",
            reason=_reason(row),
            scope=row.scope,
            incident_id=row.incident_id,
            roles=RELEASES,
        )
        await audit.record(house, looked)
    return issued


async def _note(
    house: House, connection: Connection, row: SearchRow, asked: MoveSearch, who: Who
) -> None:
    now, by = house.clock.now(), who.display
    facts: dict[str, object] = {}
    match asked.move:
        case SearchMove.REVIEW:
            again = now + rules.REVIEW_EVERY
            facts = {"reviewed_at": now, "reviewed_by": by, "review_at": again}
        case SearchMove.DESCRIBE:
            facts = {
                "going": asked.going,
                "health_risk": asked.health_risk,
                "seen_at": asked.seen_at,
            }
        case SearchMove.NOTE_110:
            facts = {"desk_110_at": now, "desk_110_by": by, "desk_110_number": asked.number}
        case SearchMove.NOTE_PUBLISHED:
            facts = {"published_at": now, "published_by": by}
        case SearchMove.NOTE_TAKEN_DOWN:
            facts = {"taken_down_at": now}
    await store.note(connection, row.search_id, facts)
    said = await incident.from_desk(connection, row.incident_id) if "review_at" in facts else None
    if asked.health_risk:
        entry = Entry(EntryKind.PRIORITY, by, {"priority": 1})
        said = await incident.set_priority(connection, row.incident_id, 1, now, entry) or said
    if said is not None:
        await house.outbox.say(connection, now, said)
    if asked.move is SearchMove.DESCRIBE:
        # He may be elsewhere than patrols look.
        anew = Promise(sectors.SHARE, Lane.REST, str(row.footage_id), now)
        await house.outbox.promise(connection, now, anew)
    await _announce(house, connection, row, CHANGED, by, {"did": asked.move})


async def _end(
    house: House, connection: Connection, row: SearchRow, ending: SearchEnding, by: str
) -> None:
    """Nobody looks any more: tasks are stood down, bulletins go, whoever asked is told."""
    now = house.clock.now()
    if not await store.end(connection, row.search_id, now, by, ending):
        return
    await sectors.share(house, connection, row, [])
    for bulletin_id in row.bulletins:
        found = BulletinEnding.FOUND if ending is SearchEnding.FOUND else BulletinEnding.MISTAKEN
        await bulletin.take_down(house, connection, bulletin_id, found, by)
    genuine = ending in (SearchEnding.FOUND, SearchEnding.HANDED_OVER, SearchEnding.GIVEN_UP)
    disposition = Disposition.GENUINE if genuine else Disposition.UNFOUNDED
    await _announce(house, connection, row, ENDED, by, {"did": "ended", "ending": ending})
    said = await incident.close(connection, row.incident_id, disposition, by, now)
    if said is not None:
        await house.outbox.say(connection, now, said)
    await messages.tell(house, connection, row.footage_id, _NOTICE, by)


async def _remind(house: House, connection: Connection, row: SearchRow, why: str) -> None:
    now = house.clock.now()
    said = await incident.to_desk(connection, row.incident_id, now, "search_review")
    if said is not None:
        await house.outbox.say(connection, now, said)
    await _announce(house, connection, row, REMINDED, _SYSTEM, {"did": "reminded", "why": why})


async def _announce(
    house: House,
    connection: Connection,
    row: SearchRow,
    topic: Topic,
    by: str,
    body: dict[str, object],
) -> None:
    now = house.clock.now()
    after = await store.by_id(connection, row.search_id)
    assert after is not None, "it was read in this transaction"
    await incident.write(connection, now, [(row.incident_id, Entry(EntryKind.SEARCH, by, body))])
    await house.outbox.say(connection, now, _said(topic, after))


async def _seen(
    connection: Connection,
    who: Who,
    search_id: UUID,
    *,
    locked: bool = False,
    roles: Sequence[Role] = DESK,
) -> SearchRow:
    row = await store.by_id(connection, search_id, locked=locked)
    if row is None or not who.sees(row.scope, roles):
        raise NotFound(field="search_id")
    return row


def _opening(asked: Urgent, title: str) -> Opening:
    """An incident of its own: no site's other alarm joins it, and it says nothing of anybody."""
    return Opening(
        source=Source.REQUEST,
        kind=Kind.MISSING_PERSON,
        silent=False,
        test=False,
        drill_units=(),
        priority=1 if rules.is_health_risk(asked.at_risk) else None,
        area_code=asked.scope[0],
        lineage=tuple(asked.scope),
        site_id=None,
        site_class=None,
        title=title,
        place=asked.place,
        points=(),
        note="",
        who=_SYSTEM,
    )


def _row(house: House, asked: Urgent, whole: Whole, now: datetime) -> SearchRow:
    return SearchRow(
        search_id=new_id(now),
        footage_id=asked.footage_id,
        incident_id=whole.incident_id,
        number=whole.number,
        area_code=asked.scope[0],
        scope=asked.scope,
        at_risk=asked.at_risk,
        health_risk=rules.is_health_risk(asked.at_risk),
        going=WayOfGoing.WALK,
        seen_at=asked.seen_at,
        lat=asked.place.lat,
        lon=asked.place.lon,
        words_sealed=house.seal.close(asked.words, WORDS),
        started_at=now,
        review_at=now + rules.REVIEW_EVERY,
        reviewed_at=None,
        reviewed_by=None,
        desk_110_at=None,
        desk_110_by=None,
        desk_110_number=None,
        published_at=None,
        published_by=None,
        taken_down_at=None,
        ended_at=None,
        ended_by=None,
        ending=None,
        bulletins=[],
    )


def _reminder(row: SearchRow) -> Promise:
    assert row.review_at is not None, "it lasts"
    return Promise(REMIND, Lane.REST, str(row.search_id), row.review_at)


def _said(topic: Topic, row: SearchRow) -> Said:
    body = {name: getattr(row, name) for name in SearchChanged.__struct_fields__}
    return Said(topic, row.scope, SearchChanged(**body), row.search_id)


async def _told(connection: Connection, row: SearchRow, now: datetime) -> Search:
    left = await urgent.papers(connection, row.footage_id)
    papers = [
        name
        for name, owes in (
            (Owed.IDENTITY, left.identity),
            (Owed.CONSENT_IN_WRITING, left.consent_in_writing),
            (Owed.NOTICE, left.notice and row.ended_at is not None),
        )
        if owes
    ]
    until = row.ended_at or now
    made = {"place", "reach_m", "platform_km", "owed", "sectors"}
    same = set(Search.__struct_fields__) - made
    return Search(
        place=given(Place(row.lat, row.lon)),
        reach_m=rules.reach_m(row.at_risk, row.going, row.seen_at, until),
        platform_km=rules.platform_km(row.at_risk, row.seen_at, until),
        owed=rules.owed(row, papers, now),
        sectors=[sectors.told(one) for one in await sectors.shared(connection, row)],
        **{name: getattr(row, name) for name in same},
    )


def _look_for(house: House, row: SearchRow) -> LookFor:
    now = house.clock.now()
    same = set(LookFor.__struct_fields__) - {"place", "reach_m", "words"}
    return LookFor(
        place=given(Place(row.lat, row.lon)),
        reach_m=rules.reach_m(row.at_risk, row.going, row.seen_at, row.ended_at or now),
        words=house.seal.open(row.words_sealed, WORDS) if row.words_sealed else "",
        **{name: getattr(row, name) for name in same},
    )


def _content(row: SearchRow) -> str:
    return f"whom search {row.number} is for"


def _reason(row: SearchRow) -> str:
    return f"missing person: {row.at_risk}"
