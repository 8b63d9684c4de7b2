"""`run(job)`: the one way in which a claimed job is done, whoever carries it."""

import asyncio
import contextlib
from datetime import timedelta

import asyncpg
import structlog
from prometheus_client import Counter, Histogram

from jobs import claims
from jobs.job import SQL, Hold, Job, Kind, LostClaim
from jobs.kinds import KINDS
from service.core.scrub import scrub
from service.platform.asks import Errand, for_system
from service.platform.db import AWAY, TROUBLES, value
from service.platform.house import House
from service.platform.outbox import jobs_of

_log = structlog.get_logger()

DONE = Counter("watchbell_jobs_done_total", "Jobs by outcome.", ["kind", "outcome"])
LATE = Histogram(
    "watchbell_job_late_seconds",
    "From when a job was due to when it was begun.",
    ["lane"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)


_PUT_BACK_TRIES = 3


async def _nobody_knows(_house: House, hold: Hold) -> None:
    raise LookupError(f"no job of this program is called {hold.job.kind}")


# While an upgrade rolls, an older carrier may claim what only a newer one knows.
_UNKNOWN = Kind(_nobody_knows, backoff_s=1, backoff_most_s=10)


@for_system(Errand.CARRIER)
async def run(house: House, job: Job) -> None:
    """Do a claimed job to its end: settled, put back for another try, or given up.

    Never raises but for cancellation: whatever goes wrong is kept on the job and in the log.
    """
    LATE.labels(job.lane).observe(max(0, (house.clock.now() - job.due_at).total_seconds()))
    kind = KINDS.get(job.kind, _UNKNOWN)
    if job.attempt > kind.tries:
        # It never came to an end: it may be what its carriers died of, dispatch among them.
        await _give_up(house, job, kind, "its carriers died")
        return
    hold = Hold(house, job)
    keeping = asyncio.create_task(_keep_lease(house, job))
    try:
        async with asyncio.timeout(kind.most_s):
            await kind.run(house, hold)
            if not hold.settled:
                async with hold.transaction():
                    pass
        DONE.labels(job.kind, "done").inc()
    except LostClaim:
        DONE.labels(job.kind, "lost").inc()
    except asyncio.CancelledError:
        # The carrier is stopping: let another have the job at once.
        await asyncio.shield(_put_back(house, job, 0.0, "carrier stopped"))
        raise
    except Exception as error:  # noqa: BLE001 - a job may fail in any way; here it is kept.
        await _failed(house, job, kind, error)
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


async def _failed(house: House, job: Job, kind: Kind, error: Exception) -> None:
    again_s = kind.again_in_s(job.attempt)
    outage = isinstance(error, AWAY)
    log = _log.warning if outage else _log.error
    log("job.failed", kind=job.kind, attempt=job.attempt, again_s=again_s, exc_info=error)
    trouble = scrub(f"{type(error).__name__}: {error}")[:500]
    if again_s is not None:
        DONE.labels(job.kind, "again").inc()
        await _put_back(house, job, again_s, trouble)
        return
    await _give_up(house, job, kind, trouble)


async def _give_up(house: House, job: Job, kind: Kind, trouble: str) -> None:
    """Lay a job aside, and tell whoever waits for it. Where that fails, its lease's end asks again.

    Whoever lost the lease lays nothing aside.
    """
    values = (job.job_id, job.attempt, house.clock.now(), trouble)
    try:
        async with house.transaction() as connection:
            if await value(connection, SQL["give_up"], *values) is None:
                return
            if kind.told is not None:
                await kind.told(house, connection, job)
    except TROUBLES as error:
        _log.warning("job.not_given_up", kind=job.kind, trouble=type(error).__name__)
    else:
        DONE.labels(job.kind, "given_up").inc()
        _log.error("job.given_up", kind=job.kind, key=job.key, tries=job.attempt, trouble=trouble)


async def _put_back(house: House, job: Job, again_s: float, trouble: str) -> None:
    """Let a job be tried again. Where even that fails, the end of its lease does it."""
    now = house.clock.now()
    due_at = now + timedelta(seconds=again_s)
    values = (job.job_id, job.attempt, due_at, trouble, now)
    with contextlib.suppress(*TROUBLES):
        for _ in range(_PUT_BACK_TRIES):
            # A twin may be promised at the same moment; the second look sees it.
            with contextlib.suppress(asyncpg.UniqueViolationError):
                async with house.transaction() as connection:
                    await value(connection, SQL["put_back"], *values)
                    house.outbox.owe(jobs_of(job.lane))
                return


async def _keep_lease(house: House, job: Job) -> None:
    never = asyncio.Event()
    while True:
        await house.clock.wait(never, claims.LEASE.total_seconds() / 4)
        with contextlib.suppress(*TROUBLES):
            async with house.db.reading() as connection:
                await claims.keep(connection, job, house.clock.now())
