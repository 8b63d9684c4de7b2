"""Review plans in PostgreSQL."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.core.geo import Place
from service.identity.wire import Who
from service.planning.terms import Going
from service.planning.wire import NewSighting
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements
from service.reviewing.wire import Second

_sql = Statements(__file__)


class PlanRow(Struct, frozen=True):
    """Where somebody was seen last, as it was noted."""

    going: Going
    lat: float
    lon: float
    from_at: datetime
    until_at: datetime


class WatchedRow(Struct, frozen=True):
    """WatchMinutes that were watched in vain."""

    camera_id: UUID
    from_at: datetime
    until_at: datetime
    noted_by: str


class SightingRow(Struct, frozen=True, kw_only=True):
    """Somebody was seen, by somebody's word: noted here, or marked as a finding at the desk."""

    sighting_id: UUID
    camera_id: UUID
    lat: float
    lon: float
    seen_at: datetime
    going: Going | None
    noted_at: datetime
    noted_by: str
    marked_by: UUID | None
    second: Second | None
    confirmed_name: str | None
    confirmed_at: datetime | None
    taken_back_at: datetime | None
    at_desk: bool


class AnswerRow(Struct, frozen=True):
    """What somebody remembers."""

    said_at: datetime
    there: bool
    noted_by: str


async def set_plan(
    connection: Connection, footage_id: UUID, row: PlanRow, now: datetime, by: str
) -> None:
    """Say where a plan begins."""
    values = (row.going, row.lat, row.lon, row.from_at, row.until_at, now, by)
    await run(connection, _sql["set_plan"], footage_id, *values)


async def plan_of(connection: Connection, footage_id: UUID) -> PlanRow | None:
    """Where a plan begins, where somebody has said it."""
    return await one(connection, PlanRow, _sql["plan_of"], footage_id)


async def add_watched(
    connection: Connection, watched_id: UUID, footage_id: UUID, row: WatchedRow, now: datetime
) -> None:
    """Keep that minutes were watched in vain."""
    values = (watched_id, footage_id, row.camera_id, row.from_at, row.until_at, now, row.noted_by)
    await run(connection, _sql["add_watched"], *values)


async def watched_of(connection: Connection, footage_id: UUID, count: int) -> list[WatchedRow]:
    """What was watched in vain."""
    return await many(connection, WatchedRow, _sql["watched_of"], footage_id, count)


async def add_sighting(
    connection: Connection,
    sighting_id: UUID,
    footage_id: UUID,
    place: Place,
    new: NewSighting,
    second: Second | None,
    now: datetime,
    who: Who,
) -> None:
    """Keep that somebody was seen; `second` says why another person has to confirm it."""
    said = (new.camera_id, place.lat, place.lon, new.at, new.going)
    values = (*said, now, who.display, who.account_id, second)
    await run(connection, _sql["add_sighting"], sighting_id, footage_id, *values)


async def withdraw_sighting(
    connection: Connection, footage_id: UUID, sighting_id: UUID, now: datetime, by: str
) -> UUID | None:
    """Say that it was somebody else; the camera of it, None where there was no such sighting."""
    values = (footage_id, sighting_id, now, by)
    camera_id: UUID | None = await value(connection, _sql["withdraw_sighting"], *values)
    return camera_id


async def sighting_locked(
    connection: Connection, footage_id: UUID, sighting_id: UUID
) -> SightingRow | None:
    """One sighting, locked."""
    return await one(connection, SightingRow, _sql["sighting_locked"], footage_id, sighting_id)


async def confirm_sighting(
    connection: Connection, footage_id: UUID, sighting_id: UUID, who: Who, now: datetime
) -> None:
    """A second person agrees."""
    values = (footage_id, sighting_id, who.account_id, who.display, now)
    await run(connection, _sql["confirm_sighting"], *values)


async def sightings_of(connection: Connection, footage_id: UUID, count: int) -> list[SightingRow]:
    """Where somebody was seen, the earliest first."""
    return await many(connection, SightingRow, _sql["sightings_of"], footage_id, count)


async def count_waiting(connection: Connection, footage_id: UUID) -> int:
    """How many sightings wait for a second person."""
    return int(await value(connection, _sql["count_waiting"], footage_id))


async def set_answer(
    connection: Connection, footage_id: UUID, at: datetime, there: bool, now: datetime, by: str
) -> None:
    """Keep what somebody remembers of an instant."""
    await run(connection, _sql["set_answer"], footage_id, at, there, now, by)


async def answers_of(connection: Connection, footage_id: UUID, count: int) -> list[AnswerRow]:
    """What people remember, the earliest first."""
    return await many(connection, AnswerRow, _sql["answers_of"], footage_id, count)


async def count_noted(connection: Connection, footage_id: UUID) -> int:
    """How much was noted for a request."""
    return int(await value(connection, _sql["count_noted"], footage_id))


async def planned(connection: Connection, count: int, offset: int) -> list[UUID]:
    """Requests of which anything is kept here, a page at a time."""
    rows = await connection.fetch(_sql["planned"], count, offset)
    return [row["footage_id"] for row in rows]


async def forget(connection: Connection, ids: Iterable[UUID]) -> None:
    """Forget all that is kept here of these requests."""
    await run(connection, _sql["forget"], list(ids))
