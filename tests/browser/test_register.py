"""Who looked, for those who oversee it; and what is held back from deletion, at the desk."""

import pytest
from playwright.async_api import Browser, Page, expect

from service.audit import actions
from service.audit.wire import Look, LookKind
from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage
from tests.browser.watched import Language, Theme, opened
from tests.support import hamlet

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

REGISTER = {"en": "Access register", "zh-CN": "查阅登记簿"}
HOLD = {"en": "Hold back", "zh-CN": "保留"}
SCOPE = (hamlet.EAST, hamlet.COUNTY, hamlet.CITY)


async def look(stage: Stage, kind: LookKind, content: str, reason: str = "incident 7") -> None:
    """Somebody looked."""
    one = Look(
        kind=kind,
        account_id=None,
        person="East",
        work_unit=hamlet.EAST,
        reason=reason,
        content=content,
        incident_id=None,
        scope=SCOPE,
    )
    await actions.record(stage.house, one)


async def open_register(page: Page, language: Language) -> None:
    await page.locator(".menu > .button").click()
    await page.locator(".menu-list").get_by_text(REGISTER[language]).click()
    await expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
async def test_the_register_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme, phone: bool
) -> None:
    wrong: list[str] = []
    await look(stage, LookKind.PICTURE, "snapshot 018f0000-0000 of 东门, small")
    await look(stage, LookKind.LIVE_VIEW, "live view of 东门")
    await look(stage, LookKind.REPLAY, "replay from 1 to 2; positions of 东-01")
    await look(stage, LookKind.SHOWN, f"portrait on the screens of {hamlet.EAST}", "missing child")
    await look(stage, LookKind.EXPORT, "register as csv, person 王", "export")
    seen = opened(browser, stage.base, "/console/", language=language, theme=theme, phone=phone)
    async with seen as desk:
        page = desk.page
        await desk.sign_in("admin")
        await desk.live()
        await open_register(page, language)
        await expect(page.locator(".register-row").first).to_be_visible()
        await judge(desk, "rows", wrong)
        await page.locator(".register-sought input").nth(1).fill("nobody")
        await page.locator(".register-sought .main").click()
        await expect(page.locator(".dialog .empty")).to_be_visible()
        await judge(desk, "none", wrong)
        await page.locator(".register-sought input").nth(1).fill("East")
        await page.locator(".register-sought .main").click()
        async with page.expect_download() as download:
            await page.locator(".dialog-foot .button").nth(1).click()
        assert (await download.value).suggested_filename == "access-register.ndjson"
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_a_duty_leader_holds_an_incident_back_and_lets_it_go(
    browser: Browser, stage: Stage, language: Language, theme: Theme
) -> None:
    wrong: list[str] = []
    await stage.press()
    seen = opened(browser, stage.base, "/console/", language=language, theme=theme)
    async with seen as desk:
        page = desk.page
        await desk.sign_in("chief")
        await desk.live()
        await page.locator(".desk-queue .card").first.click()
        await page.get_by_role("button", name=HOLD[language], exact=True).click()
        await judge(desk, "form", wrong)
        await page.get_by_role("dialog").locator("input[type=text]").fill("案件 17")
        await page.get_by_role("dialog").locator(".main").click()
        await expect(page.locator(".holds li")).to_contain_text("案件 17")
        await judge(desk, "held", wrong)
        release = page.locator(".hold-acts .button").last
        await release.click()
        await release.click()
        await expect(page.locator(".holds li")).to_have_count(0)
    assert not wrong, "\n".join(sorted(set(wrong)))
