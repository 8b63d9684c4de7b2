"""What tests of the contract share: cameras to look through, and a town to play in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.story import draw_map
from tests.flow.gate import LYING, PLAN
from tests.support.browser_phones import town_with_browsers
from tests.support.gateways.browsers import PushService
from tests.support.gateways.keys import make_keys
from tests.support.town.cameras import TownCameras, serve_cameras
from tests.support.town_house import Town


@pytest.fixture
async def cameras() -> AsyncIterator[TownCameras]:
    """The simulated cameras, five of which lie."""
    async with serve_cameras(PLAN, faults=LYING) as served:
        yield served


@pytest.fixture
async def town_and_push(
    database_url: str, tmp_path: Path
) -> AsyncIterator[tuple[Town, PushService]]:
    """A town with a map, and the service that rings its browsers."""
    keys, drawn = make_keys(tmp_path), draw_map(tmp_path)
    huawei = {"huawei_receipts_user": "watchbell", "huawei_receipts_secret": "c2VjcmV0"}
    # The provider of the single sign-on is away, and leads back to the page.
    sign_on = {
        "sign_on_issuer": "http://127.0.0.1:9",
        "sign_on_client_id": "watchbell",
        "public_url": "http://127.0.0.1:1",
    }
    more = {"map_file": drawn, **huawei, **sign_on}
    async with town_with_browsers(database_url, tmp_path, keys, **more) as opened:
        yield opened
