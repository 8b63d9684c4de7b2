"""What goes of an incident when it has been over for long enough: the words that people wrote."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.platform.db import Connection, many, run
from service.platform.sql import Statements

_sql = Statements(__file__)


class Forgotten(Struct, frozen=True):
    """An incident whose words are gone, and when it had ended."""

    incident_id: UUID
    closed_at: datetime


async def open_ids(connection: Connection) -> set[UUID]:
    """Every incident that is open."""
    return {row["incident_id"] for row in await connection.fetch(_sql["open_ids"])}


async def opened_since(connection: Connection, instant: datetime) -> set[UUID]:
    """Every incident that has opened since an instant."""
    return {row["incident_id"] for row in await connection.fetch(_sql["opened_since"], instant)}


async def with_merged(connection: Connection, incident_ids: Collection[UUID]) -> set[UUID]:
    """These incidents, and all that were merged into them."""
    rows = await connection.fetch(_sql["with_merged"], list(incident_ids))
    return {row["incident_id"] for row in rows}


async def ids_at_sites(
    connection: Connection, site_ids: Collection[UUID], since: datetime
) -> set[UUID]:
    """The incidents of these sites that opened since an instant."""
    rows = await connection.fetch(_sql["ids_at_sites"], list(site_ids), since)
    return {row["incident_id"] for row in rows}


async def forget_words(
    connection: Connection,
    areas: Sequence[str],
    ended_before: datetime,
    now: datetime,
    without: Collection[UUID],
    most: int,
) -> list[Forgotten]:
    """Delete the notes of incidents of these areas that ended before an instant, some at a time.

    That it was, where, when, and who did what stays; none of `without` is touched.
    """
    values = (list(areas), ended_before, now, list(without), most)
    gone = await many(connection, Forgotten, _sql["forget_words"], *values)
    ids = [one.incident_id for one in gone]
    if ids:
        await run(connection, _sql["forget_lines"], ids)
        await run(connection, _sql["forget_handovers"], ids)
    return gone
