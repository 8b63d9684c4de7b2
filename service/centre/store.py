"""Areas and policies in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from service.centre.wire import Area
from service.platform.db import Connection, many, run, value
from service.platform.sql import Statements

_sql = Statements(__file__)


class PolicyRow(Struct, frozen=True):
    """What one area sets."""

    area_code: str
    body: dict[str, Any]


class AreaName(Struct, frozen=True):
    """A code and what people call it."""

    area_code: str
    name: str


async def add_area(
    connection: Connection,
    area_code: str,
    parent_code: str | None,
    name: str,
    level: str,
    lineage: Sequence[str],
) -> bool:
    """Add an area; whether its code was free."""
    values = (area_code, parent_code, name, level, lineage)
    return await value(connection, _sql["add_area"], *values) is not None


async def lineage(connection: Connection, area_code: str) -> list[str] | None:
    """The lineage of an area."""
    found: list[str] | None = await value(connection, _sql["lineage"], area_code)
    return found


async def areas_within(connection: Connection, area_codes: Iterable[str]) -> list[Area]:
    """These areas and everything below them."""
    return await many(connection, Area, _sql["areas_within"], list(area_codes))


async def names(connection: Connection, area_codes: Iterable[str]) -> list[AreaName]:
    """What these areas are called."""
    return await many(connection, AreaName, _sql["names"], list(area_codes))


async def policies(
    connection: Connection, area_codes: Sequence[str], now: datetime
) -> list[PolicyRow]:
    """What each of these areas sets now."""
    return await many(connection, PolicyRow, _sql["policies"], area_codes, now)


async def lineages(connection: Connection) -> list[list[str]]:
    """Each area's own code and every centre above, for all areas."""
    return [row["lineage"] for row in await connection.fetch(_sql["lineages"])]


async def set_policy(connection: Connection, area_code: str, from_at: datetime, body: Any) -> None:
    """Let values hold in an area from an instant on."""
    await run(connection, _sql["set_policy"], area_code, from_at, body)
