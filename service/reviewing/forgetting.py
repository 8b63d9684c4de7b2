"""What goes of a desk with its request: answers, regions, words, and where files lay."""

from service.footage import forgetting as footage
from service.platform.db import Connection
from service.reviewing import store


async def forget(connection: Connection) -> None:
    """Forget what was looked for and found for requests that have been forgotten.

    That something was found, when and by whom, stays.
    """
    kept = await store.remembered(connection)
    await store.forget(connection, await footage.forgotten(connection, kept))
