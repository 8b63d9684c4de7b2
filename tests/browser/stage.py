"""The service as people meet it: real time, a carrier at work, the built pages on a real port."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import aiohttp

from jobs.lanes import ALL, Runner
from jobs.warm import keep_warm
from service.app import open_house
from service.platform.clock import SystemClock
from service.platform.frames import NoFrame
from service.platform.house import House
from service.platform.rings import leases
from service.platform.rings.wire import Last, NotWarm
from service.settings import Settings
from tests.support import hamlet
from tests.support.houses import carrying
from tests.support.people import Answer, Box, Officer, Person
from tests.support.running_clock import RunningClock
from tests.support.servers import SEAL
from tests.support.town_house import serving
from tests.support.waits import until

_CALL_MOST_S = 20
_POOL = 8
_DEADLINE_S = 10.0
_REASON = UUID(int=1)

# 300 m from the kindergarten, whose key asks for one unit.
NEAR = hamlet.north(1500)


_clock = SystemClock()


def now() -> str:
    """This instant on the wire."""
    return _clock.now().isoformat()


@dataclass
class Stage:
    """What a test acts through: two services over one database, as two processes would be.

    Pages are opened on `base`, the front; whoever acts by hand calls `side`. So the front can go
    away and come back while life goes on.
    """

    settings: dict[str, Any]
    session: aiohttp.ClientSession
    # The side's house, and the clock of both: real seconds, and those that a test adds.
    house: House
    clock: RunningClock
    side: str = ""
    base: str = ""
    front: House = field(init=False)
    _front: AsyncExitStack = field(default_factory=AsyncExitStack)
    _boxes: dict[int, Box] = field(default_factory=dict)

    async def open_front(self) -> None:
        """Serve the pages, on the port where they were served before, if they were."""
        settings = Settings(**self.settings, port=urlsplit(self.base).port or 0)
        opening = open_house(settings, self.clock, SEAL)
        self.front = await self._front.enter_async_context(opening)
        self.base = await self._front.enter_async_context(serving(self.front))

    async def close_front(self) -> None:
        """The front goes away with all its connections; its port refuses."""
        await self._front.aclose()

    async def press(self, key: int = 4, **more: object) -> Answer:
        """Press a key of the hamlet; the box is enrolled by its first press."""
        if key not in self._boxes:
            self._boxes[key] = await self._box(key)
        taken = await self._boxes[key].press(None, **({"pressed_at": now()} | more))
        assert taken.status == 201, taken.body
        return taken

    async def _box(self, key: int) -> Box:
        """The hamlet's own codes are of another day: an administrator gives a fresh one."""
        admin = await self.person("admin")
        invited = await admin.move("devices", str(hamlet.uid("ke", key)), move="invite")
        assert invited.status == 200, invited.body
        box = Box(self.side, self.session)
        answer = await box.enrol(invited.body["code"])
        assert answer.status == 201, answer.body
        return box

    async def person(self, name: str) -> Person:
        """Somebody who acts without a page."""
        person = Person(self.side, self.session)
        answer = await person.sign_in(name)
        assert answer.status == 201, answer.body
        return person

    async def officer(self, number: int, where: dict[str, object]) -> Officer:
        """An officer on duty whose phone is not looked at."""
        officer = Officer(self.side, self.session)
        answer = await officer.sign_in(f"officer{number}")
        assert answer.status == 201, answer.body
        await officer.on_duty(where, now())
        return officer

    async def knows_place(self, number: int) -> None:
        """Until the service knows where the unit of this officer's phone is."""
        east, unit_id = await self.person("east"), str(hamlet.uid("un", number))

        async def known() -> bool:
            units = (await east.get("/v1/units")).body
            return any(unit["unit_id"] == unit_id and unit["place"] for unit in units)

        await until(known)

    async def declare_test(self) -> None:
        """Presses of the kindergarten are tests for the next hour."""
        east, begin = await self.person("east"), _clock.now()
        window = {
            "starts_at": begin.isoformat(),
            "ends_at": (begin + timedelta(hours=1)).isoformat(),
        }
        declared = await east.post(f"/v1/sites/{hamlet.SMALL}/test-plans", window)
        assert declared.status == 201, declared.body

    async def camera(self, name: str, metres: float, **reached: str | None) -> UUID:
        """Put up a camera so many metres north of the kindergarten's gate, looking at it."""
        admin = await self.person("admin")
        added = await admin.post(
            "/v1/cameras",
            {
                "name": name,
                "area_code": hamlet.EAST,
                "place": hamlet.north(1800 + metres),
                "managing_unit": "河边幼儿园",
                "bearing_deg": 180,
                "spread_deg": 60,
                "range_m": 150,
                **reached,
            },
        )
        assert added.status == 201, added.body
        return UUID(added.body["camera_id"])

    @asynccontextmanager
    async def warm(self, camera_id: UUID) -> AsyncIterator[None]:
        """The side keeps the stream of this camera until the block ends."""
        async with self.house.db.transaction() as connection:
            soon = self.house.clock.now() + timedelta(hours=1)
            await leases.wish(connection, _REASON, {camera_id: 1}, soon)
        keeping = asyncio.create_task(keep_warm(self.house, "side"))
        try:
            await until(lambda: self.gives(camera_id), most_s=30)
            yield
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping

    async def gives(self, camera_id: UUID) -> bool:
        """Whether the kept stream of this camera gives a picture now."""
        with contextlib.suppress(NotWarm, NoFrame):
            await self.house.rings.frame(camera_id, Last(), _DEADLINE_S)
            return True
        return False


async def _noted(house: House) -> None:
    """Everybody has taken note of the notices that hold: no page begins with one."""
    async with house.db.transaction() as connection:
        await connection.execute(
            "INSERT INTO consent (consent_id, account_id, notice_id, given_at, how)"
            " SELECT gen_random_uuid(), account_id, notice_id, now(), 'page'"
            " FROM account CROSS JOIN notice"
        )


@asynccontextmanager
async def open_stage(
    database_url: str, folder: Path, clock: RunningClock | None = None, **more: Any
) -> AsyncIterator[Stage]:
    """Both services and their carrier; `more` are settings of both."""
    shared: dict[str, Any] = {
        "data": str(folder),
        "database_url": database_url,
        "database_pool": _POOL,
        "cameras_on_loopback": True,
        "second_factor_roles": "none",
        "map_lat": hamlet.GATE[0],
        "map_lon": hamlet.GATE[1],
        "map_zoom": 12.0,
        **more,
    }
    timeout, clock = aiohttp.ClientTimeout(total=_CALL_MOST_S), clock or RunningClock()
    async with (
        open_house(Settings(**shared, port=0), clock, SEAL) as house,
        serving(house) as side,
        carrying(Runner(house, ALL)),
        aiohttp.ClientSession(timeout=timeout) as session,
    ):
        stage = Stage(shared, session, house, clock, side)
        await _noted(house)
        await stage.open_front()
        try:
            yield stage
        finally:
            await stage.close_front()
