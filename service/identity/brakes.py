"""Brakes against guessing, by account and by address.

An attempt is counted before it is judged, so that a thousand at one moment are not one. A braked
attempt is answered before anything is looked at: the right password is told like a wrong one, a
known name like an unknown one. The alarm's door and the keys of devices do not know of this.
"""

import hashlib
import hmac
import math
from datetime import datetime

from service.identity import rules, store
from service.identity.wire import Braked, Origin
from service.platform.db import Connection
from service.platform.house import House


class Brake:
    """The brake of one attempt: on a name (or on a name at an address that it knows), by a way."""

    def __init__(self, house: House, way: str, name: str, origin: Origin, *, known: bool) -> None:
        self._secret = house.seal.key_for("brake")
        where = origin.address if known else ""
        self._account = self._key(way, name, where)
        self._address = None if known else self._key("address", "", origin.address)

    def _key(self, *parts: str) -> bytes:
        said = "\0".join(parts).encode()
        return hmac.new(self._secret, said, hashlib.sha256).digest()[:16]

    async def take(self, connection: Connection, now: datetime) -> None:
        """Count an attempt. Raises Braked."""
        held_until = None
        if self._address is not None:
            held_until = await store.brake_free_at(connection, self._address, now)
        if held_until is None and not await store.take_brake(
            connection, self._account, now, rules.ACCOUNT_WAITS, now - rules.ACCOUNT_MEMORY
        ):
            held_until = await store.brake_free_at(connection, self._account, now)
        if held_until is not None:
            raise Braked(retry_s=max(1, math.ceil((held_until - now).total_seconds())))

    async def failed(self, connection: Connection, now: datetime) -> None:
        """The attempt was wrong: its address is slowed down too."""
        if self._address is not None:
            since = now - rules.ADDRESS_MEMORY
            await store.take_brake(connection, self._address, now, rules.ADDRESS_WAITS, since)

    async def free(self, connection: Connection) -> None:
        """The attempt was right: the account is free again; its address has to wait it out."""
        await store.free_brake(connection, self._account)


async def for_name(
    house: House, connection: Connection, way: str, name: str, origin: Origin, now: datetime
) -> Brake:
    """The brake of an attempt on this name."""
    known = await store.is_known_at(connection, name, origin.address, now - rules.KNOWN_FOR)
    return Brake(house, way, name, origin, known=known)
