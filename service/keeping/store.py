"""Policies, holds and proofs in PostgreSQL."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from service.keeping.wire import DataKind, Deletion, HoldRow, Keeping, NewKeeping
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements

T = TypeVar("T")

_sql = Statements(__file__)


async def add_policy(
    connection: Connection, policy_id: UUID, area_code: str, new: NewKeeping, now: datetime, by: str
) -> Keeping:
    """Add a version; none is ever altered."""
    values = (policy_id, area_code, new.from_at, now, by, new.rules, new.sites)
    return _there(await one(connection, Keeping, _sql["add_policy"], *values))


async def begun_policies(connection: Connection, now: datetime) -> list[Keeping]:
    """Of each area that has one: the newest that has begun."""
    return await many(connection, Keeping, _sql["begun_policies"], now)


async def policies_of(connection: Connection, area_code: str, count: int) -> list[Keeping]:
    """An area's own policies, the newest first."""
    return await many(connection, Keeping, _sql["policies_of"], area_code, count)


async def place_hold(connection: Connection, hold: HoldRow) -> HoldRow:
    """Place a hold."""
    values = (
        *(hold.hold_id, hold.incident_id, hold.scope, hold.owner_id, hold.owner, hold.reason),
        *(hold.placed_at, hold.until, hold.remind_at),
    )
    return _there(await one(connection, HoldRow, _sql["place_hold"], *values))


async def hold_locked(connection: Connection, hold_id: UUID) -> HoldRow | None:
    """A hold, locked until the transaction ends."""
    return await one(connection, HoldRow, _sql["hold_locked"], hold_id)


async def lengthen_hold(
    connection: Connection, hold_id: UUID, until: datetime, remind_at: datetime
) -> HoldRow:
    """Let it end at another instant."""
    values = (hold_id, until, remind_at)
    return _there(await one(connection, HoldRow, _sql["lengthen_hold"], *values))


async def release_hold(connection: Connection, hold_id: UUID, now: datetime, by: str) -> HoldRow:
    """Let it end now."""
    return _there(await one(connection, HoldRow, _sql["release_hold"], hold_id, now, by))


async def reminded(connection: Connection, hold_id: UUID, now: datetime) -> HoldRow | None:
    """Note that its owner is reminded; None where there is nothing to be reminded of."""
    return await one(connection, HoldRow, _sql["reminded"], hold_id, now)


async def holds_of(connection: Connection, incident_id: UUID, count: int) -> list[HoldRow]:
    """All holds of an incident, also those that are over."""
    return await many(connection, HoldRow, _sql["holds_of"], incident_id, count)


async def holds_within(
    connection: Connection, areas: Iterable[str], now: datetime, count: int
) -> list[HoldRow]:
    """Holds of these areas that stand now, the first to end first."""
    return await many(connection, HoldRow, _sql["holds_within"], list(areas), now, count)


async def held(connection: Connection, now: datetime) -> list[UUID]:
    """The incidents that are held now."""
    return [row["incident_id"] for row in await connection.fetch(_sql["held"], now)]


async def prove(connection: Connection, proof: Deletion) -> None:
    """Write what was deleted."""
    await run(
        connection,
        _sql["prove"],
        *(proof.deletion_id, proof.at, proof.kind, proof.policies, proof.areas, proof.count),
        *(proof.oldest_at, proof.newest_at, proof.digests, proof.incidents),
    )


async def deletions(
    connection: Connection,
    areas: Iterable[str],
    kind: DataKind | None,
    before: datetime,
    before_id: UUID | None,
    count: int,
) -> list[Deletion]:
    """What was deleted in these areas before an instant, the newest first.

    One run proves many at one instant: with `before_id` those of them that stand before it.
    """
    values = (list(areas), kind, before, before_id, count)
    return await many(connection, Deletion, _sql["deletions"], *values)


async def searched(connection: Connection) -> str:
    """The last folder of the blob store that was searched."""
    return str(await value(connection, _sql["searched"]))


async def search_on(connection: Connection, after: str) -> None:
    """Remember how far the search has come."""
    await run(connection, _sql["search_on"], after)


def _there(row: T | None) -> T:
    assert row is not None, "it was written in this statement, or is locked"
    return row
