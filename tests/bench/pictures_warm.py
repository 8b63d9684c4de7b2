"""What a warm camera costs, and how soon it gives a picture; beside FFmpeg's reader in threads.

Cameras play films that were encoded before, in a process of their own; only ours is measured.
"""

import asyncio
import json
import resource
import sys
import threading
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import av
import psutil
import uvloop

from service.platform.camera_link import Endpoint
from service.platform.clock import SystemClock
from service.platform.reach import Reach
from service.platform.rings.keeper import Keeper
from service.platform.rings.wire import At, Last, Newest, Want
from tests.bench.report import Measure, at_least, at_most, below, middle, only, percentile

NOTE = "1080p25 3 Mbit/s and 704x576p15 0.5 Mbit/s from another process; beside PyAV in threads"

# The goals: cameras that one core keeps warm, megabytes of each, milliseconds to a picture.
_PER_CORE = {"main": 60, "sub": 130}
_MB_MOST = 6.0
_NEWEST_MS = 400.0
# motion's median from the request to its file; ours must be sooner.
_MOTION_MS = 51.0
# A ring is full after its seconds and a group.
_FILL_S, _FILL_QUICK_S = 16.0, 4.0
_MEASURE_S = 8.0
_CAMERAS = 30
_ASKED = 24


async def run(*, quick: bool) -> list[Measure]:
    """Measure main streams and substreams, ours and theirs in turn."""
    found = []
    for film, goal in _PER_CORE.items():
        ours = await _worker(film, "ours", quick)
        theirs = await _worker(film, "pyav", quick)
        found += [
            at_least(f"{film}: cameras per core", ours["per_core"], float(goal), 1.0),
            at_most(f"{film}: CPU % of a camera", ours["cpu_pct"], theirs["cpu_pct"], 1.0),
            below(f"{film}: MB of a camera", ours["mb"], _MB_MOST),
            only(f"{film}: loop late, most ms", ours["late_ms"]),
            at_most(f"{film}: last keyframe, median ms", ours["last_ms"], _MOTION_MS, 1.0),
            below(f"{film}: newest frame, median ms", ours["newest_ms"], _NEWEST_MS),
            below(f"{film}: newest frame, p95 ms", ours["newest_p95_ms"], _NEWEST_MS),
            only(f"{film}: 3 s before, median ms", ours["at_ms"]),
            only(f"{film}: newest frame's age, median ms", ours["age_ms"]),
        ]
    return found


async def _worker(film: str, whose: str, quick: bool) -> dict[str, float]:
    arguments = (film, whose, str(int(quick)))
    async with _program("tests.bench.pictures_warm", *arguments) as worker:
        assert worker.stdout is not None
        found: dict[str, float] = json.loads(await worker.stdout.read())
        return found


@asynccontextmanager
async def _program(*command: str) -> AsyncIterator[Process]:
    """A Python module in a process of its own, ended with us."""
    program = await asyncio.create_subprocess_exec(sys.executable, "-m", *command, stdout=PIPE)
    try:
        yield program
    finally:
        if program.returncode is None:
            program.kill()
        await program.wait()


async def _measure(film: str, whose: str, quick: bool) -> dict[str, float]:
    """In the process that is measured."""
    fill_s = _FILL_QUICK_S if quick else _FILL_S
    async with _program(
        "tests.support.films", "--film", film, "--cameras", str(_CAMERAS)
    ) as pusher:
        assert pusher.stdout is not None
        ready = (await pusher.stdout.readline()).decode().split()
        urls = [f"{ready[1]}/{number}" for number in range(_CAMERAS)]
        return await (_ours if whose == "ours" else _theirs)(urls, fill_s)


async def _ours(urls: list[str], fill_s: float) -> dict[str, float]:
    ids = [UUID(int=number) for number in range(len(urls))]
    clock = SystemClock()

    async def find(camera_id: UUID) -> Endpoint:
        return Endpoint(None, urls[camera_id.int], None, None)

    before = psutil.Process().memory_info().rss
    keeper = Keeper(clock, find, Reach(loopback=True))
    keeper.keep(ids)
    await asyncio.sleep(fill_s)
    cpu, late_s = await _busy()
    mb = (psutil.Process().memory_info().rss - before) / len(ids) / 1e6
    assert all(warmth.trouble is None for warmth in keeper.standing())
    spent: dict[str, list[float]] = {"last": [], "newest": [], "at": []}
    ages = []
    for number in range(_ASKED):
        camera_id = ids[number % len(ids)]
        earlier = At(clock.now() - timedelta(seconds=3))
        wants: dict[str, Want] = {"last": Last(), "newest": Newest(), "at": earlier}
        for name, want in wants.items():
            began = time.monotonic()
            frame = await keeper.frame(camera_id, want, 10)
            spent[name].append((time.monotonic() - began) * 1000)
            if name == "newest":
                ages.append((clock.now() - frame.captured_at).total_seconds() * 1000)
        await asyncio.sleep(0.07)
    await keeper.close()
    return {
        **_share(cpu, len(ids)),
        "mb": mb,
        "late_ms": late_s * 1000,
        "last_ms": middle(spent["last"]),
        "newest_ms": middle(spent["newest"]),
        "newest_p95_ms": percentile(spent["newest"], 0.95),
        "at_ms": middle(spent["at"]),
        "age_ms": middle(ages),
    }


async def _theirs(urls: list[str], fill_s: float) -> dict[str, float]:
    """A thread of FFmpeg's reader for each camera, its packets kept undecoded."""
    stop = threading.Event()
    options = {"rtsp_transport": "tcp", "fpsprobesize": "0", "analyzeduration": "0"}

    def read(url: str) -> None:
        kept: list[bytes] = []
        with av.open(url, options=options | {"probesize": "32"}, timeout=10) as stream:
            for packet in stream.demux(stream.streams.video[0]):
                kept.append(bytes(packet))
                del kept[:-300]
                if stop.is_set():
                    return

    threads = [threading.Thread(target=read, args=(url,), daemon=True) for url in urls]
    for thread in threads:
        thread.start()
    await asyncio.sleep(min(fill_s, 6))
    cpu, _ = await _busy()
    stop.set()
    for thread in threads:
        await asyncio.to_thread(thread.join, 5)
    return _share(cpu, len(urls))


def _share(cpu: float, count: int) -> dict[str, float]:
    return {"cpu_pct": cpu * 100 / count, "per_core": count / cpu}


async def _busy() -> tuple[float, float]:
    """The cores that this process uses, and how late the event loop was at worst."""
    began, used, late_s = time.monotonic(), _used_s(), 0.0
    while (passed := time.monotonic() - began) < _MEASURE_S:
        at = time.monotonic()
        await asyncio.sleep(0.02)
        late_s = max(late_s, time.monotonic() - at - 0.02)
    return (_used_s() - used) / passed, late_s


def _used_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """The measured process; prints its figures as JSON."""
    film, whose, quick = sys.argv[1:4]
    found: Any = uvloop.run(_measure(film, whose, quick == "1"))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
