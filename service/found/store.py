"""Found things in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.core.geo import Place
from service.found.wire import Disposal, FoundRow, NewFoundThing, ThingCategory, ThingState
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements

_sql = Statements(__file__)


class Announced(Struct, frozen=True):
    """What everybody may know of a thing."""

    number: int
    area_code: str
    category: ThingCategory
    place_name: str
    found_at: datetime
    announced_at: datetime
    due_at: datetime


async def enter(
    connection: Connection,
    thing_id: UUID,
    new: NewFoundThing,
    scope: Sequence[str],
    place: Place,
    words_sealed: bytes,
    finder_sealed: bytes | None,
    now: datetime,
    by: str,
) -> None:
    """Write a thing that was handed in."""
    await run(
        connection,
        _sql["enter"],
        *(thing_id, new.area_code, list(scope), new.category, list(new.colours), new.place_name),
        *(place.lat, place.lon, new.found_at, new.kept_at, words_sealed, finder_sealed, now, by),
    )


async def by_id(connection: Connection, thing_id: UUID, *, locked: bool = False) -> FoundRow | None:
    """One thing, locked until the transaction ends where asked."""
    return await one(connection, FoundRow, _sql["by_id_locked" if locked else "by_id"], thing_id)


async def within(
    connection: Connection,
    areas: Iterable[str],
    before: int,
    count: int,
    *,
    ended: bool,
    category: ThingCategory | None,
) -> list[FoundRow]:
    """Things of these areas that are here, or that have gone, the newest first."""
    values = (list(areas), ended, before, category, count)
    return await many(connection, FoundRow, _sql["within"], *values)


async def announced(
    connection: Connection, area_code: str, before: int, count: int
) -> list[Announced]:
    """Notices of an area and below it, the newest first."""
    return await many(connection, Announced, _sql["announced"], area_code, before, count)


async def set_photo(connection: Connection, thing_id: UUID, sha256: str, jpeg: bytes) -> None:
    """Keep the picture of a thing."""
    await run(connection, _sql["set_photo"], thing_id, sha256, jpeg)


async def photo(connection: Connection, thing_id: UUID) -> bytes | None:
    """The picture of a thing."""
    found: bytes | None = await value(connection, _sql["photo"], thing_id)
    return found


async def announce(connection: Connection, thing_id: UUID, now: datetime, due_at: datetime) -> None:
    """Its notice is out; the year begins."""
    await run(connection, _sql["announce"], thing_id, now, due_at)


async def match(
    connection: Connection, thing_id: UUID, footage_id: UUID, now: datetime, by: str
) -> None:
    """A person has judged whose it is."""
    await run(connection, _sql["match"], thing_id, footage_id, now, by)


async def not_same(connection: Connection, thing_id: UUID, footage_id: UUID) -> None:
    """A person has judged that it is not this request's."""
    await run(connection, _sql["not_same"], thing_id, footage_id)


async def unmatch(connection: Connection, thing_id: UUID) -> None:
    """It was not his."""
    await run(connection, _sql["unmatch"], thing_id)


async def end(
    connection: Connection,
    thing_id: UUID,
    state: ThingState,
    now: datetime,
    by: str,
    how: Disposal | None,
    receipt_sealed: bytes | None,
) -> None:
    """It is not here any more."""
    await run(connection, _sql["end"], thing_id, state, now, by, how, receipt_sealed)


async def set_late(connection: Connection, thing_id: UUID, now: datetime) -> bool:
    """Note that the year is over; whether it is said for the first time."""
    return await value(connection, _sql["set_late"], thing_id, now) is not None


async def forget(
    connection: Connection, areas: Sequence[str], ended_before: datetime, now: datetime, most: int
) -> list[datetime]:
    """Forget people and words of things that have gone; when each had gone."""
    rows = await connection.fetch(_sql["forget"], list(areas), ended_before, now, most)
    return [row["ended_at"] for row in rows]
