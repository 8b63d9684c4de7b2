"""A box under test: its agent in this process, with a hand on its clock, or as a real process."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk_client.agent.button import Key
from kiosk_client.agent.clock import Clock, SystemClock, rfc3339
from kiosk_client.agent.enrolment import enrol_box
from kiosk_client.agent.identity import Identity, IdentityFile
from kiosk_client.agent.lamps import Lamps
from kiosk_client.agent.link import Link, Server
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.run import Agent
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.state import Light, Scene
from kiosk_client.agent.touch import Kind, Touch
from kiosk_client.agent.vitals import Vitals
from tests.kiosk.desk import Desk

ROOT = Path(__file__).parents[2]
DEADLINE_S = 20.0


async def until(holds: Callable[[], object], what: str = "", wait_s: float = DEADLINE_S) -> None:
    """Wait until a condition holds; fail with what was waited for."""
    loop = asyncio.get_running_loop()
    end_s = loop.time() + wait_s
    while not holds():
        assert loop.time() < end_s, f"waited {wait_s} s for {what or holds}"
        await asyncio.sleep(0.005)


class HandClock:
    """Clocks that only a test moves."""

    def __init__(self, at: datetime | None = None) -> None:
        self._wall = at or datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
        self._monotonic_s = 1000.0
        self._waits: dict[asyncio.Future[Any], float] = {}

    def wall(self) -> datetime:
        return self._wall

    def monotonic(self) -> float:
        return self._monotonic_s

    async def wait(self, event: asyncio.Event, wait_s: float) -> bool:
        if event.is_set():
            return True
        bell: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waits[bell] = self._monotonic_s + wait_s
        coming: asyncio.Future[Any] = asyncio.ensure_future(event.wait())
        try:
            await asyncio.wait([bell, coming], return_when=asyncio.FIRST_COMPLETED)
            return coming.done()
        finally:
            coming.cancel()
            del self._waits[bell]

    def forward(self, **span: float) -> None:
        """Move both clocks; whoever waited for less than that goes on."""
        step = timedelta(**span)
        self._wall += step
        self._monotonic_s += step.total_seconds()
        for bell, due_s in list(self._waits.items()):
            if due_s <= self._monotonic_s and not bell.done():
                bell.set_result(None)

    async def run_until(self, holds: Callable[[], object], *, step_s: float = 5.0) -> None:
        """Move on, step by step, until a condition holds: where no wait in particular matters."""

        def moved() -> object:
            self.forward(seconds=step_s)
            return holds()

        await until(lambda: holds() or moved())

    def set_wall(self, at: datetime) -> None:
        """Somebody sets the clock on the wall, or its battery is dead."""
        self._wall = at

    def waits(self, shortest_s: float, longest_s: float) -> int:
        """How many waits end between so many seconds from now."""
        return sum(
            shortest_s <= due_s - self._monotonic_s <= longest_s
            for bell, due_s in self._waits.items()
            if not bell.done()
        )


class HandKey:
    """A key that a test presses."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._touches: asyncio.Queue[Touch] = asyncio.Queue()

    def press(self, kind: Kind = "emergency", *, silent: bool = False, note: str = "") -> None:
        pressed_at = rfc3339(self._clock.wall())
        self._touches.put_nowait(Touch(kind, pressed_at, silent=silent, note=note))

    async def touches(self) -> AsyncIterator[Touch]:
        while True:
            yield await self._touches.get()


@dataclass
class SeenLamps:
    """Lamps that remember what they showed."""

    scenes: list[Scene] = field(default_factory=list)

    def show(self, scene: Scene) -> None:
        self.scenes.append(scene)

    @property
    def now(self) -> Scene:
        return self.scenes[-1] if self.scenes else Scene(Light.IDLE)

    @property
    def lights(self) -> list[Light]:
        """The lights in order, repeats left out."""
        lights: list[Light] = []
        for scene in self.scenes:
            if lights[-1:] != [scene.light]:
                lights.append(scene.light)
        return lights


@dataclass
class Box:
    """An enrolled box whose agent runs in this process."""

    folder: Folder
    clock: Clock
    key: HandKey
    lamps: SeenLamps
    agent: Agent
    vitals: Vitals


async def enrolled(desk: Desk, path: Path, *, algorithm: str = "ed25519") -> Folder:
    """A folder of a box that the desk knows."""
    folder = Folder(path)
    folder.make()
    await enrol_box(
        folder,
        Link(Log()),
        Server.parse(desk.url),
        code=desk.code(),
        model="test",
        algorithm="ed25519" if algorithm == "ed25519" else "hmac-sha256",
    )
    return folder


def identity_of(folder: Folder) -> Identity:
    """Who the box is now, as it stands on disk."""
    return IdentityFile(folder).read()


@asynccontextmanager
async def running(folder: Folder, clock: Clock | None = None) -> AsyncIterator[Box]:
    """The agent of a folder, until the block ends."""
    clock = clock or SystemClock()
    key, lamps = HandKey(clock), SeenLamps()
    keys: list[Key] = [key]
    shown: list[Lamps] = [lamps]
    log = Log()
    vitals = Vitals(clock, log)
    agent = Agent(folder, clock, log, keys, shown, vitals, Notes(folder, clock))
    with folder.alone():
        task = asyncio.create_task(agent.run())
        try:
            yield Box(folder, clock, key, lamps, agent, vitals)
        finally:
            task.cancel()
            await asyncio.wait({task})
            if not task.cancelled():
                task.result()


@asynccontextmanager
async def process(*arguments: str, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A real watchbell-kiosk process; it is killed when the block ends."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "kiosk_client.cli",
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | settings,
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.communicate()


async def command(*arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run one command to its end: status, output, errors."""
    async with process(*arguments, **settings) as child:
        async with asyncio.timeout(DEADLINE_S):
            out, err = await child.communicate()
        assert child.returncode is not None
        return child.returncode, out.decode(), err.decode()


async def line_with(stream: asyncio.StreamReader | None, text: str) -> str:
    """The next line of a process that holds this text."""
    assert stream is not None
    async with asyncio.timeout(DEADLINE_S):
        while line := (await stream.readline()).decode():
            if text in line:
                return line
    raise AssertionError(f"the process ended without saying {text!r}")
