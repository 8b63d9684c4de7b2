"""Who looks after which key, in PostgreSQL."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from service.platform.db import Connection, run
from service.platform.sql import Statements

_sql = Statements(__file__)


async def keepers(connection: Connection, device_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Who looks after these devices."""
    rows = await connection.fetch(_sql["keepers"], list(device_ids))
    return {row["device_id"]: row["person"] for row in rows}


async def set_keeper(
    connection: Connection, device_id: UUID, person: str, by: UUID, now: datetime
) -> None:
    """Say who looks after a device."""
    await run(connection, _sql["set_keeper"], device_id, person, by, now)


async def drop_keeper(connection: Connection, device_id: UUID) -> None:
    """Nobody looks after a device."""
    await run(connection, _sql["drop_keeper"], device_id)
