"""Every screen of both pages, for whoever sees little, reads another language, or uses thumbs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.judged import LOOKS, judge
from tests.browser.stage import NEAR, Stage
from tests.browser.watched import WORDS, Language, Theme, opened
from tests.support import hamlet

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HAND = {"en": "Hand over the desk", "zh-CN": "交班"}
KEYS = {"en": "Keyboard", "zh-CN": "快捷键"}


@asynccontextmanager
async def dialog_of(page: Page, opener: Locator) -> AsyncIterator[None]:
    """A dialog, until it is left with Escape."""
    await opener.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    yield
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_every_screen_of_the_desk_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme, phone: bool
) -> None:
    wrong: list[str] = []
    officer = await stage.officer(1, NEAR)
    await stage.officer(2, hamlet.north(600))
    look = opened(browser, stage.base, "/console/", language=language, theme=theme, phone=phone)
    async with look as desk:
        page = desk.page
        await expect(page.get_by_label(WORDS[language]["name"], exact=True)).to_be_visible()
        await judge(desk, "door", wrong)
        await desk.sign_in("east")
        await desk.live()
        await expect(page.locator(".queue-list .empty")).to_be_visible()
        await judge(desk, "calm queue", wrong)
        await stage.press()
        await stage.press(test=True, note="拿着刀的人在门口")
        await expect(page.locator(".cards .card")).to_be_visible()
        await judge(desk, "ringing queue", wrong)
        await page.locator(".cards .card").click()
        await expect(page.locator(".tasks .task")).to_contain_text("东-01")
        await judge(desk, "incident", wrong)
        assert (await officer.answer("decline", reason="busy")).status == 200
        await expect(page.locator(".tasks .task").first).to_contain_text("东-02")
        await judge(desk, "incident that was passed on", wrong)
        for button in await page.locator(".command-acts .button:not(.main)").all():
            async with dialog_of(page, button):
                await judge(
                    desk, f"dialog {await page.get_by_role('dialog').inner_text()}"[:30], wrong
                )
        async with dialog_of(page, page.locator(".alarm .button").first):
            await judge(desk, "reset", wrong)
        async with dialog_of(page, page.locator(".part h3 .button").last):
            await expect(page.get_by_role("dialog").locator(".candidate").first).to_be_visible()
            await judge(desk, "ask a unit", wrong)
        async with dialog_of(page, page.locator(".desk-new")):
            await judge(desk, "open an incident", wrong)
        await page.locator(".menu > .button").click()
        await judge(desk, "menu", wrong)
        async with dialog_of(page, page.locator(".menu-list button", has_text=HAND[language])):
            await judge(desk, "hand over", wrong)
        await page.locator(".menu > .button").click()
        async with dialog_of(page, page.locator(".menu-list button", has_text=KEYS[language])):
            await judge(desk, "keys", wrong)
        if phone:
            for tab in await page.locator(".desk-tab").all():
                await tab.click()
                await judge(desk, f"pane {await tab.inner_text()}", wrong)
            await page.locator(".desk-tab").first.click()
        for tab in (await page.get_by_role("tab").all())[1:]:
            await tab.click()
            await expect(page.locator(".queue-list .waiting")).to_have_count(0)
            await judge(desk, f"list {await tab.inner_text()}", wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_every_screen_of_the_phone_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme
) -> None:
    wrong: list[str] = []
    look = opened(
        browser, stage.base, "/patrol/", language=language, theme=theme, phone=True, place=NEAR
    )
    async with look as phone:
        page = phone.page
        await expect(page.get_by_label(WORDS[language]["name"], exact=True)).to_be_visible()
        await judge(phone, "door", wrong)
        await phone.sign_in("officer1")
        await phone.live()
        await expect(page.locator(".duty.off")).to_be_visible()
        await judge(phone, "off duty", wrong)
        await page.locator(".duty-key").click()
        await expect(page.locator(".duty.on")).to_be_visible()
        await judge(phone, "on duty", wrong)
        async with dialog_of(page, page.locator(".patrol-head .button")):
            await judge(phone, "settings", wrong)
        await stage.press()
        await expect(page.locator(".ring")).to_be_visible()
        await judge(phone, "ring", wrong)
        await page.locator(".key.accept").click()
        await expect(page.locator(".own")).to_be_visible()
        await judge(phone, "task", wrong)
        for step in ("en_route", "on_scene"):
            await page.locator(".next-keys .key").first.click()
            await expect(page.locator(".own-state")).to_contain_text(STATES[language][step])
        await judge(phone, "on scene", wrong)
        east = await stage.person("east")
        ((incident,), *_) = ((await east.get("/v1/incidents")).body,)
        units = (await east.get(f"/v1/incidents/{incident['incident_id']}/units")).body
        await east.move("tasks", units[0]["tasks"][0]["task_id"], move="withdraw")
        await expect(page.locator(".over")).to_be_visible()
        await judge(phone, "called off", wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))


STATES = {
    "en": {"en_route": "En route", "on_scene": "On scene"},
    "zh-CN": {"en_route": "出警中", "on_scene": "已到场"},
}
