"""Filing a footage request: the answer, and until every recorder holds what is asked for.

The floor is the same rows written by one bare commit; beside it the form of django-helpdesk, which
holds no recording. Recorders answer in 50 ms.
"""

import asyncio
import os
import tempfile
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AsyncExitStack
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from jobs.lanes import ALL, Runner
from service.platform.asks import Errand, system
from service.platform.db import connect
from tests.bench.ground import cpu_s
from tests.bench.helpdesk import file_ticket, helpdesk
from tests.bench.load_filing import file
from tests.bench.outside import had
from tests.bench.report import Measure, at_most, below, only, percentile, unmeasured
from tests.support.footage import Office, open_office, right
from tests.support.hamlet import hamlet
from tests.support.servers import fresh_database, make_template, start_servers, stop_servers
from tests.support.town_house import open_town
from tests.support.waits import until

NOTE = (
    "filings one after the other beside bare commits of the same rows and beside tickets of"
    " django-helpdesk (gunicorn, no mail sent), by turns, on a disk; then 100 a minute. CPU: of"
    " whoever answers and of PostgreSQL together; ours is in one process with its recorders"
)
_RECORDER_S = 0.05
_PER_MINUTE = 100
_REQUEST = (
    "area_code, scope, lane, category, state, lat, lon, from_at, until_at,"
    " relationship, minors, person_sealed, filed_at, state_at, due_at, moved_by, overwrite_at"
)
_CAMERA = (
    "camera_id, name, managing_unit, unit_category, away_m, overwrite_at, hold_state, hold_trouble,"
    " from_at, until_at"
)
_FLOOR = (
    f"""
    INSERT INTO footage_request (footage_id, receipt_digest, {_REQUEST})
    SELECT $2, sha256($2::uuid::text::bytea), {_REQUEST}
    FROM footage_request WHERE footage_id = $1""",
    f"""
    INSERT INTO footage_camera (footage_id, {_CAMERA})
    SELECT $2, {_CAMERA} FROM footage_camera WHERE footage_id = $1""",
    """
    INSERT INTO footage_event (footage_id, at, kind, who, body)
    SELECT $2, at, kind, who, body FROM footage_event WHERE footage_id = $1 AND kind = 'moved'""",
    """
    INSERT INTO outbox (topic, scope, at, body)
    SELECT 'bench', scope, filed_at, jsonb_build_object('state', state, 'of', $2::uuid)
    FROM footage_request WHERE footage_id = $1""",
    """
    INSERT INTO job (kind, lane, key, due_at, made_at, state, args)
    SELECT k, 'bench', $2::uuid::text, filed_at, filed_at, 'done', '{}'
    FROM footage_request, unnest(ARRAY['a', 'b']) AS k WHERE footage_id = $1""",
)


async def run(*, quick: bool) -> list[Measure]:
    """The figures."""
    missing = had("helpdesk")
    servers = await start_servers(on_disk=True)
    try:
        await make_template(servers, hamlet())
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            async with (
                fresh_database(servers, "bench_footage") as url,
                open_town(url, folder, rate_limits=False) as town,
                open_office(town) as office,
                AsyncExitStack() as stack,
            ):
                office.served.wait_s = _RECORDER_S
                peer = None
                if not missing:
                    (folder / "site").mkdir()
                    peer = await stack.enter_async_context(helpdesk(servers, folder / "site"))
                found = await _measure(office, url, peer, 20 if quick else 300, quick=quick)
                return [*found, *unmeasured(missing)]
    finally:
        await stop_servers(servers)


async def _measure(
    office: Office, url: str, peer: str | None, count: int, *, quick: bool
) -> list[Measure]:
    sample = (await office.file())["request"]["footage_id"]
    ours, floor, theirs = list[float](), list[float](), list[float]()
    used = {"ours": 0.0, "floor": 0.0, "helpdesk": 0.0}
    owner = await connect(url)
    loop = asyncio.get_running_loop()
    outside = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        for number in range(count):
            before_s = _cpu_s(outside)
            took, filed = await _file_from_outside(office, outside)
            ours.append(took)
            used["ours"] += _cpu_s(outside) - before_s
            before_s, began = _cpu_s(outside), time.perf_counter()
            async with owner.transaction():
                fresh = await owner.fetchval("SELECT gen_random_uuid()")
                for statement in _FLOOR:
                    await owner.execute(statement, sample, fresh)
            floor.append(time.perf_counter() - began)
            used["floor"] += _cpu_s(outside) - before_s
            if peer is not None:
                before_s = _cpu_s(outside)
                theirs.append(await loop.run_in_executor(outside, file_ticket, peer, number))
                used["helpdesk"] += _cpu_s(outside) - before_s
            await _withdraw(office, filed)
    finally:
        outside.shutdown()
        await owner.close()
    await office.town.work()
    held = await _paced(office, 10 if quick else 2 * _PER_MINUTE)
    return [
        at_most("filing, p99 ms", _ms(ours, 0.99), _ms(floor, 0.99), 3),
        only("filing, p95 ms", _ms(ours, 0.95), _ms(floor, 0.95)),
        only("filing, median ms", _ms(ours, 0.5), _ms(floor, 0.5)),
        only("filing, CPU ms", 1000 * used["ours"] / count, 1000 * used["floor"] / count),
        *(
            [
                at_most(
                    "filing beside django-helpdesk, median ms", _ms(ours, 0.5), _ms(theirs, 0.5), 1
                ),
                only("filing beside django-helpdesk, p95 ms", _ms(ours, 0.95), _ms(theirs, 0.95)),
                only("filing beside django-helpdesk, p99 ms", _ms(ours, 0.99), _ms(theirs, 0.99)),
                only(
                    "filing beside django-helpdesk, CPU ms",
                    *(1000 * used[who] / count for who in ("ours", "helpdesk")),
                ),
            ]
            if theirs
            else []
        ),
        only("until all is held, median ms, at 100 a minute", _ms(held, 0.5)),
        only("until all is held, p95 ms, at 100 a minute", _ms(held, 0.95)),
        below("until all is held, p99 ms, at 100 a minute", _ms(held, 0.99), 1000),
    ]


def _ms(values: list[float], share: float) -> float:
    return 1000 * percentile(values, share)


def _cpu_s(loader: ProcessPoolExecutor) -> float:
    """Of this process and all it has started, but for the one that asks."""
    asking = list(loader._processes or {})
    return cpu_s(os.getpid()) - cpu_s(*asking)


async def _file(office: Office) -> str:
    filed = right(await office.citizen.post("/v1/me/footage-requests", office.asked()))
    return str(filed["request"]["footage_id"])


async def _file_from_outside(office: Office, outside: Executor) -> tuple[float, str]:
    host, token = urlsplit(office.town.base).netloc, office.citizen.token
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(outside, file, host, token, office.asked())


async def _withdraw(office: Office, of: str) -> None:
    door = f"/v1/me/footage-requests/{of}"
    body = {"move": "withdraw", "version": right(await office.citizen.get(door))["version"]}
    right(await office.citizen.post(f"{door}/moves", body))


async def _paced(office: Office, count: int) -> list[float]:
    """How long each request waits until all its recorders hold."""

    async def carry() -> None:
        with system(Errand.CARRIER):
            await Runner(office.town.house, ALL).carry()

    carrying = asyncio.create_task(carry())
    try:
        return [await _held(office) for _ in range(count)]
    finally:
        carrying.cancel()
        await asyncio.gather(carrying, return_exceptions=True)


async def _is_held(office: Office, of: str) -> bool:
    found = right(await office.citizen.get(f"/v1/me/footage-requests/{of}"))
    return bool(found["held"] == 3)


async def _held(office: Office) -> float:
    began = time.perf_counter()
    of = await _file(office)
    await until(lambda: _is_held(office, of))
    took = time.perf_counter() - began
    await _withdraw(office, of)
    await asyncio.sleep(max(0.0, 60 / _PER_MINUTE - (time.perf_counter() - began)))
    return took
