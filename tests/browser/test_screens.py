"""A desk on several screens, and its picture on a wall."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.judged import judge
from tests.browser.stage import Stage
from tests.browser.watched import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_windows_of_one_desk_follow_one_another(browser: Browser, stage: Stage) -> None:
    await stage.press()
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        await desk.live()
        other = await desk.page.context.new_page()
        await other.goto(f"{stage.base}/console/?screen=incident")
        await expect(other.locator(".line-state")).to_have_text("Live")
        await expect(other.locator(".desk-queue")).to_be_hidden()
        await expect(other.locator(".bell-count")).to_be_visible()
        await desk.page.locator(".cards .card").click()
        await expect(other.locator(".incident-place")).to_have_text("河边幼儿园")
        await expect(other.locator(".bell-count")).to_have_count(0)
        await other.get_by_role("button", name="Close", exact=True).first.click()


async def test_a_wall_shows_all_and_nobody_and_nothing_can_be_done_there(
    browser: Browser, stage: Stage
) -> None:
    taken = await stage.press()
    county = await stage.person("county")
    await county.move("incidents", taken.body["incident_id"], move="take_command")
    async with opened(browser, stage.base, "/console/?wall", theme="dark") as desk:
        await desk.sign_in("east")
        await desk.live()
        page = desk.page
        await expect(page.locator(".wall-line")).to_contain_text("河边幼儿园")
        await expect(page.locator(".wall-counters div").first).to_contain_text("1")
        assert "County" not in await page.locator(".wall").inner_text()
        await expect(page.locator(".wall button:not(.map button)")).to_have_count(0)
        await page.keyboard.press("t")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await desk.is_silent()
        wrong: list[str] = []
        await judge(desk, "wall", wrong)
        assert not wrong, wrong
