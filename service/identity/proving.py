"""Showing once more who one is: by one's own password, or a code of one's second factor.

Each try is counted before it is judged, and a wrong one is kept among the security events.
"""

from datetime import datetime

from service.identity import brakes, factor, passwords, security, store
from service.identity.brakes import Brake
from service.identity.wire import Origin, SecurityKind, Who
from service.platform.db import Connection
from service.platform.house import House


async def own_password(house: House, who: Who, password: str, origin: Origin) -> tuple[Brake, bool]:
    """Whether this is one's own password, and the brake that is to be told so. Raises Braked.

    It takes a while: no transaction is open meanwhile.
    """
    now = house.clock.now()
    async with house.db.transaction() as connection:
        brake = await brakes.for_name(house, connection, "password", who.name, origin, now)
        await brake.take(connection, now)
        login = await store.account_by_name(connection, who.name)
    return brake, await passwords.matches(login.password_hash if login else None, password)


async def own_code(
    house: House, connection: Connection, who: Who, code: str, origin: Origin, now: datetime
) -> bool:
    """Whether this is a code of one's second factor. Raises Braked."""
    brake = await brakes.for_name(house, connection, "code", who.name, origin, now)
    await brake.take(connection, now)
    if await factor.prove(house, connection, who.account_id, code, now) is not None:
        await brake.free(connection)
        return True
    await brake.failed(connection, now)
    await security.note(connection, now, SecurityKind.CODE_FAILED, who.account_id, origin)
    return False
