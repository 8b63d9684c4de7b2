"""Writing the access register."""

from service.audit import store
from service.audit.wire import Look
from service.core.ids import new_id
from service.platform.house import House


async def record(house: House, look: Look) -> None:
    """Write a look, committed when this returns: only then may pixels be sent."""
    now = house.clock.now()
    async with house.db.transaction() as connection:
        await store.record(connection, new_id(now), now, look)
