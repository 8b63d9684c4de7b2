"""What goes of a desk with its request: answers, regions, words, and where files lay."""

from collections.abc import Iterable
from uuid import UUID

from service.platform.db import Connection
from service.reviewing import store


async def forget(connection: Connection, footage_ids: Iterable[UUID]) -> None:
    """Forget what was looked for and found; that something was found, when and by whom, stays."""
    await store.forget(connection, footage_ids)
