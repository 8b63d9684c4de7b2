"""The touch page in a browser, over a running box or over a screen whose scenes a test sets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from kiosk_client.agent.clock import Clock, SystemClock
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.self_test import SelfTest, tries_beside, try_wiring
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.state import Scene
from kiosk_client.agent.vitals import Vitals
from kiosk_client.screen.pin import set_pin
from kiosk_client.screen.server import Screen
from tests.kiosk.box import enrolled, line_with, process, until
from tests.kiosk.desk import Desk

PIN = "284605"


@asynccontextmanager
async def opened(
    chromium: Browser, desk: Desk, path: Path, language: str = "en"
) -> AsyncIterator[Page]:
    """The page of a running box, in a browser of this language."""
    folder = await enrolled(desk, path)
    arguments = ("run", "--screen", "127.0.0.1:0", "--folder", str(folder.path))
    async with process(*arguments) as box:
        line = await line_with(box.stderr, "screen.ready")
        page = await chromium.new_page(
            viewport={"width": 800, "height": 1000}, locale=language, has_touch=True
        )
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(line.partition('"url": "')[2].partition('"')[0])
        await expect(page.locator("body")).to_have_attribute("data-line", "up")
        yield page
        assert not errors


async def light(page: Page, name: str) -> None:
    """Until the page shows this light."""
    await expect(page.locator("body")).to_have_attribute("data-light", name)


async def middle(page: Page) -> tuple[float, float]:
    """Where a finger meets the key."""
    frame = await page.locator("#key").bounding_box()
    assert frame is not None
    return frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2


@asynccontextmanager
async def shown(
    chromium: Browser, path: Path, language: str, *, footage: str | None = None, **looks: Any
) -> AsyncIterator[tuple[Screen, Page]]:
    """A page whose scenes a test sets by hand."""
    async with Desk() as desk:
        folder = await enrolled(desk, path)
        set_pin(folder, PIN)
        clock = SystemClock()
        screen = Screen("127.0.0.1", 0, folder, clock, Log(), self_test_of(folder, clock), footage)
        serving = asyncio.create_task(screen.serve())
        await until(lambda: screen.url)
        page = await chromium.new_page(locale=language, reduced_motion="reduce", **looks)
        await page.clock.install()
        await page.goto(screen.url)
        yield screen, page
        serving.cancel()


def self_test_of(folder: Folder, clock: Clock) -> SelfTest:
    """The self-test of a box to which nothing is wired."""
    vitals = Vitals(clock, Log())
    tries = [*tries_beside(folder, clock, Log()), try_wiring([], vitals)]
    return SelfTest(tries, time(3, 30), clock, Notes(folder, clock), vitals, Log())


async def show(screen: Screen, page: Page, scene: Scene) -> None:
    """Set a scene and wait until it is drawn."""
    screen.show(scene)
    await light(page, scene.light)
    await expect(page.locator("body")).to_have_attribute("data-line", scene.line)
