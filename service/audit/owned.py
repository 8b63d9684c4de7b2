"""What one person looked at, as the access register has it, for that person."""

from typing import Any
from uuid import UUID

from service.platform.db import Connection, plain
from service.platform.sql import Statements

_sql = Statements(__file__)


async def looks(connection: Connection, account_id: UUID, count: int) -> list[dict[str, Any]]:
    """The looks of an account, the latest first."""
    return await plain(connection, _sql["own_looks"], account_id, count)
