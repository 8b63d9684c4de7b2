"""What goes of a thing that has gone for long enough: who found or received it, its picture."""

from collections.abc import Sequence
from datetime import datetime

from service.found import store
from service.platform.db import Connection


async def forget(
    connection: Connection, areas: Sequence[str], ended_before: datetime, now: datetime, most: int
) -> list[datetime]:
    """Forget people, words and pictures of things of these areas; when each had gone.

    That something of its sort was found, where, when, and what became of it stays.
    """
    return await store.forget(connection, areas, ended_before, now, most)
