"""Pages whose line breaks: the service restarts, the network goes; nothing is missed or doubled."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.stage import NEAR, Stage
from tests.browser.test_phone import on_duty
from tests.browser.watched import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_desk_whose_service_restarts_goes_on_without_a_hole(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = desk.page
        await desk.sign_in("east")
        await desk.live()
        first = await stage.press(4)
        await page.locator(".cards .card").click()
        await stage.close_front()
        await expect(page.locator(".line-state")).not_to_have_text("Live")
        await stage.press(1)
        await stage.press(3)
        again = await stage.press(4)
        assert again.body["incident_id"] == first.body["incident_id"]
        await stage.open_front()
        await desk.live()
        await expect(page.locator(".cards .card")).to_have_count(3)
        await expect(page.locator(".alarms .alarm")).to_have_count(2)
        pressed = page.locator(".timeline .line", has_text="pressed the key")
        await expect(pressed).to_have_count(2)
        await expect(page.locator(".bell-count")).to_contain_text("3")
        assert desk.loads == 1


async def test_a_desk_without_a_network_says_so_and_is_current_when_it_is_back(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        await desk.live()
        await desk.map_loaded()
        await desk.page.context.set_offline(True)
        await expect(desk.page.locator(".line-state")).to_have_text("Offline", timeout=20_000)
        await stage.press()
        await desk.page.context.set_offline(False)
        await desk.live()
        await expect(desk.page.locator(".cards .card")).to_contain_text("河边幼儿园")


async def test_a_phone_whose_service_was_away_rings_for_what_it_missed(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = await on_duty(phone, stage)
        await stage.close_front()
        await expect(page.locator(".line-state")).not_to_have_text("Live")
        await stage.press()
        await stage.open_front()
        await expect(page.locator(".ring")).to_contain_text("河边幼儿园")
        await phone.sounds()
