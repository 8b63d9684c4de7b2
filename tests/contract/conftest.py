"""What tests of the contract share: cameras to look through."""

from collections.abc import AsyncIterator

import pytest

from tests.flow.gate import LYING, PLAN
from tests.support.town.cameras import TownCameras, serve_cameras


@pytest.fixture
async def cameras() -> AsyncIterator[TownCameras]:
    """The simulated cameras, five of which lie."""
    async with serve_cameras(PLAN, faults=LYING) as served:
        yield served
