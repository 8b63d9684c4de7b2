"""What keeping asks of responses: which trails belong to an incident, and its words to go."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from service.dispatch import rules, store
from service.patrol.wire import Span
from service.platform.db import Connection


async def spans_of(
    connection: Connection, incident_ids: Collection[UUID], until_at: datetime
) -> list[Span]:
    """Of which units, and when, positions belong to these incidents."""
    found: list[Span] = []
    for incident_id in sorted(incident_ids):
        tasks = await store.tasks_of_incident(connection, incident_id)
        found += rules.trail_spans(tasks, until_at)
    return found


async def forget_messages(connection: Connection, incident_ids: Sequence[UUID]) -> None:
    """Delete the words between desk and units of these incidents."""
    await store.forget_messages(connection, incident_ids)
