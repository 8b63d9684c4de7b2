"""Resident memory of the program on the box, with its page open, a wired key and a lamp."""

import asyncio
import sys
import tempfile
from pathlib import Path

import aiohttp
import psutil

from kiosk_client.agent.clock import SystemClock
from tests.bench.ground import free_port
from tests.bench.report import Measure, below, only
from tests.kiosk.box import enrolled, line_with, process, until
from tests.kiosk.desk import Desk
from tests.kiosk.wires import piped

NOTE = (
    "MB (PSS) of the agent after a press, with the touch page heard by one browser, a wired key and"
    " a lamp, and a centre on loopback; beside Python that has only imported aiohttp"
)
_REST_S = 20
_FLOOR = "import aiohttp, sys; print('ready', flush=True); sys.stdin.read()"
_LIMIT_MB = 60


async def run(*, quick: bool = False) -> list[Measure]:
    """Start, press, let it run, look; the floor in the same run."""
    with tempfile.TemporaryDirectory(prefix="watchbell-box-") as folder:
        pss, rss = await _box(Path(folder), 2 if quick else _REST_S)
    floor, _ = await _floor()
    return [
        below("box with its page, PSS", pss, _LIMIT_MB),
        only("box with its page, PSS, beside bare Python with aiohttp", pss, floor),
        below("box with its page, RSS: as if it shared nothing", rss, _LIMIT_MB),
    ]


async def _box(folder: Path, rest_s: float) -> tuple[float, float]:
    port = free_port()
    async with Desk() as desk:
        home = await enrolled(desk, folder / "box")
        with piped(folder / "key", SystemClock()) as key:
            arguments: tuple[str, ...] = (
                "run",
                "--screen",
                f"127.0.0.1:{port}",
                "--key",
                f"evdev={key.path}",
            )
            arguments += ("--lamp", "led=none", "--folder", str(home.path))
            async with process(*arguments) as box, aiohttp.ClientSession() as browser:
                await line_with(box.stderr, '"heartbeat"')
                await browser.get(f"http://127.0.0.1:{port}/")
                await browser.get(f"http://127.0.0.1:{port}/events")
                key.send(28, 1, 0)
                await until(lambda: desk.alarms)
                await asyncio.sleep(rest_s)
                return _weigh(box.pid)


async def _floor() -> tuple[float, float]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _FLOOR),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        await line_with(child.stdout, "ready")
        return _weigh(child.pid)
    finally:
        child.kill()
        await child.communicate()


def _weigh(pid: int) -> tuple[float, float]:
    memory = psutil.Process(pid).memory_full_info()
    return memory.pss / 1e6, memory.rss / 1e6
