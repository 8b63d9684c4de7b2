"""How the parts are: carriers, their lanes, what waits. Read by health and metrics."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from service.platform.db import Connection, many, run
from service.platform.sql import Statements

_sql = Statements(__file__)

BEAT_S = 2.0
STATES = ("waiting", "running", "failed")
# A carrier that has not been seen for this long is taken for dead.
_DEAD_AFTER = timedelta(seconds=10)


class Carrier(Struct, frozen=True):
    """A process that carries jobs."""

    carrier: str
    lanes: list[str]
    redis_away: bool
    started_at: datetime
    seen_at: datetime


class Waiting(Struct, frozen=True):
    """What waits in a lane, and how long the oldest has been due."""

    lane: str
    state: str
    jobs: int
    overdue_s: float


class GivenUp(Struct, frozen=True):
    """Jobs of a kind that were tried too often: how many, and what the newest died of."""

    kind: str
    jobs: int
    trouble: str


async def beat(
    connection: Connection,
    carrier: str,
    lanes: Sequence[str],
    redis_away: bool,
    started_at: datetime,
    now: datetime,
) -> None:
    """A carrier says that it lives, and what it carries."""
    await run(connection, _sql["beat"], carrier, list(lanes), redis_away, started_at, now)


async def rest(connection: Connection, carrier: str) -> None:
    """A carrier says that it stops."""
    await run(connection, _sql["rest"], carrier)


async def carriers(connection: Connection, now: datetime) -> list[Carrier]:
    """The carriers that live."""
    return await many(connection, Carrier, _sql["carriers"], now - _DEAD_AFTER)


async def waiting(connection: Connection, now: datetime) -> list[Waiting]:
    """What waits or runs in each lane."""
    return await many(connection, Waiting, _sql["waiting"], now)


async def given_up(connection: Connection) -> list[GivenUp]:
    """What was given up and is still kept for somebody to see."""
    return await many(connection, GivenUp, _sql["given_up"])
