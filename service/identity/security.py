"""What is kept of signing in and of who may do what: never a password, never a code."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from service.core.ids import new_id
from service.identity import store
from service.identity.wire import Origin, SecurityKind
from service.platform.db import Connection

# What the service itself does, or a command on the machine.
HERE = Origin("", "")


async def note(
    connection: Connection,
    now: datetime,
    kind: SecurityKind,
    account_id: UUID | None,
    origin: Origin = HERE,
    *,
    by: UUID | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Keep one event, in the transaction that makes it true; `by` where another did it."""
    event_id = new_id(now)
    await store.note_security(
        connection, event_id, now, kind, account_id, by, origin, dict(detail or {})
    )
