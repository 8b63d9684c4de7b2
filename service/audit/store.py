"""The access register in PostgreSQL."""

from datetime import datetime
from uuid import UUID

from service.audit.wire import Look
from service.platform.db import Connection, run
from service.platform.sql import Statements

_sql = Statements(__file__)


async def record(connection: Connection, look_id: UUID, now: datetime, look: Look) -> None:
    """Write one look."""
    await run(
        connection,
        _sql["record"],
        *(look_id, now, look.account_id, look.person, look.work_unit),
        *(look.reason, look.content, look.incident_id),
    )
