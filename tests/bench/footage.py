"""Filing a footage request: the answer, and until every recorder holds what is asked for.

The floor is the same rows written by one bare commit. Recorders answer in 50 ms.
"""

import asyncio
import tempfile
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from jobs.lanes import ALL, Runner
from service.platform.asks import Errand, system
from service.platform.db import connect
from tests.bench.load_filing import file
from tests.bench.report import Measure, at_most, below, only, percentile
from tests.support.footage import Office, open_office, right
from tests.support.hamlet import hamlet
from tests.support.servers import fresh_database, make_template, start_servers, stop_servers
from tests.support.town_house import open_town
from tests.support.waits import until

NOTE = (
    "filings one after the other beside bare commits of the same rows, on a disk; then 100 a minute"
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
    servers = await start_servers(on_disk=True)
    try:
        await make_template(servers, hamlet())
        with tempfile.TemporaryDirectory() as folder:
            async with (
                fresh_database(servers, "bench_footage") as url,
                open_town(url, Path(folder), rate_limits=False) as town,
                open_office(town) as office,
            ):
                office.served.wait_s = _RECORDER_S
                return await _measure(office, url, 20 if quick else 300, quick=quick)
    finally:
        await stop_servers(servers)


async def _measure(office: Office, url: str, count: int, *, quick: bool) -> list[Measure]:
    sample = (await office.file())["request"]["footage_id"]
    ours, floor = [], []
    owner = await connect(url)
    outside = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        for _ in range(count):
            took, filed = await _file_from_outside(office, outside)
            ours.append(took)
            began = time.perf_counter()
            async with owner.transaction():
                fresh = await owner.fetchval("SELECT gen_random_uuid()")
                for statement in _FLOOR:
                    await owner.execute(statement, sample, fresh)
            floor.append(time.perf_counter() - began)
            await _withdraw(office, filed)
    finally:
        outside.shutdown()
        await owner.close()
    await office.town.work()
    held = await _paced(office, 10 if quick else 2 * _PER_MINUTE)
    p99, beside = percentile(ours, 0.99) * 1000, percentile(floor, 0.99) * 1000
    return [
        at_most("filing, p99 ms", p99, beside, 3),
        only("filing, median ms", percentile(ours, 0.5) * 1000, percentile(floor, 0.5) * 1000),
        below("until all is held, p99 ms, at 100 a minute", percentile(held, 0.99) * 1000, 1000),
    ]


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
