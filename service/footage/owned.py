"""What is kept of one citizen's requests, for the person whose they are."""

from typing import Any
from uuid import UUID

from service.footage import show, store
from service.platform.db import Connection
from service.platform.house import House


async def requests(
    house: House, connection: Connection, account_id: UUID, count: int
) -> list[dict[str, Any]]:
    """The requests that somebody filed, with what he wrote, the newest first."""
    rows = await store.own(connection, account_id, count)
    return [
        {
            "number": row.number,
            "category": row.category,
            "state": row.state,
            "from_at": row.from_at,
            "until_at": row.until_at,
            "filed_at": row.filed_at,
            "name": (said := show.person(house, row)).name,
            "phone_number": said.phone,
            "description": said.description,
        }
        for row in rows
    ]
