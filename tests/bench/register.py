"""How fast looks are written into the chained register, beside bare inserts of the same rows."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg

from service.app import open_house
from service.audit import actions
from service.audit.wire import Look, LookKind
from service.platform.house import House
from service.platform.seal import Seal
from tests.bench.ground import ground
from tests.bench.report import Measure, at_least, middle, only, percentile

NOTE = (
    "looks/s and ms, committed to disk; 16 at once, and one alone; beside them one bare INSERT for"
    " each look into a table without number, hash or lock; ours and the floor alternate"
)
_AT_ONCE = 16
_BARE = """
CREATE TABLE bare_look (
    look_id uuid PRIMARY KEY, at timestamptz NOT NULL, account_id uuid, person text NOT NULL,
    work_unit text NOT NULL, reason text NOT NULL, content text NOT NULL, incident_id uuid,
    kind text NOT NULL, scope text[] NOT NULL
);
"""
_LOOK = Look(
    kind=LookKind.PICTURE,
    account_id=UUID(int=1),
    person="王芳",
    work_unit="370828001",
    reason="incident 7",
    content=f"snapshot {UUID(int=2)} of 东门, small",
    incident_id=UUID(int=3),
    scope=("370828001", "370828"),
)


async def run(*, quick: bool = False) -> list[Measure]:
    """Alternate ours and the floor; medians over the rounds."""
    rounds, count = (2, 200) if quick else (7, 2000)
    found: dict[tuple[str, int], list[tuple[float, list[float]]]] = {}
    async with ground(database_pool=_AT_ONCE) as standing:
        settings = standing.settings
        async with open_house(settings, seal=Seal(bytes(32))) as house:
            pool = await asyncpg.create_pool(settings.database_url, min_size=16, max_size=16)
            assert pool is not None
            await pool.execute(_BARE)

            async def ours() -> None:
                await actions.record(house, _LOOK)

            async def bare() -> None:
                await _insert(pool)

            for _ in range(rounds):
                for at_once in (_AT_ONCE, 1):
                    for name, write in (("ours", ours), ("bare", bare)):
                        each = count if at_once > 1 else count // 4
                        done = await _written(write, each, at_once)
                        found.setdefault((name, at_once), []).append(done)
            walked = await _walked(house)
            await pool.close()
    return [*_measures(found), only("rows verified a second", walked)]


async def _insert(pool: "asyncpg.Pool[asyncpg.Record]") -> None:
    await pool.execute(
        "INSERT INTO bare_look VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        *(uuid4(), datetime.now(UTC), _LOOK.account_id, _LOOK.person, _LOOK.work_unit),
        *(_LOOK.reason, _LOOK.content, _LOOK.incident_id, _LOOK.kind, _LOOK.scope),
    )


async def _written(
    write: Callable[[], Awaitable[None]], count: int, at_once: int
) -> tuple[float, list[float]]:
    """The rate, and how long each took in ms."""
    took: list[float] = []

    async def writer() -> None:
        for _ in range(count // at_once):
            began = time.perf_counter()
            await write()
            took.append(1000 * (time.perf_counter() - began))

    began = time.perf_counter()
    await asyncio.gather(*(writer() for _ in range(at_once)))
    return len(took) / (time.perf_counter() - began), took


async def _walked(house: House) -> float:
    began = time.perf_counter()
    verdict = await actions.verify(house)
    assert verdict.finding is None, verdict
    return verdict.shown / (time.perf_counter() - began)


def _measures(found: dict[tuple[str, int], list[tuple[float, list[float]]]]) -> list[Measure]:
    def rate(name: str, at_once: int) -> float:
        return middle([seen[0] for seen in found[name, at_once]])

    def late(name: str, at_once: int) -> float:
        return middle([percentile(seen[1], 0.5) for seen in found[name, at_once]])

    return [
        at_least("looks a second, 16 at once", rate("ours", 16), rate("bare", 16), 0.5),
        at_least("looks a second, one alone", rate("ours", 1), rate("bare", 1), 0.3),
        only("p50, 16 at once", late("ours", 16), late("bare", 16)),
        only("p50, one alone", late("ours", 1), late("bare", 1)),
    ]
