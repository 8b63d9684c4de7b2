"""A job, and what a kind of job may take."""

import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from msgspec import Struct

from service.platform.db import Connection, value
from service.platform.house import House
from service.platform.sql import Statements

SQL = Statements(__file__)


class LostClaim(Exception):
    """Another carrier has this job by now; nothing of this run is written."""


class Job(Struct, frozen=True):
    """One promise, claimed. The attempt is the fence: only the latest may settle."""

    job_id: int
    kind: str
    lane: str
    key: str
    args: Mapping[str, Any]
    attempt: int
    due_at: datetime


class Kind(Struct, frozen=True):
    """How a kind of job is run: its work, and how often it is tried."""

    run: Callable[["House", "Hold"], Awaitable[None]]
    # None: what a life hangs on is tried until it is done.
    tries_max: int | None = None
    # What takes longer hangs: it is ended, and counts as a try.
    most_s: float = 60.0
    backoff_s: float = 1.0
    backoff_most_s: float = 30.0
    # Where a person waits for it: tells him that it was given up, in the same transaction.
    told: Callable[["House", Connection, Job], Awaitable[None]] | None = None

    @property
    def tries(self) -> float:
        """How often it is tried; endless where a life hangs on it."""
        return math.inf if self.tries_max is None else self.tries_max

    def again_in_s(self, attempt: int) -> float | None:
        """Seconds until the next try after a failed attempt; None when there is none."""
        if attempt >= self.tries:
            return None
        return min(self.backoff_s * 2.0 ** min(attempt - 1, 20), self.backoff_most_s)


class Hold:
    """A claimed job in the hand of a carrier."""

    def __init__(self, house: House, job: Job) -> None:
        self._house = house
        self.job = job
        self.settled = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """The transaction that does the work and settles the job: both, or neither.

        Raises LostClaim when the lease has gone to another carrier.
        """
        async with self._house.transaction() as connection:
            now = self._house.clock.now()
            found = await value(connection, SQL["settle"], self.job.job_id, self.job.attempt, now)
            if found is None:
                raise LostClaim(self.job.kind)
            yield connection
        self.settled = True
