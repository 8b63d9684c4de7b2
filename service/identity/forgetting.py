"""What goes of the security log when its time is over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.platform.db import Connection, many, run
from service.platform.sql import Statements

_sql = Statements(__file__)


class OldEvent(Struct, frozen=True):
    """An event of security that is due."""

    event_id: UUID
    at: datetime


async def outlived(connection: Connection, before: datetime, most: int) -> list[OldEvent]:
    """Events of security from before an instant, the oldest first."""
    return await many(connection, OldEvent, _sql["outlived_events"], before, most)


async def forget_events(connection: Connection, event_ids: Sequence[UUID]) -> None:
    """Delete these; the table lets go only what is proven to be due."""
    await run(connection, _sql["forget_security_events"], list(event_ids))
