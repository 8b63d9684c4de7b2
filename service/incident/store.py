"""Incidents, timelines and response plans in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from msgspec import Struct

from service.core.times import EARLIEST, LATEST
from service.incident.wire import (
    Commander,
    Disposition,
    Entry,
    Kind,
    NewPlan,
    Opening,
    Plan,
    PlanRow,
    Sought,
    State,
    TimelineEntry,
    Whole,
)
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements, anywhere

_sql = Statements(__file__)


class Found(Struct, frozen=True, kw_only=True):
    """In which areas to seek, and which areas and sites the words name besides.

    `within` is every single area of these, where they are few enough to be sought one by one.
    """

    areas: frozenset[str]
    within: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    sites: tuple[UUID, ...] = ()


class Opened(Struct, frozen=True, kw_only=True):
    """An incident that is to open, and all that was decided about it."""

    incident_id: UUID
    opening: Opening
    technical: bool
    priority: int
    plan: Plan
    alarms: int
    entries: Sequence[Entry]


async def open_incidents(
    connection: Connection, opened: Sequence[Opened], now: datetime
) -> dict[UUID, Whole]:
    """Open incidents, each with its first lines, except those whose site has an open one."""
    rows = [_row(each) for each in opened]
    found = await many(connection, Whole, _sql["open_incidents"], rows, now)
    return {whole.incident_id: whole for whole in found}


def _row(opened: Opened) -> dict[str, object]:
    opening = opened.opening
    return {
        "incident_id": opened.incident_id,
        "source": opening.source,
        "kind": opening.kind,
        "technical": opened.technical,
        "silent": opening.silent,
        "test": opening.test,
        "drill_units": opening.drill_units,
        "priority": opened.priority,
        "area_code": opening.area_code,
        "scope": opening.lineage,
        "site_id": opening.site_id,
        "title": opening.title,
        "lat": opening.place.lat,
        "lon": opening.place.lon,
        "plan": opened.plan,
        "points": opening.points,
        "note": opening.note,
        "alarms": opened.alarms,
        "entries": opened.entries,
    }


async def open_of_site(
    connection: Connection, site_id: UUID, test: bool, technical: bool
) -> Whole | None:
    """The open incident of a site, locked."""
    return await one(connection, Whole, _sql["open_of_site"], site_id, test, technical)


async def join_incident(
    connection: Connection,
    incident_id: UUID,
    priority: int,
    silent: bool,
    kind: Kind,
    now: datetime,
) -> Whole:
    """Let another alarm join."""
    values = (incident_id, priority, silent, kind, now)
    return _there(await one(connection, Whole, _sql["join_incident"], *values))


async def write(connection: Connection, now: datetime, lines: Sequence[tuple[UUID, Entry]]) -> None:
    """Add lines to timelines."""
    rows = [
        {"incident_id": incident_id, "kind": e.kind, "who": e.who, "body": e.body}
        for incident_id, e in lines
    ]
    await run(connection, _sql["write"], now, rows)


async def whole(connection: Connection, incident_id: UUID, *, locked: bool = False) -> Whole | None:
    """One incident, locked until the transaction ends where asked."""
    return await one(connection, Whole, _sql["whole_locked" if locked else "whole"], incident_id)


async def wholes(connection: Connection, incident_ids: Iterable[UUID]) -> list[Whole]:
    """These incidents."""
    return await many(connection, Whole, _sql["wholes"], list(incident_ids))


async def still_open(connection: Connection, incident_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these incidents that are open, locked against being ended."""
    rows = await connection.fetch(_sql["still_open"], list(incident_ids))
    return {row["incident_id"] for row in rows}


async def open_within(connection: Connection, areas: Iterable[str], count: int) -> list[Whole]:
    """Open incidents of these areas, the oldest first."""
    return await many(connection, Whole, _sql["open_within"], list(areas), count)


async def open_ids_within(connection: Connection, areas: Iterable[str]) -> list[UUID]:
    """The ids of all open incidents of these areas."""
    rows = await connection.fetch(_sql["open_ids_within"], list(areas))
    return [row["incident_id"] for row in rows]


async def ended_within(
    connection: Connection, found: Found, before: datetime, count: int
) -> list[Whole]:
    """Ended incidents opened before an instant, the newest first."""
    statement = _sql["ended_in_few" if found.within else "ended_within"]
    areas = list(found.within or found.areas)
    return await many(connection, Whole, statement, areas, before, count)


async def at_site(
    connection: Connection, site_id: UUID, ended_after: datetime, count: int
) -> list[Whole]:
    """A site's incidents that are open or ended after an instant, the newest first."""
    return await many(connection, Whole, _sql["at_site"], site_id, ended_after, count)


async def sought(
    connection: Connection, asked: Sought, found: Found, before: int, count: int
) -> list[Whole]:
    """Incidents that are sought, the newest first."""
    words, digits = asked.words, asked.words.removeprefix("#") if asked.words else ""
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
    least = 0
    if words is not None and words.startswith("#") and number is not None:
        words, least, before = None, number, min(before, number + 1)
    values = (
        *(list(found.within or found.areas), before, count),
        *(None if words is None else anywhere(words), number),
        *(list(found.named), list(found.sites), asked.from_at, asked.until_at, asked.kind),
        *(asked.outcome, asked.area_code, asked.ended, asked.with_tests, least),
    )
    if least == 0 and (asked.from_at > EARLIEST or asked.until_at < LATEST):
        return await many(connection, Whole, _sql["sought_in_period"], *values)
    statement = _sql["sought_in_few" if found.within else "sought"]
    return await many(connection, Whole, statement, *values)


async def note_shown(connection: Connection, incident_id: UUID, now: datetime) -> bool:
    """Note that an incident stands on a screen; whether it is the first."""
    return await value(connection, _sql["note_shown"], incident_id, now) is not None


async def is_real_at(connection: Connection, site_id: UUID) -> bool:
    """Whether a site has an incident that is open in earnest."""
    return bool(await value(connection, _sql["is_real_at"], site_id))


async def make_real(connection: Connection, incident_id: UUID, now: datetime) -> Whole | None:
    """Let a drill be real; None where its site has an open incident in earnest by now."""
    try:
        async with connection.transaction():
            return await one(connection, Whole, _sql["make_real"], incident_id, now)
    except asyncpg.UniqueViolationError:
        return None


async def timeline(
    connection: Connection, incident_id: UUID, after: int, count: int
) -> list[TimelineEntry]:
    """Lines of a timeline, a page at a time."""
    return await many(connection, TimelineEntry, _sql["timeline"], incident_id, after, count)


async def set_command(
    connection: Connection, incident_id: UUID, commander: Commander, now: datetime
) -> Whole:
    """Say who commands; an incident that waited at the desk has found its person."""
    values = (incident_id, commander.account_id, commander.name, commander.area_code, now)
    return _there(await one(connection, Whole, _sql["set_command"], *values))


async def set_area(
    connection: Connection, incident_id: UUID, area_code: str, scope: Sequence[str], now: datetime
) -> Whole:
    """Move an incident to another centre."""
    values = (incident_id, area_code, scope, now)
    return _there(await one(connection, Whole, _sql["set_area"], *values))


async def set_priority(
    connection: Connection, incident_id: UUID, priority: int, now: datetime
) -> Whole:
    """Change the priority."""
    return _there(await one(connection, Whole, _sql["set_priority"], incident_id, priority, now))


async def end_incident(
    connection: Connection,
    incident_id: UUID,
    state: State,
    disposition: Disposition | None,
    merged_into: UUID | None,
    now: datetime,
    by: str,
    latched: int,
) -> Whole:
    """Close or cancel."""
    values = (incident_id, state, disposition, merged_into, now, by, latched)
    return _there(await one(connection, Whole, _sql["end_incident"], *values))


async def reopen(connection: Connection, incident_id: UUID, now: datetime) -> Whole:
    """Open again."""
    return _there(await one(connection, Whole, _sql["reopen"], incident_id, now))


async def take_in(
    connection: Connection,
    incident_id: UUID,
    alarms: int,
    latched: int,
    priority: int,
    now: datetime,
) -> Whole:
    """Take in the alarms of another incident."""
    values = (incident_id, alarms, latched, priority, now)
    return _there(await one(connection, Whole, _sql["take_in"], *values))


async def set_progress(
    connection: Connection,
    incident_id: UUID,
    state: State,
    eta_at: datetime | None,
    now: datetime,
) -> Whole | None:
    """Say how far the units have come; None where nothing changed."""
    return await one(connection, Whole, _sql["set_progress"], incident_id, state, eta_at, now)


async def set_desk(
    connection: Connection, incident_id: UUID, at: datetime | None, reason: str | None
) -> Whole | None:
    """Say that an incident waits for a person at the desk, or not any more."""
    return await one(connection, Whole, _sql["set_desk"], incident_id, at, reason)


async def unlatch(connection: Connection, incident_id: UUID, now: datetime) -> Whole:
    """Count one alarm as reset."""
    return _there(await one(connection, Whole, _sql["unlatch"], incident_id, now))


async def touch(connection: Connection, incident_id: UUID, now: datetime) -> Whole:
    """Say that something about it changed."""
    return _there(await one(connection, Whole, _sql["touch"], incident_id, now))


async def plans_for(connection: Connection, codes: Iterable[str], now: datetime) -> list[PlanRow]:
    """The plans that may hold in any of these areas."""
    return await many(connection, PlanRow, _sql["plans_for"], list(codes), now)


async def plans_within(connection: Connection, areas: Iterable[str]) -> list[PlanRow]:
    """The plans set for these areas."""
    return await many(connection, PlanRow, _sql["plans_within"], list(areas))


async def add_plan(
    connection: Connection, plan_id: UUID, new: NewPlan, now: datetime, by: UUID
) -> None:
    """Keep a plan."""
    values = (plan_id, new.area_code, new.site_class, new.kind, new.body, now, by)
    await run(connection, _sql["add_plan"], *values)


def _there(row: Whole | None) -> Whole:
    assert row is not None, "the incident was locked a moment ago"
    return row
