"""What a storm rages over: databases of its own, `watchbell up`, neighbours, and lines between all.

Everything is a process of its own on loopback and is ended by its id. As root the database lies on
a small disk in memory, which can be made full.
"""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote, unquote, urlsplit

import asyncpg
import psutil

from service.app import open_house
from service.cli.seed import plant, read_seed
from service.platform.local.folder import CannotStart, DataFolder, find_runner
from service.platform.local.postgres import LocalPostgres
from service.platform.local.server import Server, die_with_owner
from service.platform.local.valkey import LocalValkey
from service.settings import Settings, as_environment
from tests.chaos.journal import Journal
from tests.chaos.proxy import Proxy, Target
from tests.chaos.town import OFFICERS, PLAIN, REAL, town
from tests.support import hamlet
from tests.support.gateways.keys import KEY_ID, TEAM_ID, TOPIC, Keys, make_keys
from tests.support.up import parts_of

DISK_BYTES = 6 << 30
_LOOKS_MOST = 50
_AGAIN_S = 0.3
_READY_MOST_S = 90.0
_LINES = ("service", "database", "redis", "gateway", "camera")


def _pour(program: subprocess.Popen[bytes], into: IO[bytes]) -> None:
    """Whatever a program says from now on, to its end."""
    assert program.stdout is not None, "its output is a pipe"
    with program.stdout as stream:
        shutil.copyfileobj(stream, into)


@dataclass
class Ground:
    """All of it. `lines` are the proxies by what lies behind them."""

    folder: Path
    seed: int
    each_s: float
    journal: Journal
    lines: dict[str, Proxy] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    behind: dict[str, tuple[str, int] | str] = field(default_factory=dict)
    programs: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    commands: dict[str, list[str]] = field(default_factory=dict)
    disk: Path | None = None
    database: str = ""
    stopping: bool = False
    _errors: dict[str, IO[bytes]] = field(default_factory=dict)
    _pouring: list[threading.Thread] = field(default_factory=list)

    # ── Beginning ───────────────────────────────────────────────────────────────────────────

    async def start(self) -> None:
        """Start everything, and wait until the first press would be taken."""
        self._keepers: list[asyncio.Task[None]] = []
        self.data = DataFolder(self._make_disk() / "servers")
        runner = find_runner()
        self.data.open(runner)
        self.postgres, self.valkey = (
            LocalPostgres(self.data, runner),
            LocalValkey(self.data, runner),
        )
        self.database = await self.postgres.start()
        redis = await self.valkey.start()
        self._keep(self.postgres.server, self.postgres.restart)
        self._keep(self.valkey.server, self.valkey.serve)
        sockets = Path(unquote(self.database.partition("host=")[2]))
        self.behind["database"] = str(sockets / ".s.PGSQL.5432")
        self.behind["redis"] = unquote(redis.removeprefix("unix://"))
        for name in _LINES:
            proxy = Proxy(self._target(name), random.Random(f"{self.seed} {name}"))
            self.lines[name], self.ports[name] = proxy, await proxy.open()
        keys = make_keys(self.folder)
        self.spawn("camera", "tests.chaos.camera", "--folder", str(self.folder))
        self.behind["camera"] = ("127.0.0.1", int(await self._said("camera")))
        self.spawn(
            *("gateway", "tests.chaos.gateway", "--base", self.base),
            *("--folder", str(self.folder), "--keys", str(keys.folder)),
        )
        gateway = urlsplit(await self._said("gateway"))
        self.behind["gateway"] = ("127.0.0.1", gateway.port or 0)
        self.settings = self._settings(keys)
        await self.start_service()
        await self._plant()
        await self._begin_neighbours()

    def _settings(self, keys: Keys) -> Settings:
        password = quote(self.data.password_file.read_text().strip())
        return Settings(
            data=str(self.folder / "house"),
            database_url=f"postgresql://watchbell:{password}@127.0.0.1:{self.ports['database']}"
            "/watchbell",
            redis_url=f"redis://127.0.0.1:{self.ports['redis']}",
            second_factor_roles="none",
            cameras_on_loopback=True,
            apns_key_file=str(keys.apns),
            apns_key_id=KEY_ID,
            apns_team_id=TEAM_ID,
            apns_topic=TOPIC,
            apns_ca_file=str(keys.ca),
            apns_url=f"https://127.0.0.1:{self.ports['gateway']}",
        )

    @property
    def base(self) -> str:
        """Where boxes and phones find the service: behind its line."""
        return f"http://127.0.0.1:{self.ports['service']}"

    async def start_service(self) -> None:
        """`watchbell up`; its children are killed by `kill`."""
        port = self.behind.get("service", ("", 0))[1]
        environment = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith("WATCHBELL_") and not k.endswith("_URL")
        }
        environment |= as_environment(self.settings) | {"WATCHBELL_LOG_LEVEL": "error"}
        command = [sys.executable, "-m", "service", "up", "--port", str(port)]
        ready = ""
        async with asyncio.timeout(_READY_MOST_S):
            while not ready.startswith("ready "):
                if "up" not in self.programs or self.programs["up"].poll() is not None:
                    self._spawn("up", command, environment)
                ready = await self._said("up")
        # What it says from now on must not fill its pipe.
        pouring = threading.Thread(target=_pour, args=(self.programs["up"], self._words("up")))
        pouring.start()
        self._pouring.append(pouring)
        self.behind["service"] = ("127.0.0.1", urlsplit(ready.split()[1]).port or 0)

    async def _plant(self) -> None:
        seed = read_seed(town(self.ports["camera"]))
        settings = Settings(data=str(self.folder / "house"), database_url=self.database)
        async with open_house(settings) as house:
            await plant(house, seed)

    async def _begin_neighbours(self) -> None:
        through = self.settings.database_url
        self.spawn(
            *("watcher", "tests.chaos.watcher", "--folder", str(self.folder)),
            *("--direct", self.database, "--through", through),
        )
        common = ("--base", self.base, "--folder", str(self.folder))
        self.spawn("desk", "tests.chaos.desk", *common)
        for number, at in OFFICERS.items():
            name = f"officer{number}"
            self.spawn(
                *(name, "tests.chaos.phone", *common, "--name", name),
                *("--at", f"{at['lat']},{at['lon']}", "--seed", f"{self.seed} {name}"),
            )
        await self._start_boxes()

    async def _start_boxes(self) -> None:
        """Enrol the boxes and let fingers touch their keys."""
        for number in REAL:
            name = f"box{number}"
            await asyncio.to_thread(self._enrol, name, hamlet.code(number))
            self.spawn(*self._box(name))
        for number in PLAIN:
            name = f"plain{number}"
            self.spawn(*self._box(name), *("--base", self.base, "--code", hamlet.code(number)))

    def _box(self, name: str) -> tuple[str, ...]:
        module = "tests.chaos.box" if name.startswith("box") else "tests.chaos.plain_box"
        seed = f"{self.seed} {name}"
        each = ("--each-s", str(self.each_s))
        return (name, module, "--folder", str(self.folder), "--name", name, "--seed", seed, *each)

    def _enrol(self, name: str, code: str) -> None:
        command = ("-m", "kiosk_client.cli", "enrol", "--server", self.base, "--code", code)
        subprocess.run(
            [sys.executable, *command, "--folder", str(self.folder / name)],
            check=True,
            timeout=60,
            stdout=subprocess.DEVNULL,
        )

    # ── Programs ────────────────────────────────────────────────────────────────────────────

    def spawn(self, name: str, module: str, *arguments: str) -> None:
        """A program of the neighbourhood, started again by `respawn`."""
        self._spawn(name, [sys.executable, "-m", module, *arguments], dict(os.environ))

    def _spawn(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.commands[name] = command
        self.programs[name] = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if name in ("up", "camera", "gateway") else subprocess.DEVNULL,
            stderr=self._words(name),
            preexec_fn=die_with_owner(signal.SIGTERM),
        )

    def _words(self, name: str) -> IO[bytes]:
        """Where a program complains: a file of the run, kept when something was amiss."""
        if name not in self._errors:
            self._errors[name] = (self.folder / f"{name}.errors").open("ab")
        return self._errors[name]

    async def _said(self, name: str) -> str:
        """The first line that a program prints."""
        stream = self.programs[name].stdout
        assert stream is not None, "its output is a pipe"
        line = await asyncio.to_thread(stream.readline)
        return bytes(line).decode().strip()

    def names(self, start: str) -> list[str]:
        """Programs whose name starts so."""
        return [name for name in self.programs if name.startswith(start)]

    def ended(self) -> list[str]:
        """Programs that have ended though nobody ended them."""
        return [name for name, program in self.programs.items() if program.poll() is not None]

    def kill_program(self, name: str) -> None:
        """kill -9 of a neighbour, and a new start."""
        program = self.programs[name]
        program.kill()
        program.wait()
        self.spawn(name, *self.commands[name][2:])

    def kill_part(self, victim: str) -> bool:
        """kill -9 of a part of the service; whether it was there."""
        with contextlib.suppress(psutil.NoSuchProcess):
            for name, child in parts_of(self.programs["up"].pid).items():
                if name.startswith(victim):
                    child.kill()
                    return True
        return False

    async def kill_all(self) -> None:
        """kill -9 of the service's owner: all its parts die with it."""
        children = psutil.Process(self.programs["up"].pid).children(recursive=True)
        self.programs["up"].kill()
        self.programs["up"].wait()
        _, alive = await asyncio.to_thread(psutil.wait_procs, children, 20)
        assert not alive, "parts of the service outlived their owner"

    def _keep(self, server: Server, again: Callable[[], Awaitable[None]]) -> None:
        """Start a database again whenever it dies, however often that takes."""

        async def keep() -> None:
            while True:
                await server.ended()
                while not self.stopping:
                    try:
                        await again()
                        break
                    except (CannotStart, OSError, asyncpg.PostgresError):
                        await asyncio.sleep(_AGAIN_S)
                if self.stopping:
                    return

        self._keepers.append(asyncio.create_task(keep(), name=server.name))

    # ── Lines and the disk ──────────────────────────────────────────────────────────────────

    def _target(self, name: str) -> Target:
        async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
            where = self.behind[name]
            if isinstance(where, str):
                return await asyncio.open_unix_connection(where)
            return await asyncio.open_connection(*where)

        return connect

    def _make_disk(self) -> Path:
        """A small disk for the database, where we may make one; else the run's folder."""
        if os.geteuid() != 0:
            return self.folder
        disk = self.folder / "disk"
        disk.mkdir()
        options = f"size={DISK_BYTES},mode=711"
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "watchbell-chaos", str(disk)],
            capture_output=True,
        )
        if mounted.returncode:
            return self.folder
        self.disk = disk
        return disk

    def resize_disk(self, size: int | None) -> None:
        """Make the disk this large; None: as large as what is on it, so that it is full."""
        assert self.disk is not None, "there is a disk of our own"
        # What is written between looking and shrinking makes it refuse: it is looked at again.
        for _ in range(_LOOKS_MOST):
            options = f"remount,size={size or self._on_disk()}"
            mounting = ["mount", "-o", options, str(self.disk)]
            mounted = subprocess.run(mounting, check=False, capture_output=True)
            if mounted.returncode == 0:
                return
        raise RuntimeError(f"the disk keeps its size: {mounted.stderr.decode()}")

    def _on_disk(self) -> int:
        assert self.disk is not None, "there is a disk of our own"
        stat = os.statvfs(self.disk)
        return (stat.f_blocks - stat.f_bfree) * stat.f_frsize

    # ── The end ─────────────────────────────────────────────────────────────────────────────

    async def stop_programs(self) -> None:
        """End every program; the databases stay for the checker."""
        for program in self.programs.values():
            with contextlib.suppress(ProcessLookupError):
                program.terminate()
        for program in self.programs.values():
            try:
                await asyncio.to_thread(program.wait, 40)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()

    async def stop(self) -> None:
        """End all of it, and leave nothing behind."""
        self.stopping = True
        await self.stop_programs()
        for proxy in self.lines.values():
            await proxy.close()
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        for part in (self.valkey, self.postgres):
            with contextlib.suppress(AssertionError):
                await part.server.stop()
        self.data.close()
        for pouring in self._pouring:
            pouring.join()
        for program in self.programs.values():
            if program.stdout is not None:
                program.stdout.close()
        for words in self._errors.values():
            words.close()
        if self.disk is not None:
            await asyncio.to_thread(
                subprocess.run, ["umount", "--lazy", str(self.disk)], capture_output=True
            )
