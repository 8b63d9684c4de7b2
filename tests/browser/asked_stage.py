"""Somebody asks for footage on a stage: cameras, their recorder, and the people of a request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import aiohttp

from service.platform.db import Own, connect
from tests.browser.stage import Stage
from tests.support.footage import Office, open_office
from tests.support.people import Person
from tests.support.running_clock import RunningClock
from tests.support.town_house import Town
from tests.support.waits import until

_NOTED = (
    "INSERT INTO consent (consent_id, account_id, notice_id, given_at, how)"
    " SELECT gen_random_uuid(), account_id, notice_id, now(), 'page'"
    " FROM account CROSS JOIN notice ON CONFLICT DO NOTHING"
)


@dataclass
class StageTown:
    """A stage as those who set up a request know a town."""

    stage: Stage
    owner: Own
    _owning: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def base(self) -> str:
        """Where the service answers that no page is opened on."""
        return self.stage.side

    @property
    def session(self) -> aiohttp.ClientSession:
        """By which people act without a page."""
        return self.stage.session

    @property
    def clock(self) -> RunningClock:
        """Real seconds, and those that a test adds."""
        return self.stage.clock

    async def person(self, name: str) -> Person:
        """Somebody who has signed in."""
        return await self.stage.person(name)

    async def rows(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """What the database says to its owner."""
        async with self._owning:
            return [dict(row) for row in await self.owner.fetch(statement, *values)]

    async def work(self) -> int:
        """Until every recorder has been asked for what waits; the stage has its own carrier."""

        async def settled() -> bool:
            asked = "SELECT FROM footage_camera WHERE hold_state = 'asked'"
            return not await self.rows(asked)

        await until(settled)
        return 0

    async def forward(self, **length: float) -> int:
        """Let time pass; the carrier does what is due."""
        self.clock.forward(timedelta(**length).total_seconds())
        return 0


@asynccontextmanager
async def asked_stage(stage: Stage) -> AsyncIterator[Office]:
    """Three cameras near the kindergarten's gate, all recorded, a citizen and a reviewer."""
    owner = await connect(stage.settings["database_url"])
    try:
        # It asks of a town only what a stage can give as well.
        town = cast(Town, StageTown(stage, owner))
        async with open_office(town) as office:
            await owner.execute(_NOTED)
            yield office
    finally:
        owner.terminate()
