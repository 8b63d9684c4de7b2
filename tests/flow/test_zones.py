"""The cameras' zone is cut off: the alarm goes its way, and pictures come when the line does."""

import asyncio
import dataclasses
import random
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from tests.chaos.proxy import HOLE, WELL, Proxy
from tests.flow.gate import GOOD, put_up, snapshots
from tests.support import hamlet
from tests.support.people import Officer
from tests.support.town.cameras import TownCameras
from tests.support.town_house import Town
from tests.support.waits import until


@pytest.fixture
async def zone(cameras: TownCameras) -> AsyncIterator[tuple[Proxy, TownCameras]]:
    """The one line from the service into the zone of the cameras."""
    port = urlsplit(cameras.http_base).port
    assert port is not None

    async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", port)

    line = Proxy(connect, random.Random(1))
    try:
        base = f"http://127.0.0.1:{await line.open()}"
        yield line, dataclasses.replace(cameras, http_base=base)
    finally:
        await line.close()


async def rung(town: Town, officer: Officer) -> bool:
    """Begin what is due, waiting for none of it, and look whether the phone has a task."""
    await town.runner.claim_some()
    return bool(await officer.tasks())


async def test_an_alarm_is_rung_and_answered_while_every_camera_is_cut_off(
    town: Town, zone: tuple[Proxy, TownCameras]
) -> None:
    line, behind = zone
    for number, camera in enumerate(GOOD[:4]):
        await put_up(town, behind, camera, 30 + 10 * number)
    officer = await town.officer(1, hamlet.north(1500))
    box, desk = await town.box(4), await town.person("east")
    await line.set(HOLE)

    taken = await box.press()
    assert taken.status == 201
    await until(lambda: rung(town, officer), most_s=5)
    for move in ("receive", "accept", "en_route"):
        assert (await officer.answer(move)).status == 200
    incident = taken.body["incident_id"]
    # All this while cameras were being asked that have not answered yet.
    assert {one["state"] for one in await snapshots(desk, incident)} <= {"planned"}

    await line.set(WELL)
    for _ in range(8):
        await town.forward(seconds=1)
    assert any(one["state"] == "stored" for one in await snapshots(desk, incident))
