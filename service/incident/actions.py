"""Incidents as the features above use them: open or join, progress, desk, timeline."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.centre import actions as centre
from service.centre.wire import Area
from service.core.geo import Place
from service.core.ids import new_id
from service.core.problem import NotFound
from service.identity.wire import STAFF, Who
from service.incident import rules, store
from service.incident.wire import (
    CHANGED,
    ENDED,
    OPENED,
    REAL,
    TECHNICAL,
    Disposition,
    Entry,
    EntryKind,
    Incident,
    Kind,
    Opening,
    PlanRow,
    Post,
    SearchTooWide,
    Sought,
    Source,
    State,
    TimelineEntry,
    Whole,
)
from service.platform.db import Connection
from service.platform.outbox import Said, Topic
from service.site import actions as site
from service.site.wire import SiteRow

# A chain of merged incidents is walked this far; longer ones do not arise by hand.
_MERGES_MOST = 20
# So many areas are sought one by one; in more, all rows are read in the order of their numbers.
_FEW_AREAS = 64
# Below what a statement may take: whoever asks is told what to ask instead, not that we are away.
_SEARCH_MOST_S = 10.0


async def join_or_open(
    connection: Connection, opening: Opening, now: datetime, entry: Entry
) -> tuple[Whole, Said]:
    """Let an alarm join its site's open incident and raise it, or open one.

    Answers the incident and what is to be said; the caller says it with what else happened.
    """
    technical = opening.kind in TECHNICAL
    assert opening.site_id is not None, "an alarm has a site"
    while True:
        opened = await _open(connection, opening, technical, 1, now, [entry])
        if opened is not None:
            return opened, about(OPENED, opened)
        standing = await store.open_of_site(connection, opening.site_id, opening.test, technical)
        if standing is None:
            continue  # It was closed between the two statements.
        pressed = rules.priority_of(opening.kind, opening.site_class)
        joined = await store.join_incident(
            connection,
            standing.incident_id,
            rules.raised(standing.priority, pressed, technical=technical),
            opening.silent,
            rules.graver(standing.kind, opening.kind),
            now,
        )
        await store.write(connection, now, [(joined.incident_id, entry)])
        return joined, about(CHANGED, joined)


async def open_alone(connection: Connection, opening: Opening, now: datetime) -> Whole | None:
    """Open an incident that no alarm stands behind; None where its site has an open one."""
    technical = opening.kind in TECHNICAL
    return await _open(connection, opening, technical, 0, now, [])


async def open_together(
    connection: Connection, alarms: Sequence[tuple[Opening, Entry]], now: datetime
) -> list[tuple[Whole, Said] | None]:
    """Open an incident for each of these alarms, which come from different sites.

    None where a site has an open one, which its alarm is to join; in the order of the alarms.
    """
    asked = [(opening, opening.kind in TECHNICAL, 1, (entry,)) for opening, entry in alarms]
    opened = await _open_all(connection, asked, now)
    return [None if whole is None else (whole, about(OPENED, whole)) for whole in opened]


async def _open(
    connection: Connection,
    opening: Opening,
    technical: bool,
    alarms: int,
    now: datetime,
    entries: Sequence[Entry],
) -> Whole | None:
    return (await _open_all(connection, [(opening, technical, alarms, entries)], now))[0]


async def _open_all(
    connection: Connection,
    asked: Sequence[tuple[Opening, bool, int, Sequence[Entry]]],
    now: datetime,
) -> list[Whole | None]:
    codes = {code for opening, *_ in asked for code in opening.lineage}
    plans = await store.plans_for(connection, codes, now)
    new = [_new(plans, *each, now) for each in asked]
    found = await store.open_incidents(connection, new, now)
    return [found.get(each.incident_id) for each in new]


def _new(
    plans: Sequence[PlanRow],
    opening: Opening,
    technical: bool,
    alarms: int,
    entries: Sequence[Entry],
    now: datetime,
) -> store.Opened:
    first = Entry(
        EntryKind.OPENED, opening.who, {"source": opening.source, "told": opening.lineage}
    )
    return store.Opened(
        incident_id=new_id(now),
        opening=opening,
        technical=technical,
        priority=opening.priority or rules.priority_of(opening.kind, opening.site_class),
        plan=rules.choose_plan(plans, opening.lineage, opening.kind, opening.site_class),
        alarms=alarms,
        entries=(first, *entries),
    )


async def standing(connection: Connection, incident_id: UUID, *, locked: bool = False) -> Whole:
    """An incident, or the one that it was merged into."""
    for _ in range(_MERGES_MOST):
        found = await store.whole(connection, incident_id, locked=locked)
        assert found is not None, "an alarm names an incident that exists"
        if found.merged_into is None:
            return found
        incident_id = found.merged_into
    raise AssertionError("incidents are merged in a circle")


async def incident(connection: Connection, who: Who, incident_id: UUID) -> Whole:
    """One incident that you see. Raises NotFound."""
    found = await store.whole(connection, incident_id)
    if found is None or not who.sees(found.scope, STAFF):
        raise NotFound(field="incident_id")
    return found


async def locked(connection: Connection, incident_id: UUID) -> Whole | None:
    """One incident, locked until the transaction ends."""
    return await store.whole(connection, incident_id, locked=True)


async def wholes(connection: Connection, incident_ids: Iterable[UUID]) -> dict[UUID, Whole]:
    """These incidents by id."""
    return {w.incident_id: w for w in await store.wholes(connection, incident_ids)}


async def still_open(connection: Connection, incident_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these incidents that are open, and stay so until the transaction ends."""
    return await store.still_open(connection, incident_ids)


async def open_incidents(
    connection: Connection, areas: Iterable[str], count: int
) -> list[Incident]:
    """Open incidents of these areas, the oldest first."""
    return [w.shown() for w in await store.open_within(connection, areas, count)]


async def open_ids_within(connection: Connection, areas: Iterable[str]) -> list[UUID]:
    """All open incidents of these areas, however many there are."""
    return await store.open_ids_within(connection, areas)


async def ended_incidents(
    connection: Connection, areas: frozenset[str], before: datetime, count: int
) -> list[Incident]:
    """Ended incidents of these areas opened before an instant, the newest first."""
    found = _where(areas, await centre.areas_within(connection, areas))
    return [w.shown() for w in await store.ended_within(connection, found, before, count)]


async def sought(
    connection: Connection, areas: frozenset[str], asked: Sought, before: int, count: int
) -> list[Incident]:
    """Incidents of these areas that are sought, the newest first.

    Words are looked for in title and note, in names of areas and in addresses of sites; a number
    is the incident's own. Raises SearchTooWide where all of many years would have to be read.
    """
    within = await centre.areas_within(connection, areas)
    found = _where(areas, within)
    if asked.words:
        words = asked.words.lower()
        found = msgspec.structs.replace(
            found,
            named=tuple(area.area_code for area in within if words in area.name.lower()),
            sites=tuple(await site.addressed(connection, areas, asked.words)),
        )
    try:
        async with asyncio.timeout(_SEARCH_MOST_S):
            rows = await store.sought(connection, asked, found, before, count)
    except TimeoutError as error:
        raise SearchTooWide(field="q") from error
    return [whole.shown() for whole in rows]


def _where(areas: frozenset[str], within: Sequence[Area]) -> store.Found:
    codes = tuple(area.area_code for area in within)
    return store.Found(areas=areas, within=codes if len(codes) <= _FEW_AREAS else ())


async def timeline(
    connection: Connection, incident_id: UUID, after: int, count: int
) -> list[TimelineEntry]:
    """Lines of a timeline, a page at a time."""
    return await store.timeline(connection, incident_id, after, count)


async def write(connection: Connection, now: datetime, lines: Sequence[tuple[UUID, Entry]]) -> None:
    """Add lines to timelines, each with its incident."""
    if lines:
        await store.write(connection, now, lines)


async def progress(
    connection: Connection, whole: Whole, stage: State, eta_at: datetime | None, now: datetime
) -> Said | None:
    """Say how far the units have come; what is to be said, or None where nothing changed."""
    state = rules.state_after(whole.state, stage)
    changed = await store.set_progress(connection, whole.incident_id, state, eta_at, now)
    return None if changed is None else about(CHANGED, changed)


async def to_desk(
    connection: Connection, incident_id: UUID, now: datetime, reason: str
) -> Said | None:
    """Hand an incident to a person at the desk; None where it waits there already."""
    changed = await store.set_desk(connection, incident_id, now, reason)
    return None if changed is None else about(CHANGED, changed)


async def from_desk(connection: Connection, incident_id: UUID) -> Said | None:
    """An incident has its answer and waits no more; None where it did not."""
    changed = await store.set_desk(connection, incident_id, None, None)
    return None if changed is None else about(CHANGED, changed)


async def set_priority(
    connection: Connection, incident_id: UUID, priority: int, now: datetime, entry: Entry
) -> Said | None:
    """Raise an incident that is open; None where it stands as high already. It is never lowered."""
    whole = await store.whole(connection, incident_id, locked=True)
    if whole is None or not whole.open or whole.priority <= priority:
        return None
    changed = await store.set_priority(connection, incident_id, priority, now)
    await store.write(connection, now, [(incident_id, entry)])
    return about(CHANGED, changed)


async def close(
    connection: Connection, incident_id: UUID, disposition: Disposition, by: str, now: datetime
) -> Said | None:
    """Close an incident behind which no alarm stands; None where somebody has ended it."""
    whole = await store.whole(connection, incident_id, locked=True)
    if whole is None or not whole.open:
        return None
    values = (incident_id, State.CLOSED, disposition, None, now, by, whole.latched)
    ended = await store.end_incident(connection, *values)
    entry = Entry(EntryKind.CLOSED, by, {"disposition": disposition, "note": ""})
    await store.write(connection, now, [(incident_id, entry)])
    return about(ENDED, ended)


async def unlatch(
    connection: Connection, incident_id: UUID, now: datetime, entry: Entry
) -> tuple[Whole, Said]:
    """One alarm of an incident, or of one that was merged into it, was reset by a person."""
    whole = await standing(connection, incident_id, locked=True)
    changed = await store.unlatch(connection, whole.incident_id, now)
    await store.write(connection, now, [(whole.incident_id, entry)])
    return changed, about(CHANGED, changed)


async def at_site(
    connection: Connection, site_id: UUID, ended_after: datetime, count: int
) -> list[Whole]:
    """A site's incidents that are open or ended after an instant, the newest first.

    The caller has checked whose the site is.
    """
    return await store.at_site(connection, site_id, ended_after, count)


async def is_real_at(connection: Connection, site_id: UUID) -> bool:
    """Whether a site has an incident that is open in earnest."""
    return await store.is_real_at(connection, site_id)


async def make_real(
    connection: Connection, row: SiteRow, now: datetime, by: str
) -> tuple[Whole, Said]:
    """Let a site's drill be real from now on; its units stay with it, and others are asked.

    Where it has an incident in earnest already, that one is told; where it has none at all, one
    opens. Answers the incident and what is to be said.
    """
    line = Entry(EntryKind.REAL, by)
    while True:
        standing = await store.open_of_site(connection, row.site_id, False, False)
        if standing is not None:
            await store.write(connection, now, [(standing.incident_id, line)])
            return standing, about(
                CHANGED, await store.touch(connection, standing.incident_id, now)
            )
        drill = await store.open_of_site(connection, row.site_id, True, False)
        if drill is not None:
            turned = await store.make_real(connection, drill.incident_id, now)
            if turned is None:
                continue  # A press in earnest was faster.
            await store.write(connection, now, [(turned.incident_id, line)])
            return turned, about(REAL, turned)
        opened = await open_alone(connection, _said_real(row, by), now)
        if opened is not None:
            await store.write(connection, now, [(opened.incident_id, line)])
            return opened, about(OPENED, opened)


def _said_real(row: SiteRow, by: str) -> Opening:
    return Opening(
        source=Source.SITE,
        kind=Kind.EMERGENCY,
        silent=False,
        test=False,
        drill_units=(),
        priority=None,
        area_code=row.area_code,
        lineage=tuple(row.lineage),
        site_id=row.site_id,
        site_class=row.site_class,
        title=row.name,
        place=row.place,
        points=tuple(row.points),
        note="",
        who=by,
    )


def stations(whole: Whole) -> list[tuple[Post, str, Place]]:
    """Where each unit of an incident's plan goes: post, name of the point, place."""
    return rules.stations(whole.plan, whole.points, whole.spot)


def about(topic: Topic, whole: Whole) -> Said:
    """An event about an incident, for everybody whose area it lies in."""
    return Said(topic, whole.scope, whole.shown(), whole.incident_id)
