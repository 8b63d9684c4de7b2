"""How late people hear that a box has fallen silent, beside Alertmanager told of the same boxes."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
from aiohttp import web

from service.platform.db import connect
from service.site.rules import LOST_AFTER
from tests.bench.county import PASSWORD, bench_id, plant_sites
from tests.bench.ground import Ground, NotStarted, answers, end, free_port, ground
from tests.bench.outside import had, program
from tests.bench.report import Measure, below, only, percentile, unmeasured
from tests.bench.screens import DESK, plant_desk

NOTE = (
    "seconds from the third missed beat until a desk's stream, or a webhook of Alertmanager, is"
    " told; boxes fall silent one after the other. Alertmanager cannot miss anything by itself: a"
    " box is an alert that ends when its time is over, and it looks each second (its default is"
    " five minutes). We look when a box may fall silent, at most once a second, and each 15 s"
)
_FIRST_S = 8.0
_MOST_S = 20.0
_AFTER_S = 25.0
_CONFIG = """\
route:
  receiver: bench
  group_by: ['...']
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: bench
    webhook_configs:
      - url: http://127.0.0.1:{port}/
        send_resolved: true
        max_alerts: 0
"""
Told = dict[str, datetime]


async def run(*, quick: bool = False) -> list[Measure]:
    """Let the same boxes fall silent at both, at the same instants."""
    count, over_s = (20, 5.0) if quick else (400, 60.0)
    missing = had("prometheus-alertmanager")
    async with ground() as standing:
        await plant_sites(standing.settings.database_url, count)
        await plant_desk(standing)
        for words in (("service", "serve"), ("jobs", "critical"), ("jobs", "others")):
            standing.start(*words)
        await standing.ready(carriers=True)
        with TemporaryDirectory() as folder:
            ours, theirs = Told(), Told()
            begin = datetime.now(UTC) + timedelta(seconds=_FIRST_S)
            due = {
                str(bench_id("device", n)): begin + timedelta(seconds=n * over_s / count)
                for n in range(count)
            }
            async with asyncio.TaskGroup() as both:
                both.create_task(_ours(standing, due, ours))
                if not missing:
                    both.create_task(_theirs(Path(folder), due, theirs, missing))
    return [*_measures(due, ours, theirs), *unmeasured(missing)]


def _measures(due: Told, ours: Told, theirs: Told) -> list[Measure]:
    def late(told: Told) -> list[float]:
        return [(told[name] - at).total_seconds() for name, at in due.items() if name in told]

    assert set(ours) == set(due), f"{len(set(due) - set(ours))} boxes fell silent unheard"
    mine, beside = late(ours), late(theirs)
    shares = (("median", 0.5), ("p95", 0.95), ("p99", 0.99))
    pairs = [
        only(
            f"told, {name} s",
            percentile(mine, share),
            percentile(beside, share) if beside else None,
        )
        for name, share in shares
    ]
    unheard = [only("boxes that Alertmanager did not tell of", len(due) - len(beside))]
    return [
        below("told, the last, s", max(mine), _MOST_S),
        *pairs,
        below("told before its time", sum(one < 0 for one in mine), 0),
        *(unheard if beside else []),
    ]


async def _ours(standing: Ground, due: Told, told: Told) -> None:
    """Boxes whose last beat lies so far back; what a desk hears of them."""
    connection = await connect(standing.settings.database_url)
    try:
        await connection.executemany(
            "UPDATE device SET seen_at = $2 WHERE device_id = $1",
            [(name, at - LOST_AFTER) for name, at in due.items()],
        )
    finally:
        await connection.close()
    async with aiohttp.ClientSession() as session:
        body = {"name": DESK, "password": PASSWORD}
        async with session.post(f"{standing.base}/v1/sessions", json=body) as answer:
            token = (await answer.json())["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        async with (
            asyncio.timeout_at(_end_of(due)),
            session.get(f"{standing.base}/v1/live", headers=headers) as live,
        ):
            async for line in live.content:
                if not line.startswith(b"data: "):
                    continue
                event = json.loads(line[6:])
                if event["topic"] == "fault.raised" and event["body"]["kind"] == "device.lost":
                    told.setdefault(event["body"]["subject_id"], datetime.now(UTC))
                if len(told) == len(due):
                    return


def _end_of(due: Told) -> float:
    """On the loop's clock, when nothing more is waited for."""
    left = max(due.values()) - datetime.now(UTC)
    return asyncio.get_running_loop().time() + left.total_seconds() + _AFTER_S


async def _theirs(folder: Path, due: Told, told: Told, missing: dict[str, str]) -> None:
    """The same boxes as alerts that end when their time is over."""
    try:
        await _as_alerts(folder, due, told)
    except NotStarted as why:
        missing["prometheus-alertmanager"] = str(why)


async def _as_alerts(folder: Path, due: Told, told: Told) -> None:
    whole = asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        at = datetime.now(UTC)
        for alert in (await request.json())["alerts"]:
            if alert["status"] == "resolved":
                told.setdefault(alert["labels"]["box"], at)
        if len(told) == len(due):
            whole.set()
        return web.Response()

    async with _listening(take) as port, _alertmanager(folder, port) as url:
        async with aiohttp.ClientSession() as session:
            alerts = [
                {
                    "labels": {"alertname": "alive", "box": name},
                    "startsAt": datetime.now(UTC).isoformat(),
                    "endsAt": at.isoformat(),
                }
                for name, at in due.items()
            ]
            async with session.post(f"{url}/api/v2/alerts", json=alerts) as answer:
                assert answer.status == 200, await answer.text()
        try:
            async with asyncio.timeout_at(_end_of(due)):
                await whole.wait()
        except TimeoutError:
            print(f"Alertmanager told of {len(told)} of {len(due)}", file=sys.stderr)


@asynccontextmanager
async def _listening(
    take: Callable[[web.Request], Awaitable[web.Response]],
) -> AsyncIterator[int]:
    app, port = web.Application(), free_port()
    app.router.add_post("/", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield port
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _alertmanager(folder: Path, webhook: int) -> AsyncIterator[str]:
    """Alertmanager out of its package, by itself: its address. Raises NotHad."""
    config, port = folder / "alertmanager.yml", free_port()
    config.write_text(_CONFIG.format(port=webhook))
    words = ("--config.file", str(config), "--storage.path", str(folder / "kept"))
    started = _start(*words, "--web.listen-address", f"127.0.0.1:{port}")
    url = f"http://127.0.0.1:{port}"
    try:
        await answers(f"{url}/-/ready", started)
        yield url
    finally:
        end(started)


def _start(*words: str) -> "subprocess.Popen[bytes]":
    # Alone: without an address to gossip on it does not look for others.
    command = [str(program("prometheus-alertmanager")), *words, "--cluster.listen-address="]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
