"""`watchbell up`: the whole system on one machine, from packages, in a folder of its own.

Databases that the settings name are used; those that they do not are started here. The service
and its carriers run as processes of their own, and are started again when they die.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import aiohttp
import asyncpg
import msgspec
import structlog
from msgspec import Struct
from prometheus_client.multiprocess import mark_process_dead

from service.cli.forked import Forked, Nursery
from service.platform.clock import SystemClock
from service.platform.db import AWAY, TROUBLES
from service.platform.keys import make_key
from service.platform.local.folder import CannotStart, DataFolder, find_runner
from service.platform.local.leftovers import COUNTERS, counting_in, end
from service.platform.local.postgres import LocalPostgres
from service.platform.local.server import Server
from service.platform.local.valkey import LocalValkey
from service.schema.migrate import migrate
from service.settings import Settings, as_environment

_log = structlog.get_logger()

_AGAIN_FIRST_S = 0.2
_AGAIN_MOST_S = 5.0
# Who has lived this long died of something new.
_LIVED_S = 30.0
_READY_MOST_S = 60.0
_BACKLOG = 2048
# The kernel has told them already; what they have in hand is found by their followers.
_PROGRAM_ENDINGS = ((signal.SIGTERM, 3.0), (signal.SIGKILL, 5.0))
# Whatever hinders a start now may be over at the next try.
_START_TROUBLES: tuple[type[Exception], ...] = (
    CannotStart,
    *TROUBLES,
    subprocess.SubprocessError,
)
_REFUSED: tuple[type[Exception], ...] = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)


class Program(Struct, frozen=True):
    """A program of ours, and what it is handed open; `{}` in its words is where it gets that."""

    module: str
    words: tuple[str, ...]
    holds: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What it is called, in the log and by the system."""
        return f"{self.module} {self.words[0]}"


@dataclass
class Household:
    """What runs, and how to end it in the right order."""

    settings: Settings
    listener: socket.socket
    servers: list[Server] = field(default_factory=list)
    programs: list[Forked] = field(default_factory=list)
    nursery: Nursery | None = None
    watches: list[asyncio.Task[None]] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def stop(self) -> None:
        """Programs first, so that they settle what they have in hand; then the databases."""
        self.stopping.set()
        programs = list(self.programs)
        for program in programs:
            program.send(signal.SIGTERM)
        for program in programs:
            await _gone(program, 10)
        for watch in self.watches:
            watch.cancel()
        await asyncio.gather(*self.watches, return_exceptions=True)
        if self.nursery is not None:
            self.nursery.close()
        self.listener.close()
        for server in reversed(self.servers):
            await server.stop()


async def up(settings: Settings, announce: Callable[[str], None]) -> None:
    """Run until told to stop. Raises CannotStart, CannotMigrate."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    runner = find_runner()
    data = DataFolder(settings.data_folder)
    data.open(runner)
    with contextlib.closing(data):
        await end(partial(counting_in, data.counters), _PROGRAM_ENDINGS)
        listener = _listen(settings)
        settings = msgspec.structs.replace(settings, port=listener.getsockname()[1])
        household = Household(settings, listener)
        try:
            await _start(household, data)
            await _ready(household.settings, stop)
            if not stop.is_set():
                announce(f"ready {base_url(settings)}")
            await stop.wait()
        finally:
            await household.stop()


async def _start(household: Household, data: DataFolder) -> None:
    """Start the databases, bring them up to date, start the programs."""
    _make_counters(data.counters)
    household.settings = settings = await _databases(household, data)
    if not (settings.key_file or settings.key_folder or settings.key_service_url):
        make_key(data.key_file)
    applied = await _migrate(settings)
    _log.info("up.migrated", applied=len(applied))
    household.nursery = nursery = Nursery(_environment(settings))
    for program in _programs(household):
        _keep(household, nursery, program)


def _listen(settings: Settings) -> socket.socket:
    """The port, held for as long as we run: a press that comes while the service starts anew waits.

    Raises CannotStart when another program has it.
    """
    try:
        family, *_, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        raise CannotStart(
            f"port {settings.port} of {settings.host} cannot be used: {error.strerror};"
            " choose others with --host and --port"
        ) from error


async def _migrate(settings: Settings) -> list[str]:
    """Bring the database up to date. Raises CannotStart when it cannot be reached."""
    try:
        return await migrate(settings.owner_url, SystemClock())
    except (*AWAY, *_REFUSED) as error:
        raise CannotStart(
            f"the database does not take us: {type(error).__name__}: {error}; see DATABASE_URL"
        ) from error


def base_url(settings: Settings) -> str:
    """Where the service answers on this machine."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


async def _databases(household: Household, data: DataFolder) -> Settings:
    """The settings with addresses of databases; those that were not given are started."""
    settings, runner = household.settings, find_runner()
    given = {}
    if not settings.database_url:
        postgres = LocalPostgres(data, runner)
        given["database_url"] = await postgres.start()
        household.servers.append(postgres.server)
        _watch(household, postgres.server, postgres.restart)
    if not settings.redis_url:
        valkey = LocalValkey(data, runner)
        given["redis_url"] = await valkey.start()
        household.servers.append(valkey.server)
        _watch(household, valkey.server, valkey.serve)
    return msgspec.structs.replace(settings, data=str(data.root), **given)


def _watch(household: Household, server: Server, again: Callable[[], Awaitable[None]]) -> None:
    async def watch() -> None:
        while True:
            code = await server.ended()
            if household.stopping.is_set():
                return
            _log.error("up.server_died", server=server.name, exit_code=code)
            await _until_done(again, server.name)

    household.watches.append(asyncio.create_task(watch(), name=server.name))


async def _until_done(again: Callable[[], Awaitable[None]], name: str) -> None:
    pause_s = _AGAIN_FIRST_S
    while True:
        try:
            await again()
            return
        except _START_TROUBLES as error:
            _log.error("up.server_does_not_start", server=name, trouble=str(error))
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, _AGAIN_MOST_S)


def _programs(household: Household) -> list[Program]:
    """The service and its carriers, each in a process of its own."""
    held = household.listener.fileno()
    redis = ["others"] if household.settings.redis_url else []
    carriers = ["critical", *redis, "pictures"]
    return [
        Program("service", ("serve", "--listener", "{}"), (held,)),
        *(Program("jobs", (sort,)) for sort in carriers),
    ]


def _keep(household: Household, nursery: Nursery, program: Program) -> None:
    """Run a program, and start it again whenever it ends."""

    async def keep() -> None:
        loop, pause_s = asyncio.get_running_loop(), _AGAIN_FIRST_S
        while not household.stopping.is_set():
            began = loop.time()
            try:
                code = await _run(household, nursery, program)
            except _START_TROUBLES as error:
                _log.error("up.program_does_not_start", program=program.name, trouble=str(error))
            else:
                if household.stopping.is_set():
                    return
                _log.error("up.program_died", program=program.name, exit_code=code)
            pause_s = _AGAIN_FIRST_S if loop.time() - began > _LIVED_S else pause_s
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(household.stopping.wait(), pause_s)
            pause_s = min(2 * pause_s, _AGAIN_MOST_S)

    household.watches.append(asyncio.create_task(keep(), name=program.name))


async def _run(household: Household, nursery: Nursery, program: Program) -> int:
    """Run a program once, to its end."""
    settings = household.settings
    forked = await nursery.fork(
        program.name, program.module, program.words, _environment(settings), program.holds
    )
    household.programs.append(forked)
    try:
        return await asyncio.shield(forked.ended)
    finally:
        household.programs.remove(forked)
        _forget_gauges(forked.pid, settings)


def _environment(settings: Settings) -> dict[str, str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("WATCHBELL_")}
    return plain | {COUNTERS: _counters(settings)} | as_environment(settings)


def _make_counters(folder: Path) -> None:
    """A folder in which the programs count together, so that one page shows all of them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)


def _counters(settings: Settings) -> str:
    return str(DataFolder(settings.data_folder).counters)


def _forget_gauges(pid: int, settings: Settings) -> None:
    """What a program that is gone counted stays; what it only showed goes."""
    mark_process_dead(pid, _counters(settings))  # type: ignore[no-untyped-call]


async def _gone(program: Forked, most_s: float) -> None:
    """Wait until a program has ended; one that does not in time is killed."""
    try:
        await asyncio.wait_for(asyncio.shield(program.ended), most_s)
    except TimeoutError:
        program.send(signal.SIGKILL)
        await asyncio.shield(program.ended)


async def _ready(settings: Settings, stop: asyncio.Event) -> None:
    """Wait until the first press would be taken and carried. Raises CannotStart."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _READY_MOST_S
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session:
        while not stop.is_set():
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, ValueError):
                async with session.get(f"{base_url(settings)}/health/ready") as answer:
                    health = await answer.json()
                    if health.get("ready") and health["parts"].get("carriers") == "ok":
                        return
            if loop.time() > deadline:
                raise CannotStart("the service does not become ready; see what it printed above")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 0.1)
