"""Bulletins in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from service.bulletin.wire import BulletinEnding, BulletinRow, BulletinState, NewBulletin
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements

_sql = Statements(__file__)


async def count_current(connection: Connection, area_code: str, now: datetime) -> int:
    """How many bulletins an area shows; until the end of the transaction nobody adds one."""
    await run(connection, _sql["lock_area"], area_code)
    return int(await value(connection, _sql["count_current"], area_code, now))


async def issue(
    connection: Connection,
    bulletin_id: UUID,
    new: NewBulletin,
    scope: Sequence[str],
    guardian_sealed: bytes,
    now: datetime,
    by: str,
) -> None:
    """Write a new bulletin."""
    consent = new.consent
    await run(
        connection,
        _sql["issue"],
        *(bulletin_id, new.area_code, list(scope), new.zh, new.en, new.seen_at, new.phone),
        *(new.until, guardian_sealed, consent.relation, consent.how, consent.given_at, now, by),
    )


async def by_id(connection: Connection, bulletin_id: UUID) -> BulletinRow | None:
    """One bulletin."""
    return await one(connection, BulletinRow, _sql["by_id"], bulletin_id)


async def current_within(
    connection: Connection, areas: Iterable[str], now: datetime, count: int
) -> list[BulletinRow]:
    """Current bulletins of these areas and of those below them, the newest first."""
    return await many(connection, BulletinRow, _sql["current_within"], list(areas), now, count)


async def current_for(
    connection: Connection, lineage: Iterable[str], now: datetime, count: int
) -> list[BulletinRow]:
    """Current bulletins of an area and of those above it, the newest first."""
    return await many(connection, BulletinRow, _sql["current_for"], list(lineage), now, count)


async def current(connection: Connection, now: datetime, count: int) -> list[BulletinRow]:
    """Every current bulletin, the newest first."""
    return await many(connection, BulletinRow, _sql["current"], now, count)


async def set_portrait(connection: Connection, bulletin_id: UUID, sha256: str, jpeg: bytes) -> bool:
    """Keep the picture of a current bulletin; whether it is one still."""
    if await value(connection, _sql["still_current"], bulletin_id) is None:
        return False
    await run(connection, _sql["set_portrait"], bulletin_id, sha256, jpeg)
    return True


async def portrait(connection: Connection, bulletin_id: UUID) -> bytes | None:
    """The picture of a bulletin."""
    found: bytes | None = await value(connection, _sql["portrait"], bulletin_id)
    return found


async def end(
    connection: Connection,
    bulletin_id: UUID,
    state: BulletinState,
    ending: BulletinEnding | None,
    now: datetime,
    by: str | None,
) -> bool:
    """End a current bulletin, and let go of its picture; whether it was one still."""
    ended = await value(connection, _sql["end"], bulletin_id, state, ending, now, by)
    if ended is None:
        return False
    await run(connection, _sql["drop_portrait"], bulletin_id)
    return True


async def forget(
    connection: Connection, areas: Sequence[str], ended_before: datetime, count: int
) -> list[datetime]:
    """Delete bulletins of these areas that ended before an instant; when each had ended."""
    rows = await connection.fetch(_sql["forget"], list(areas), ended_before, count)
    return [row["ended_at"] for row in rows]
