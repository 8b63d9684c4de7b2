"""The carriers. All claim in PostgreSQL and do `run(job)`; only what wakes them differs.

The first listens to PostgreSQL and needs no Redis: it carries dispatch and its rings. The
doorbell, in the same process, tells arq workers through Redis which of the other jobs are due.
The third listens too, and carries pictures alone, in the process that keeps cameras warm. A lane
whose carrier does not live is carried by arq, and one that arq cannot carry by the first.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Collection, Container, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

import msgspec
import structlog
from arq.connections import ArqRedis
from arq.worker import Worker, func
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeout

from jobs import claims
from jobs.job import Job
from jobs.run import run
from jobs.sweep import Sweep
from jobs.warm import keep_warm
from service.platform import pulse
from service.platform.asks import Errand, for_system
from service.platform.db import TROUBLES
from service.platform.house import House
from service.platform.outbox import Lane, jobs_of
from service.platform.pulse import Carrier
from service.platform.redis_pool import redis_pool

_log = structlog.get_logger()

ALL = tuple(Lane)
OWN = (Lane.CRITICAL, Lane.RINGS)
OTHERS = (Lane.PICTURES, Lane.REST)
PICTURES = (Lane.PICTURES,)

# Each lane has hands of its own: none waits behind another, also while one process carries all.
_HANDS = {Lane.CRITICAL: 24, Lane.RINGS: 24, Lane.PICTURES: 16, Lane.REST: 4}
_AT_ONCE = 24
_POLL_S = 1.0
# A due job that was rung and not taken is rung again after this long.
_RING_AGAIN = timedelta(seconds=5)
_RUNG_MOST = 500
_QUEUE = "watchbell:jobs"
# Each kind ends its own much sooner; the longest reads a file of half an hour.
_JOB_MOST_S = 1900
_ARQ_POLL_S = 0.02
_WORKER_TROUBLES: tuple[type[Exception], ...] = (RedisError, *TROUBLES)
# A Redis that does not answer for this long is away, also when it still takes connections.
_REDIS_MOST_S = 1.0
_END_AGAIN_S = 0.2


def carrier_name(sort: str) -> str:
    """Who carries, for health and for the record on each job: the same after a new start.

    One carrier of a sort runs on a machine; what it had in hand when it died, it takes back.
    """
    return f"{sort}@{socket.gethostname()}"


class Runner:
    """Claims and runs due jobs of its lanes, woken by PostgreSQL, by a deadline, each second."""

    def __init__(self, house: House, lanes: Collection[Lane], *, sort: str = "runner") -> None:
        self.house = house
        self.name = carrier_name(sort)
        self.lanes = tuple(lanes)
        self._wake = asyncio.Event()
        # Lanes in which there may be something to do; where the clock wakes us it may be any.
        self._look = set(Lane)
        self._running: dict[Lane, set[asyncio.Task[None]]] = {lane: set() for lane in Lane}
        for lane in Lane:
            house.bell.hear(jobs_of(lane), partial(self._rung, lane))

    def _rung(self, lane: Lane) -> None:
        self._look.add(lane)
        if lane in self.lanes:
            self._wake.set()

    def take(self, lanes: Collection[Lane]) -> None:
        """Carry these lanes from now on; what is in hand is carried to its end."""
        if set(lanes) != set(self.lanes):
            _log.warning("runner.lanes", lanes=list(lanes))
            self.lanes, self._look = tuple(lanes), set(Lane)
            self._wake.set()

    async def carry(self) -> None:
        """Work until cancelled; what runs then is given back."""
        began = False
        try:
            while True:
                self._wake.clear()
                wait_s = _POLL_S
                try:
                    if not began:
                        await self._take_back()
                        began = True
                    look, self._look = self._look, set()
                    await self.claim_some(look)
                    wait_s = await self._until_next()
                except TROUBLES as error:
                    _log.warning("runner.database_away", trouble=type(error).__name__)
                    self._look = set(Lane)
                if not await self.house.clock.wait(self._wake, wait_s):
                    self._look = set(Lane)
        finally:
            running = self._in_hand()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def claim_some(self, lanes: Container[Lane] = ALL) -> int:
        """Claim as many due jobs of these lanes as there are free hands; how many were begun."""
        begun = 0
        free_hands = {lane: free for lane, free in self._free().items() if lane in lanes}
        if not free_hands:
            return 0
        async with self.house.db.reading() as connection:
            for lane, free in free_hands.items():
                now = self.house.clock.now()
                jobs = await claims.claim(connection, self.name, [lane], free, now)
                begun += len(jobs)
                for job in jobs:
                    self._begin(lane, job)
        return begun

    async def finish(self) -> None:
        """Wait until everything begun has ended."""
        while running := self._in_hand():
            await asyncio.wait(running)

    def _free(self) -> dict[Lane, int]:
        """Free hands, for each lane that has any."""
        free = {lane: _HANDS[lane] - len(self._running[lane]) for lane in self.lanes}
        return {lane: count for lane, count in free.items() if count > 0}

    def _in_hand(self) -> "list[asyncio.Task[None]]":
        return [task for tasks in self._running.values() for task in tasks]

    async def _take_back(self) -> None:
        async with self.house.db.reading() as connection:
            await claims.take_back(connection, self.name, self.house.clock.now())

    def _begin(self, lane: Lane, job: Job) -> None:
        task = asyncio.create_task(run(self.house, job), name=job.kind)
        self._running[lane].add(task)

        def ended(_: object) -> None:
            self._running[lane].discard(task)
            self._rung(lane)

        task.add_done_callback(ended)

    async def _until_next(self) -> float:
        async with self.house.db.reading() as connection:
            due_at = await claims.next_due(connection, list(self._free()))
        if due_at is None:
            return _POLL_S
        left_s = (due_at - self.house.clock.now()).total_seconds()
        if left_s <= 0:
            # However often others are rung: what is due is looked for at the next turn.
            self._look = set(Lane)
        # A due job that could not be claimed has a twin that runs: its end wakes us.
        return min(_POLL_S, left_s) if left_s > 0 else _POLL_S / 20


class Doorbell:
    """Tells arq workers which jobs of the other lanes are due."""

    def __init__(self, house: House, redis_url: str) -> None:
        self._house = house
        self._url = redis_url
        self._wake = asyncio.Event()
        self._redis: ArqRedis | None = None
        self._rung: dict[tuple[int, int], datetime] = {}
        self.lanes: tuple[Lane, ...] = OTHERS
        self.redis_away = False
        for lane in OTHERS:
            house.bell.hear(jobs_of(lane), self._wake.set)

    async def ring_on(self) -> None:
        """Ring until cancelled; notice when Redis goes, and when it is back."""
        try:
            while True:
                self._wake.clear()
                try:
                    await self.ring_due()
                except RedisError as error:
                    if not self.redis_away:
                        _log.warning("doorbell.redis_away", trouble=type(error).__name__)
                    self.redis_away = True
                    await self._drop()
                except TROUBLES as error:
                    _log.warning("doorbell.database_away", trouble=type(error).__name__)
                else:
                    self.redis_away = False
                await self._house.clock.wait(self._wake, _POLL_S)
        finally:
            await self._drop()

    async def ring_due(self) -> int:
        """Ring once for each due job that was not rung a moment ago; how many.

        Raises RedisError when Redis does not take the rings.
        """
        now = self._house.clock.now()
        async with _answering():
            if self._redis is None:
                self._redis = await open_redis(self._url)
            await self._redis.ping()
        async with self._house.db.reading() as connection:
            due = await claims.due_ids(connection, self.lanes, _RUNG_MOST, now)
        self._rung = {key: at for key, at in self._rung.items() if now - at < _RING_AGAIN}
        fresh = [key for key in due if key not in self._rung]
        for job_id, attempt in fresh:
            ring_id = f"{job_id}.{attempt}.{int(now.timestamp() * 1000)}"
            async with _answering():
                await self._redis.enqueue_job("carry", job_id, _job_id=ring_id)
            self._rung[job_id, attempt] = now
        return len(fresh)

    async def _drop(self) -> None:
        redis, self._redis = self._redis, None
        self._rung.clear()
        if redis is not None:
            with contextlib.suppress(RedisError, OSError):
                await redis.aclose(close_connection_pool=True)


@asynccontextmanager
async def _answering() -> AsyncIterator[None]:
    """Raises RedisError where Redis does not answer in time."""
    try:
        async with asyncio.timeout(_REDIS_MOST_S):
            yield
    except TimeoutError as error:
        raise RedisTimeout("no answer") from error


async def open_redis(url: str, *, answer_most_s: float | None = None) -> ArqRedis:
    """A connection that fails at once, so that another carrier can take over at once.

    Raises RedisError.
    """
    pool = redis_pool(url, socket_connect_timeout=_REDIS_MOST_S, socket_timeout=answer_most_s)
    redis = ArqRedis(
        pool,
        default_queue_name=_QUEUE,
        job_serializer=msgspec.msgpack.encode,
        job_deserializer=msgspec.msgpack.decode,
    )
    try:
        await redis.ping()
    except BaseException:
        await pool.disconnect(inuse_connections=True)
        raise
    return redis


@for_system(Errand.CARRIER)
async def work_critical(house: House) -> None:
    """The first carrier: its own lanes always, any lane while its carrier is away."""
    url = house.settings.redis_url
    runner = Runner(house, OWN if url else ALL)
    doorbell = Doorbell(house, url) if url else None
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(runner.carry())
        tasks.create_task(_watch(house, runner, doorbell))
        if doorbell is not None:
            tasks.create_task(doorbell.ring_on())


async def _watch(house: House, runner: Runner, doorbell: Doorbell | None) -> None:
    """Beat, sweep, and see which other carriers live."""
    never, sweep, started_at = asyncio.Event(), Sweep(house), house.clock.now()
    grace_until = started_at + timedelta(seconds=10)
    try:
        while True:
            try:
                now = house.clock.now()
                redis_away = doorbell is not None and doorbell.redis_away
                async with house.db.reading() as connection:
                    alive = await pulse.carriers(connection, now)
                    await pulse.beat(
                        connection, runner.name, runner.lanes, redis_away, started_at, now
                    )
                others = [c for c in alive if c.carrier != runner.name]
                if doorbell is not None:
                    doorbell.lanes = lanes_to_ring(others)
                if doorbell is None or redis_away or now > grace_until:
                    runner.take(
                        lanes_to_take(others, redis=doorbell is not None and not redis_away)
                    )
                await sweep.once()
            except TROUBLES as error:
                _log.warning("watch.database_away", trouble=type(error).__name__)
            await house.clock.wait(never, pulse.BEAT_S / 2)
    finally:
        with contextlib.suppress(*TROUBLES):
            async with house.db.reading() as connection:
                await pulse.rest(connection, runner.name)


def lanes_to_take(others: Sequence[Carrier], *, redis: bool) -> list[Lane]:
    """What the first carrier carries: its own, and whatever no other can carry now.

    Another first carrier does not count, or two would pass all lanes to and fro.
    """
    able = [c for c in others if Lane.CRITICAL not in c.lanes and (redis or not _needs_redis(c))]
    carried = {lane for c in able for lane in c.lanes}
    return [lane for lane in Lane if lane in OWN or lane not in carried]


def lanes_to_ring(others: Sequence[Carrier]) -> tuple[Lane, ...]:
    """What arq workers are told of: what no carrier that listens by itself carries."""
    listening = {lane for c in others if not _needs_redis(c) for lane in c.lanes}
    return tuple(lane for lane in OTHERS if lane not in listening)


def _needs_redis(carrier: Carrier) -> bool:
    return Lane.REST in carrier.lanes and Lane.CRITICAL not in carrier.lanes


@for_system(Errand.CARRIER)
async def work_pictures(house: House, number: int = 1) -> None:
    """The third carrier: pictures, and the rings that give the first of them at once.

    Several may run on a machine, each with a number of its own.
    """
    runner = Runner(house, PICTURES, sort=f"pictures.{number}")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(runner.carry())
        tasks.create_task(_beat(house, runner.name, PICTURES))
        tasks.create_task(keep_warm(house, runner.name))


@for_system(Errand.CARRIER)
async def work_others(house: House) -> None:
    """The second carrier: arq, begun anew whenever it ends, since it ends when Redis goes."""
    name, never = carrier_name("arq"), asyncio.Event()

    async def carry(_: object, job_id: int) -> None:
        async with house.db.reading() as connection:
            job = await claims.claim_one(connection, name, job_id, house.clock.now())
        if job is not None:
            await run(house, job)

    while True:
        try:
            async with house.db.reading() as connection:
                await claims.take_back(connection, name, house.clock.now())
            pool = await open_redis(house.settings.redis_url, answer_most_s=_REDIS_MOST_S)
            worker = Worker(
                functions=[func(carry, name="carry")],  # type: ignore[arg-type]
                queue_name=_QUEUE,
                redis_pool=pool,
                handle_signals=False,
                poll_delay=_ARQ_POLL_S,
                max_jobs=_AT_ONCE,
                max_tries=1,
                keep_result=0,
                job_timeout=_JOB_MOST_S,
                job_serializer=msgspec.msgpack.encode,
                job_deserializer=msgspec.msgpack.decode,
            )
            await _work(house, name, worker)
        except _WORKER_TROUBLES as error:
            _log.warning("worker.ended", trouble=type(error).__name__)
        await house.clock.wait(never, _POLL_S)


async def _work(house: House, name: str, worker: Worker) -> None:
    """Run a worker until it ends; what it has in hand then is cancelled, and so put back.

    arq's own way out raises what its jobs raised, cancellation included.
    """
    beating = asyncio.create_task(_beat(house, name, OTHERS))
    working = asyncio.create_task(worker.async_run(), name=name)
    try:
        await asyncio.wait({working})
        await working
    finally:
        beating.cancel()
        await _end([working])
        await _end(list(worker.tasks.values()))
        with contextlib.suppress(RedisError, OSError):
            await worker.pool.aclose(close_connection_pool=True)


async def _end(tasks: "Sequence[asyncio.Task[None]]") -> None:
    """Cancel until they have ended: `wait_for`, which redis uses, may lose one on Python 3.11."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=_END_AGAIN_S)
    await asyncio.gather(*tasks, return_exceptions=True)


async def _beat(house: House, name: str, lanes: Sequence[Lane]) -> None:
    """Say that a carrier lives, for as long as it does."""
    never, started_at = asyncio.Event(), house.clock.now()
    while True:
        with contextlib.suppress(*TROUBLES):
            async with house.db.reading() as connection:
                now = house.clock.now()
                await pulse.beat(connection, name, lanes, False, started_at, now)
        await house.clock.wait(never, pulse.BEAT_S)
