"""What benches stand on: servers of their own, programs as processes, a county of any size."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import asyncpg
import psutil

from service.platform.clock import SystemClock
from service.platform.keys import make_key
from service.platform.local.folder import DataFolder, find_runner
from service.platform.local.postgres import LocalPostgres
from service.platform.local.valkey import LocalValkey
from service.schema.migrate import migrate
from service.settings import Settings, as_environment
from tests.support.servers import with_database


@dataclass
class Ground:
    """Databases of this run, and the programs started on them."""

    settings: Settings
    server_url: str
    postgres_pid: int
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Where the service answers."""
        return f"http://127.0.0.1:{self.settings.port}"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A program of ours with these settings."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WATCHBELL_")}
        program = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=environment | as_environment(self.settings),
            stdout=subprocess.DEVNULL,
        )
        self.programs.append(program)
        return program

    async def ready(self, *, carriers: bool) -> None:
        """Wait until the service answers, with carriers where they are asked for."""
        async with aiohttp.ClientSession() as session:
            for _ in range(2400):
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"{self.base}/health/ready") as answer:
                        health = await answer.json()
                        if health["ready"] and (
                            not carriers or health["parts"]["carriers"] == "ok"
                        ):
                            return
                await asyncio.sleep(0.05)
        raise RuntimeError("the service does not become ready")

    def stop(self, *programs: subprocess.Popen[bytes]) -> None:
        """End these programs, or all."""
        end(*(programs or tuple(self.programs)))
        self.programs = [p for p in self.programs if p.poll() is None]


@asynccontextmanager
async def ground(**settings: object) -> AsyncIterator[Ground]:
    """Fresh embedded servers, fsync on as they are shipped, and a migrated database."""
    with tempfile.TemporaryDirectory(prefix="watchbell-bench-") as folder:
        runner = find_runner()
        data = DataFolder(Path(folder))
        data.open(runner)
        postgres, valkey = LocalPostgres(data, runner), LocalValkey(data, runner)
        url, redis = await postgres.start(), await valkey.start()
        make_key(data.key_file)
        await migrate(url, SystemClock())
        given = Settings(
            second_factor_roles="none",
            data=folder,
            database_url=url,
            redis_url=redis,
            port=free_port(),
            **settings,  # type: ignore[arg-type]
        )
        assert postgres.server.process is not None, "it was started above"
        standing = Ground(given, url, postgres.server.process.pid)
        try:
            yield standing
        finally:
            standing.stop()
            await valkey.server.stop()
            await postgres.server.stop()
            data.close()


def end(*programs: subprocess.Popen[bytes]) -> None:
    """End programs that we started."""
    for program in programs:
        program.send_signal(signal.SIGTERM)
    for program in programs:
        try:
            program.wait(15)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


class NotStarted(Exception):
    """A program that ended, or never answered."""


async def answers(url: str, program: subprocess.Popen[bytes]) -> None:
    """Wait until a program answers here. Raises NotStarted."""
    async with aiohttp.ClientSession() as session:
        for _ in range(1200):
            if program.poll() is not None:
                break
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(url) as answer:
                    if answer.status < 500:
                        return
            await asyncio.sleep(0.05)
    raise NotStarted(f"nobody answers at {url}")


def cpu_s(*pids: int) -> float:
    """Seconds of a core that these processes and all that they started have used until now."""
    used = 0.0
    for pid in pids:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                used += times.user + times.system
                # Of those that have ended; a connection to PostgreSQL is a process.
                used += times.children_user + times.children_system
    return used


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def twin_database(standing: Ground, name: str) -> str:
    """Another migrated database on the same server, for a floor to write into."""
    connection = await asyncpg.connect(standing.server_url)
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    url = with_database(standing.server_url, name)
    await migrate(url, SystemClock())
    return url


async def load(module: str, *arguments: str) -> bytes:
    """Run a load in a process of its own; what it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{module} ended with {process.returncode}")
    return printed


def chunks(items: list[object], size: int) -> Iterable[list[object]]:
    """Items in runs of size."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
