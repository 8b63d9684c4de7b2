"""What goes of a search that has been over for long enough: how somebody looked, and his health."""

from collections.abc import Sequence
from datetime import datetime

from service.missing import store
from service.platform.db import Connection


async def forget(
    connection: Connection, areas: Sequence[str], ended_before: datetime, now: datetime, most: int
) -> list[datetime]:
    """Forget whom searches of these areas were for; when each had ended.

    That there was one, where, and who did what stays (Emergency Response Law, article 85).
    """
    return await store.forget(connection, areas, ended_before, now, most)
