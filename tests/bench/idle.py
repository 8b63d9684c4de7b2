"""Resident memory of the whole system at rest, databases included."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile

import aiohttp
import psutil

from tests.bench.ground import cpu_s, free_port
from tests.bench.report import Measure, below, only

NOTE = (
    "MB after a minute at rest, `watchbell up` with embedded databases; pages that processes"
    " share are counted once (PSS), as the machine does; RSS counts them for each"
)
_REST_S = 60


async def run(*, quick: bool = False) -> list[Measure]:
    """Start, wait, look at each process."""
    with tempfile.TemporaryDirectory(prefix="watchbell-idle-") as folder:
        port = free_port()
        environment = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith("WATCHBELL_")
            and k not in ("DATABASE_URL", "DATABASE_DIRECT_URL", "REDIS_URL", "BLOB_URL")
        }
        command = [sys.executable, "-m", "service", "up", "--data", folder, "--port", str(port)]
        system = await asyncio.create_subprocess_exec(
            *command, env=environment, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            await _ready(port)
            rest_s = 5 if quick else _REST_S
            before_s = cpu_s(system.pid)
            await asyncio.sleep(rest_s)
            used = 100 * (cpu_s(system.pid) - before_s) / rest_s
            return [
                *_weigh(psutil.Process(system.pid)),
                only("CPU at rest, % of a core", used),
            ]
        finally:
            system.send_signal(signal.SIGTERM)
            await asyncio.wait_for(system.wait(), 30)


async def _ready(port: int) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(600):
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/health/ready") as answer:
                    if (await answer.json())["parts"].get("carriers") == "ok":
                        return
            await asyncio.sleep(0.1)
    raise RuntimeError("the system does not become ready")


def _weigh(system: psutil.Process) -> list[Measure]:
    parts: dict[str, list[float]] = {}
    for process in [system, *system.children(recursive=True)]:
        memory = process.memory_full_info()
        name = _name(process)
        sums = parts.setdefault(name, [0.0, 0.0])
        sums[0] += memory.pss / 1e6
        sums[1] += memory.rss / 1e6
    total = [sum(sums[n] for sums in parts.values()) for n in (0, 1)]
    return [
        below("whole system, PSS", total[0], 400),
        only("whole system, RSS", total[1]),
        *(only(f"  {name}, PSS", sums[0]) for name, sums in sorted(parts.items())),
    ]


def _name(process: psutil.Process) -> str:
    command = process.cmdline()
    if command[1:3] == ["-m", "service"]:
        return " ".join(command[2:4])
    return "postgres" if "postgres" in command[0] else process.name()
