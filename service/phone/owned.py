"""What is kept about the phones of one account, for the person whose they are."""

from datetime import datetime
from typing import Any
from uuid import UUID

from service.platform.db import Connection, plain, run
from service.platform.sql import Statements

_sql = Statements(__file__)


async def phones(connection: Connection, account_id: UUID, count: int) -> list[dict[str, Any]]:
    """The phones that it was ever signed in on; addresses are not told."""
    return await plain(connection, _sql["own_phones"], account_id, count)


async def rings(connection: Connection, account_id: UUID, count: int) -> list[dict[str, Any]]:
    """When somebody tried to ring it, the latest first."""
    return await plain(connection, _sql["own_rings"], account_id, count)


async def erase(connection: Connection, account_id: UUID, now: datetime) -> int:
    """Ring its phones no more, and forget what they were and by what they were rung."""
    return await run(connection, _sql["erase_phones"], account_id, now)
