"""What goes of a desk with its request: answers, regions, words, and where files lay."""

from datetime import datetime

from service.platform.db import Connection
from service.reviewing import store


async def forget(connection: Connection, at: datetime) -> None:
    """Forget what was looked for and found for requests that are forgotten at this instant.

    That something was found, when and by whom, stays.
    """
    await store.forget(connection, at)
