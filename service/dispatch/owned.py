"""What is kept of one person's part in responses, for that person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from service.patrol.wire import Span
from service.platform.db import Connection, plain
from service.platform.sql import Statements

_sql = Statements(__file__)


async def tasks(connection: Connection, spans: Sequence[Span], count: int) -> list[dict[str, Any]]:
    """What units were asked within these spans and what they answered, the latest first."""
    return await plain(connection, _sql["own_tasks"], list(spans), count)


async def messages(connection: Connection, account_id: UUID, count: int) -> list[dict[str, Any]]:
    """What somebody wrote in threads of incidents, the latest first."""
    return await plain(connection, _sql["own_messages"], account_id, count)
