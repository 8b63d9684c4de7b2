"""Searches in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from service.identity.wire import Who
from service.missing.wire import SearchEnding, SearchRow, SectorRow
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements

_sql = Statements(__file__)


async def start(connection: Connection, row: SearchRow) -> None:
    """Write a new search."""
    await run(
        connection,
        _sql["start"],
        *(row.search_id, row.footage_id, row.incident_id, row.number, row.area_code, row.scope),
        *(row.at_risk, row.health_risk, row.going, row.seen_at, row.lat, row.lon),
        *(row.words_sealed, row.started_at, row.review_at),
    )


async def by_id(
    connection: Connection, search_id: UUID, *, locked: bool = False
) -> SearchRow | None:
    """One search, locked until the transaction ends where asked."""
    name = "by_id_locked" if locked else "by_id"
    return await one(connection, SearchRow, _sql[name], search_id)


async def going_on(connection: Connection, footage_id: UUID) -> SearchRow | None:
    """The search of a request that lasts, locked."""
    return await one(connection, SearchRow, _sql["going_on"], footage_id)


async def of_request(connection: Connection, footage_id: UUID) -> SearchRow | None:
    """The latest search of a request."""
    return await one(connection, SearchRow, _sql["of_request"], footage_id)


async def of_incidents(connection: Connection, ids: Iterable[UUID]) -> SearchRow | None:
    """The search of an incident, or of one that was merged into it; the latest."""
    return await one(connection, SearchRow, _sql["of_incidents"], list(ids))


async def within(
    connection: Connection, areas: Iterable[str], ended_after: datetime, count: int
) -> list[SearchRow]:
    """Searches of these areas that last or ended after an instant, the most urgent first."""
    return await many(connection, SearchRow, _sql["within"], list(areas), ended_after, count)


async def note(connection: Connection, search_id: UUID, facts: Mapping[str, object]) -> None:
    """Keep what was noted."""
    await run(connection, _sql["note"], search_id, dict(facts))


async def end(
    connection: Connection, search_id: UUID, now: datetime, by: str, ending: SearchEnding
) -> bool:
    """End a search; whether it lasted still."""
    return await value(connection, _sql["end"], search_id, now, by, ending) is not None


async def add_bulletin(
    connection: Connection, search_id: UUID, bulletin_id: UUID, who: Who, now: datetime
) -> None:
    """Keep who released a bulletin."""
    values = (search_id, bulletin_id, who.display, who.account_id, now)
    await run(connection, _sql["add_bulletin"], *values)


async def sectors_of(connection: Connection, search_id: UUID) -> list[SectorRow]:
    """Where which unit looks, the likeliest sector first."""
    return await many(connection, SectorRow, _sql["sectors_of"], search_id)


async def share(connection: Connection, search_id: UUID, rows: Sequence[SectorRow]) -> None:
    """Say where each unit looks, in the place of all that was said before."""
    await run(connection, _sql["drop_sectors"], search_id)
    await run(connection, _sql["share"], search_id, list(rows))


async def forget(
    connection: Connection, areas: Sequence[str], ended_before: datetime, now: datetime, most: int
) -> list[datetime]:
    """Forget whom searches were for that ended before an instant; when each had ended."""
    rows = await connection.fetch(_sql["forget"], list(areas), ended_before, now, most)
    return [row["ended_at"] for row in rows]
