"""The whole service in one process, over real servers, with a clock that is moved by hand."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import uvicorn
from litestar import Litestar

from jobs.lanes import ALL, Runner
from service.app import build_doors, move_in, open_house
from service.cli.serve import configure
from service.platform.db import Own, connect
from service.platform.house import House
from service.platform.push.text import TextChannel
from service.platform.verifier import Verifier
from service.settings import Settings
from tests.support import hamlet
from tests.support.clock import HandClock
from tests.support.people import Box, Officer, Person
from tests.support.servers import SEAL


class Town:
    """What a test talks to. `work` does what is due; `clock.forward` lets time pass."""

    def __init__(self, house: House, clock: HandClock, base: str) -> None:
        self.house = house
        self.clock = clock
        self.base = base
        self.runner = Runner(house, ALL)
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        self._owner: Own | None = None
        self._owning = asyncio.Lock()

    @property
    def now(self) -> str:
        """The instant on the wire."""
        return self.clock.now().isoformat()

    async def work(self) -> int:
        """Do everything that is due, and what follows from it; how many jobs that was."""
        done = 0
        while begun := await self.runner.claim_some():
            done += begun
            await self.runner.finish()
        return done

    async def forward(self, **length: float) -> int:
        """Let time pass, then do what is due."""
        self.clock.forward(**length)
        return await self.work()

    async def box(self, number: int = 1, *, algorithm: str = "ed25519") -> Box:
        """A box that is enrolled as one of the hamlet's devices."""
        box = Box(self.base, self.session)
        answer = await box.enrol(hamlet.code(number), algorithm=algorithm)
        assert answer.status == 201, answer.body
        return box

    async def person(self, name: str) -> Person:
        """Somebody who has signed in."""
        person = Person(self.base, self.session)
        answer = await person.sign_in(name)
        assert answer.status == 201, answer.body
        return person

    async def officer(self, number: int, where: dict[str, object] | None = None) -> Officer:
        """An officer who has signed in and, with a place, is on duty there."""
        officer = Officer(self.base, self.session)
        answer = await officer.sign_in(f"officer{number}")
        assert answer.status == 201, answer.body
        if where is not None:
            await officer.on_duty(where, self.now)
            await self.work()
        return officer

    def demand(self, roles: str) -> None:
        """From now on these roles sign in with a second factor."""
        settings = msgspec.structs.replace(self.house.settings, second_factor_roles=roles)
        object.__setattr__(self.house, "settings", settings)

    @contextmanager
    def texting(self, gateway_url: str) -> Iterator[None]:
        """For so long texts go out by this gateway."""
        before, text = self.house.channels, TextChannel(gateway_url)
        object.__setattr__(self.house, "channels", {**before, "text": text})
        try:
            yield
        finally:
            object.__setattr__(self.house, "channels", before)

    def verify_by(self, verifier: Verifier) -> None:
        """From now on this says who a citizen is."""
        object.__setattr__(self.house, "verifier", verifier)

    async def rows(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """What the database says to its owner, past the service and its policies."""
        async with self._owning:
            owner = await self._owned()
            return [dict(row) for row in await owner.fetch(statement, *values)]

    async def own(self, script: str) -> None:
        """What only the owner of the database may do."""
        async with self._owning:
            await (await self._owned()).execute(script)

    async def _owned(self) -> Own:
        if self._owner is None or self._owner.is_closed():
            self._owner = await connect(self.house.settings.database_url)
        return self._owner

    async def close(self) -> None:
        """Let go of everything."""
        await self.session.close()
        if self._owner is not None:
            self._owner.terminate()

    @asynccontextmanager
    async def live(
        self, person: Person, after: int | None = None
    ) -> AsyncIterator["asyncio.Queue[dict[str, Any]]"]:
        """The live stream of somebody, as a queue of events."""
        events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        opened = asyncio.Event()

        async def listen() -> None:
            headers = {"authorization": f"Bearer {person.token}"}
            if after is not None:
                headers["last-event-id"] = str(after)
            url = f"{self.base}/v1/live"
            timeout = aiohttp.ClientTimeout(total=None)
            async with self.session.get(url, headers=headers, timeout=timeout) as answer:
                assert answer.status == 200, await answer.text()
                async for line in answer.content:
                    opened.set()
                    if line.startswith(b"data: "):
                        events.put_nowait(msgspec.json.decode(line[6:]))

        listening = asyncio.create_task(listen())
        await asyncio.wait_for(opened.wait(), 10)
        try:
            yield events
        finally:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening


class _Quiet(uvicorn.Server):
    """uvicorn without its hands on the test runner's signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def open_town(
    database_url: str, folder: Path, clock: HandClock | None = None, **settings: Any
) -> AsyncIterator[Town]:
    """The service on a free port of loopback."""
    clock = clock or HandClock()
    given = Settings(
        data=str(folder),
        database_url=database_url,
        port=0,
        database_pool=8,
        access_token_s=3600,
        cameras_on_loopback=True,
        **({"second_factor_roles": "none"} | settings),
    )
    async with open_house(given, clock, SEAL) as house, serving(house) as base:
        town = Town(house, clock, base)
        try:
            yield town
        finally:
            await town.close()


# Doors that were built for a house before; to build them takes longer than most tests.
_doors: dict[tuple[str, int], list[Litestar]] = {}


@asynccontextmanager
async def serving(house: House) -> AsyncIterator[str]:
    """Real HTTP over a house; its address."""
    key = (house.settings.tiles_url, house.settings.body_bytes_max)
    free = _doors.setdefault(key, [])
    doors = free.pop() if free else build_doors(*key)
    async with _serving(move_in(doors, house), house) as base:
        yield base
    free.append(doors)


@asynccontextmanager
async def _serving(doors: Litestar, house: House) -> AsyncIterator[str]:
    server = _Quiet(configure(doors, house.settings))
    running = asyncio.create_task(server.serve())
    try:
        while not server.started:
            assert not running.done(), "the service did not start"
            await asyncio.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await asyncio.wait_for(running, 20)
