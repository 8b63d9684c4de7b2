"""`watchbell up` as an operator starts it: what it prints, what it starts, what it leaves."""

import asyncio
import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import psutil

from service.cli.nursery import NAME
from service.platform.local.folder import DataFolder, find_runner

_ROOT = Path(__file__).parents[2]
_SETTINGS = ("WATCHBELL_", "DATABASE_", "REDIS_URL", "BLOB_URL")
_START_MOST_S = 60.0
_STOP_MOST_S = 40.0


class Up:
    """`watchbell up` as an operator starts it: a process of its own, and what it prints."""

    def __init__(
        self, folder: Path, *, port: int = 0, before: Sequence[str] = (), **settings: str
    ) -> None:
        self.folder = folder
        plain = {k: v for k, v in os.environ.items() if not k.startswith(_SETTINGS)}
        self._process = subprocess.Popen(
            [*before, sys.executable, "-m", "service", "up", "--data", folder, "--port", str(port)],
            env=plain | {"WATCHBELL_LOG_LEVEL": "error"} | settings,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._words: list[str] = []
        self._family: set[psutil.Process] = set()
        self._reading = [
            threading.Thread(target=self._read_lines, daemon=True),
            threading.Thread(target=self._read_words, daemon=True),
        ]
        for thread in self._reading:
            thread.start()

    def _read_lines(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _read_words(self) -> None:
        assert self._process.stderr is not None
        self._words += self._process.stderr

    @property
    def pid(self) -> int:
        """The owner's process."""
        return self._process.pid

    @property
    def has_spoken(self) -> bool:
        """Whether it has printed anything that nobody has read yet."""
        return any(line is not None for line in list(self._lines.queue))

    def ready(self) -> str:
        """Wait for the line that says so; the address it names."""
        deadline = time.monotonic() + _START_MOST_S
        while (line := self._lines.get(timeout=max(0.0, deadline - time.monotonic()))) is not None:
            word, _, address = line.strip().partition(" ")
            if word == "ready":
                self._remember()
                return address
        raise AssertionError(f"ended before it was ready: {self.words()}")

    def refused(self) -> str:
        """Wait until it ends by itself, with a failure and without having been ready; its words."""
        code = self._process.wait(_START_MOST_S)
        said = self.words()
        printed = [line for line in iter(self._lines.get, None) if line.startswith("ready")]
        assert (code, printed) == (1, []), said
        assert "Traceback" not in said
        return said

    def words(self) -> str:
        """What it said on its way out; it has ended."""
        for thread in self._reading:
            thread.join(10)
        return "".join(self._words)

    def parts(self) -> dict[str, psutil.Process]:
        """What it has started, by name."""
        return parts_of(self.pid)

    def _remember(self) -> None:
        self._family.update(psutil.Process(self.pid).children(recursive=True))

    def stop(self) -> None:
        """Ask it to end; nothing of it may be left."""
        self._remember()
        self._process.send_signal(signal.SIGTERM)
        assert self._process.wait(_STOP_MOST_S) == 0, self.words()
        assert [process for process in self._family if lives(process)] == []

    def kill(self) -> None:
        """kill -9 of the owner alone; what becomes of the rest is not waited for."""
        self._remember()
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """After a test, whatever became of it: leave nothing."""
        with contextlib.suppress(psutil.NoSuchProcess):
            self._remember()
        self._process.kill()
        self._process.wait()
        for process in self._family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(self._family, 10)
        self.words()
        for pipe in (self._process.stdout, self._process.stderr):
            assert pipe is not None
            pipe.close()

    @property
    def database_url(self) -> str:
        """The embedded database, past the service."""
        password = quote((self.folder / "postgres.password").read_text().strip())
        sockets = quote(str(DataFolder(self.folder).sockets(find_runner())), safe="")
        return f"postgresql://watchbell:{password}@/watchbell?host={sockets}"


def parts_of(owner: int) -> dict[str, psutil.Process]:
    """What `watchbell up` has started, by name; programs are children of its nursery."""
    found = {}
    for child in psutil.Process(owner).children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if child.name() == NAME:
                found.update({program.name(): program for program in child.children()})
            else:
                found[child.name()] = child
    return found


def lives(process: psutil.Process) -> bool:
    """Whether a process does anything yet."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


@contextlib.contextmanager
def up(folder: Path, **given: Any) -> Iterator[Up]:
    """`watchbell up`, of which nothing is left afterwards."""
    started = Up(folder, **given)
    try:
        yield started
    finally:
        started.end()


async def health(base: str) -> dict[str, str]:
    """What /health/ready says of each part; nothing where it does not say that it is ready."""
    timeout = aiohttp.ClientTimeout(total=5)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"{base}/health/ready") as answer,
        ):
            said = await answer.json()
            if answer.status == 429:
                await asyncio.sleep(float(answer.headers["Retry-After"]))
            return dict(said["parts"]) if said.get("ready") else {}
    except (aiohttp.ClientError, TimeoutError):
        await asyncio.sleep(0.02)
        return {}
