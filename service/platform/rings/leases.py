"""Who keeps which ring, in PostgreSQL. A keeper that is not seen for five seconds has none."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from service.platform.db import Connection, one, run, value
from service.platform.rings.share import fair_share
from service.platform.sql import Statements

_sql = Statements(__file__)

LEASE = timedelta(seconds=5)
# Rows of who is gone are of no use, and harmless.
_GONE_KEPT = timedelta(hours=1)
_WANTED_MOST = 20_000
# Before everything that is kept warm in advance.
IMPORTANCE_INCIDENT = 0


class Counts(Struct, frozen=True):
    """How many cameras are warm, and how many should be."""

    warm: int
    wished: int


async def take_part(
    connection: Connection, keeper: str, address: str, room: int, now: datetime
) -> list[UUID]:
    """Say that a keeper lives, take its share and let go of what is not; what it now keeps.

    The most important first.
    """
    alive_since = now - LEASE
    await run(connection, _sql["beat"], keeper, address, room, now)
    rooms = {
        row["keeper"]: row["room"] for row in await connection.fetch(_sql["rooms"], alive_since)
    }
    most = min(sum(rooms.values()), _WANTED_MOST)
    wanted = [row["camera_id"] for row in await connection.fetch(_sql["wanted"], now, most)]
    change = fair_share(wanted, await _held(connection), rooms, keeper)
    if change.release:
        await run(connection, _sql["release"], keeper, change.release)
    if change.claim:
        await run(connection, _sql["claim"], keeper, change.claim, alive_since)
    held = [camera_id for camera_id, by in (await _held(connection)).items() if by == keeper]
    ranks = {camera_id: rank for rank, camera_id in enumerate(wanted)}
    return sorted(held, key=lambda camera_id: ranks.get(camera_id, most))


async def rest(connection: Connection, keeper: str) -> None:
    """A keeper says that it stops: others may take its cameras at once."""
    await run(connection, _sql["rest"], keeper)


async def forget(connection: Connection, now: datetime) -> None:
    """Let go of wishes whose time is over, and of keepers that died."""
    await run(connection, _sql["forget"], now, now - _GONE_KEPT)


async def wish(
    connection: Connection, reason: UUID, cameras: Mapping[UUID, int], until: datetime
) -> None:
    """Cameras that should be warm for one reason, each with its importance: the lowest is most.

    It takes the place of what was wished for the same reason before.
    """
    ids = sorted(cameras)
    values = (reason, ids, [cameras[camera_id] for camera_id in ids], until)
    await run(connection, _sql["wish"], *values)


async def address_of(connection: Connection, camera_id: UUID, now: datetime) -> str | None:
    """Where the camera's ring is asked for; None where nobody who lives has one."""
    address: str | None = await value(connection, _sql["address_of"], camera_id, now - LEASE)
    return address


async def counts(connection: Connection, now: datetime) -> Counts:
    """How many cameras are warm, and how many should be."""
    found = await one(connection, Counts, _sql["counts"], now - LEASE, now)
    assert found is not None, "counts always give a row"
    return found


async def _held(connection: Connection) -> dict[UUID, str]:
    return {row["camera_id"]: row["keeper"] for row in await connection.fetch(_sql["held"])}
