"""The whole story on three pages at once: the kiosk, the officer's phone, and the desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from kiosk_client.agent.enrolment import enrol_box
from kiosk_client.agent.link import Link, Server
from kiosk_client.agent.log import Log
from kiosk_client.agent.settings import Folder
from tests.browser.stage import NEAR, Stage
from tests.browser.test_desk import choose
from tests.browser.test_phone import on_duty
from tests.browser.watched import Watched, opened
from tests.kiosk.box import line_with, process
from tests.kiosk.pages import light, middle
from tests.support import hamlet

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# The kindergarten's key, which asks for one unit.
KEY = 4


@dataclass
class Scene:
    """Who stands where: each page with its name."""

    kiosk: Page
    officer: Watched
    desk: Watched

    @property
    def phone(self) -> Page:
        """The officer's page."""
        return self.officer.page


async def hold(kiosk: Page) -> None:
    """Somebody holds the key for as long as the page asks for."""
    await kiosk.mouse.move(*await middle(kiosk))
    await kiosk.mouse.down()
    await expect(kiosk.locator("#hint")).to_have_text("You can let go now")
    await kiosk.mouse.up()


@asynccontextmanager
async def a_kiosk(browser: Browser, stage: Stage, path: Path) -> AsyncIterator[Page]:
    """A box that is a process of its own, enrolled at the real service, and its touch page."""
    admin, folder = await stage.person("admin"), Folder(path)
    folder.make()
    invited = await admin.move("devices", str(hamlet.uid("ke", KEY)), move="invite")
    await enrol_box(
        folder,
        Link(Log()),
        Server.parse(stage.base),
        code=invited.body["code"],
        model="test",
        algorithm="ed25519",
    )
    arguments = ("run", "--screen", "127.0.0.1:0", "--folder", str(path))
    async with process(*arguments) as box:
        line = await line_with(box.stderr, "screen.ready")
        size = {"width": 800, "height": 1000}
        page = await browser.new_page(viewport=size, locale="en", has_touch=True)  # type: ignore[arg-type]
        await page.goto(line.partition('"url": "')[2].partition('"')[0])
        await expect(page.locator("body")).to_have_attribute("data-line", "up")
        try:
            yield page
        finally:
            await page.close()


@asynccontextmanager
async def three(browser: Browser, stage: Stage, path: Path) -> AsyncIterator[Scene]:
    """A kiosk that is ready, an officer on duty near it, and a desk that is watched."""
    async with (
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone,
        opened(browser, stage.base, "/console/") as desk,
        a_kiosk(browser, stage, path / "box") as kiosk,
    ):
        await on_duty(phone, stage)
        await desk.sign_in("east")
        await desk.live()
        yield Scene(kiosk, phone, desk)


async def test_a_press_is_answered_and_each_sees_what_the_others_do(
    browser: Browser, stage: Stage, tmp_path: Path
) -> None:
    async with three(browser, stage, tmp_path) as at:
        desk = at.desk.page
        await hold(at.kiosk)
        await light(at.kiosk, "received")
        await expect(at.phone.locator(".ring")).to_contain_text("河边幼儿园")
        await desk.locator(".cards .card").click()
        step = desk.locator(".steps .now")
        await at.phone.get_by_role("button", name="Accept").click()
        await expect(step).to_have_text("Assigned")
        await at.phone.get_by_role("button", name="Under way").click()
        await light(at.kiosk, "on_the_way")
        await expect(step).to_have_text("En route")
        await at.phone.get_by_role("button", name="On scene").click()
        await light(at.kiosk, "arrived")
        await expect(step).to_have_text("On scene")
        await desk.locator(".alarm").get_by_role("button", name="Reset").click()
        await choose(desk, "Genuine", "Reset")
        await light(at.kiosk, "idle")
        await expect(desk.locator(".alarm").get_by_role("button", name="Reset")).to_have_count(0)


async def test_a_press_while_the_network_is_cut_is_answered_when_it_is_back(
    browser: Browser, stage: Stage, tmp_path: Path
) -> None:
    async with three(browser, stage, tmp_path) as at:
        desk = at.desk.page
        await at.desk.map_loaded()
        await stage.close_front()
        await expect(desk.locator(".line-state")).not_to_have_text("Live")
        await expect(at.phone.locator(".line-state")).not_to_have_text("Live")
        await hold(at.kiosk)
        await light(at.kiosk, "no_network")
        await expect(at.kiosk.locator("body")).to_have_attribute("data-line", "down")
        await stage.open_front()
        await light(at.kiosk, "received")
        await expect(at.phone.locator(".ring")).to_contain_text("河边幼儿园")
        await at.phone.get_by_role("button", name="Accept").click()
        await expect(desk.locator(".cards .card")).to_have_count(1)
        await desk.locator(".cards .card").click()
        await expect(desk.locator(".steps .now")).to_have_text("Assigned")
        await at.officer.map_loaded()
        await stage.close_front()
        await at.phone.get_by_role("button", name="Under way").click()
        await at.phone.get_by_role("button", name="On scene").click()
        await expect(at.phone.locator(".bar.warn")).to_contain_text("Under way")
        await stage.open_front()
        await light(at.kiosk, "arrived")
        await expect(desk.locator(".steps .now")).to_have_text("On scene")
        pressed = desk.locator(".timeline .line", has_text="pressed the key")
        await expect(pressed).to_have_count(1)
        east = await stage.person("east")
        incidents = (await east.get("/v1/incidents")).body
        assert len(incidents) == 1
        assert at.desk.loads == 1
