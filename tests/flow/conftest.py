"""What flows share: simulated cameras, an office where citizens ask, and a reviewer's desk."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flow.gate import LYING, PLAN
from tests.support.desk import Desk, open_desk
from tests.support.footage import Office, open_office
from tests.support.town.cameras import TownCameras, serve_cameras
from tests.support.town_house import Town


@pytest.fixture
async def office(town: Town) -> AsyncIterator[Office]:
    """The kindergarten's gate with its cameras, recorder and people."""
    async with open_office(town) as opened:
        yield opened


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, recorded: bytes) -> AsyncIterator[Desk]:
    """A reviewer's desk over a folder of recordings."""
    async with open_desk(database_url, tmp_path, recorded) as opened:
        yield opened


@pytest.fixture
async def cameras() -> AsyncIterator[TownCameras]:
    """The simulated cameras, five of which lie."""
    async with serve_cameras(PLAN, faults=LYING) as served:
        yield served
