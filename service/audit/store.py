"""The access register in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.audit.wire import Anchor, Head, LookRow, Sought
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements, anywhere

_sql = Statements(__file__)


class Span(msgspec.Struct, frozen=True):
    """The numbers of the first and the last row of what is wanted."""

    first: int | None
    last: int | None


async def record(connection: Connection, looks: Sequence[bytes]) -> None:
    """Write looks, each of them JSON, in this order."""
    await run(connection, _sql["record"], [msgspec.Raw(look) for look in looks])


async def head(connection: Connection) -> Head:
    """Where the chain ends."""
    found = await one(connection, Head, _sql["head"])
    assert found is not None, "the migrations write it"
    return found


async def newest(connection: Connection, sought: Sought, before: int, count: int) -> list[LookRow]:
    """Rows below a number, the newest first."""
    return await many(connection, LookRow, _sql["newest"], *_wanted(sought), before, count)


async def span(connection: Connection, sought: Sought, until: int) -> Span:
    """From which row to which, of those up to a number, what is wanted goes."""
    found = await one(connection, Span, _sql["span"], *_wanted(sought), until)
    assert found is not None, "an aggregate has a row"
    return found


async def between(
    connection: Connection, sought: Sought, after: int, until: int, count: int
) -> list[tuple[LookRow, bool]]:
    """The rows after a number and up to another, each with whether it is wanted."""
    values = (*_wanted(sought), after, until, count)
    rows = [dict(row) for row in await connection.fetch(_sql["between"], *values)]
    return [(msgspec.convert(row, LookRow), bool(row["wanted"])) for row in rows]


async def digest_at(connection: Connection, number: int) -> str | None:
    """The digest of a row that is kept."""
    found: str | None = await value(connection, _sql["digest_at"], number)
    return found


async def last_before(connection: Connection, instant: datetime, spared: Collection[UUID]) -> int:
    """The number up to which every row is older than an instant and of no spared incident."""
    return int(await value(connection, _sql["last_before"], instant, list(spared)))


async def first_kept(connection: Connection) -> int | None:
    """The number of the first row that is kept."""
    found: int | None = await value(connection, _sql["first_kept"])
    return found


async def anchor(connection: Connection, made: Anchor) -> None:
    """Keep an anchor."""
    await run(
        connection,
        _sql["anchor"],
        *(made.number, made.cut, made.digest, made.at, made.key, made.signature),
    )


async def anchors(connection: Connection, after: int, until: int, count: int) -> list[Anchor]:
    """Anchors after a number and up to another."""
    return await many(connection, Anchor, _sql["anchors"], after, until, count)


async def newest_anchors(connection: Connection, before: int, count: int) -> list[Anchor]:
    """Anchors below a number, the newest first."""
    return await many(connection, Anchor, _sql["newest_anchors"], before, count)


async def forget(connection: Connection, until: int, most: int) -> int:
    """Delete the first rows up to a number, so many at most; how many."""
    return int(await value(connection, _sql["forget"], until, most))


def _wanted(sought: Sought) -> tuple[object, ...]:
    reason = None if sought.incident is None else f"incident {sought.incident}"
    person = None if sought.person is None else anywhere(sought.person)
    areas = None if sought.areas is None else list(sought.areas)
    return reason, person, sought.from_at, sought.until_at, areas
