"""Command that goes from one desk to another, in two browsers' windows."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.judged import judge
from tests.browser.stage import Stage
from tests.browser.watched import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_desk_hands_over_by_name_and_the_other_accepts(
    browser: Browser, stage: Stage
) -> None:
    await stage.press()
    async with (
        opened(browser, stage.base, "/console/") as east,
        opened(browser, stage.base, "/console/") as county,
    ):
        for desk, name in ((east, "east"), (county, "county")):
            await desk.sign_in(name)
            await desk.live()
            await desk.page.locator(".cards .card").click()
        page, other = east.page, county.page
        await page.get_by_role("button", name="Take command").click()
        await expect(other.locator(".command-who")).to_contain_text("East commands")
        await page.locator(".command-acts").get_by_role("button", name="Hand over").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("option", name="County").click()
        await dialog.get_by_label("How does it stand?").fill("gate is closed")
        wrong: list[str] = []
        await judge(east, "hand over", wrong)
        await dialog.get_by_role("button", name="Offer").click()
        await expect(page.locator(".desk-hand.mine")).to_contain_text("County")
        await expect(other.locator(".desk-hand.for_me")).to_contain_text("gate is closed")
        await judge(county, "offered", wrong)
        assert not wrong, wrong
        await other.get_by_role("button", name="Accept").click()
        await expect(page.locator(".desk-hand")).to_have_count(0)
        await expect(page.locator(".command-who")).to_contain_text("County commands")
        await expect(other.locator(".command-who")).to_contain_text("You command")


async def test_command_that_somebody_has_is_taken_with_a_reason(
    browser: Browser, stage: Stage
) -> None:
    taken = await stage.press()
    county = await stage.person("county")
    await county.move("incidents", taken.body["incident_id"], move="take_command")
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        await desk.live()
        page = desk.page
        await page.locator(".cards .card").click()
        await expect(page.locator(".command-who")).to_contain_text("County commands")
        await page.keyboard.press("t")
        dialog = page.get_by_role("dialog")
        take = dialog.get_by_role("button", name="Take command")
        await expect(take).to_be_disabled()
        await dialog.get_by_label("Why do you take it?").fill("county is silent")
        await take.click()
        await expect(page.locator(".command-who")).to_contain_text("You command")
        await expect(page.locator(".timeline")).to_contain_text("took command from County")
        await expect(page.locator(".timeline")).to_contain_text("county is silent")
