"""What goes of a request that has been over for long enough: who applied, and every word."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from service.footage import store
from service.platform.db import Connection


async def forget(
    connection: Connection, areas: Sequence[str], ended_before: datetime, now: datetime, most: int
) -> list[datetime]:
    """Forget people and words of requests of these areas; when each had ended.

    That it was asked, held and decided, when and by whom, stays.
    """
    return await store.forget(connection, areas, ended_before, now, most)


async def forgotten(connection: Connection, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these requests have been forgotten."""
    return await store.forgotten(connection, ids)
