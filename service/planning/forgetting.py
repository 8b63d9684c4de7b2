"""What goes of a plan with its request: where somebody was, and when."""

from service.footage import forgetting as footage
from service.planning import store
from service.platform.db import Connection

_AT_ONCE = 500


async def forget(connection: Connection) -> int:
    """Forget plans of requests that have been forgotten; of how many."""
    gone = offset = 0
    while ids := await store.planned(connection, _AT_ONCE, offset):
        over = await footage.forgotten(connection, ids)
        await store.forget(connection, over)
        gone += len(over)
        offset += len(ids) - len(over)
    return gone
