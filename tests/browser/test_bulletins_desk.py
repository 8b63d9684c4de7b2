"""A dispatcher shows a missing child on the screens of an area, and takes the child off them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage, now
from tests.browser.watched import Language, Theme, opened
from tests.flow.test_bulletins import WORDS as CHILD
from tests.flow.test_bulletins import portrait
from tests.support import hamlet

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAMES = {"en": "Missing children", "zh-CN": "走失儿童"}


async def open_list(page: Page, language: Language = "en") -> None:
    """The list of bulletins, by the menu."""
    await page.locator(".menu > .button").click()
    await page.locator(".menu-list").get_by_text(NAMES[language]).click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_a_child_is_shown_and_taken_off_again_on_every_desk(
    browser: Browser, stage: Stage, tmp_path: Path
) -> None:
    picture = tmp_path / "child.jpg"
    picture.write_bytes(portrait())
    async with opened(browser, stage.base, "/console/") as desk:
        page = desk.page
        await desk.sign_in("chief")
        await desk.live()
        await open_list(page)
        await expect(page.get_by_text("No child is being looked for")).to_be_visible()
        await page.get_by_role("button", name="Issue a bulletin").click()
        await page.get_by_role("button", name="Release it").click()
        await expect(page.get_by_role("alert").filter(has_text="Say where")).to_be_visible()
        await page.get_by_role("combobox", name="Where it is shown").fill(hamlet.EAST)
        await page.get_by_role("option").first.click()
        await page.get_by_role("button", name="Release it").click()
        await expect(page.get_by_role("alert").filter(has_text="needed")).to_be_visible()
        await page.get_by_label("Whom to look for", exact=True).fill("女孩，7 岁")
        await page.get_by_label("Clothing", exact=True).fill("红色外套")
        await page.get_by_label("Last seen at", exact=True).fill("河边幼儿园")
        await page.locator("input[type=file]").set_input_files(picture)
        await page.get_by_role("button", name="Release it").click()
        await expect(page.get_by_text("Without a guardian's consent there is")).to_be_visible()
        await page.get_by_label("Who gave it").fill("王芳")
        await page.get_by_role("checkbox").check()
        await page.get_by_role("button", name="Release it").click()
        await expect(page.locator(".bulletin")).to_contain_text("女孩，7 岁")
        await expect(page.locator(".bulletin img")).to_have_count(0)
        await page.get_by_role("button", name="Show the picture").click()
        drawn = "() => document.querySelector('.bulletin img')?.naturalWidth > 0"
        await page.wait_for_function(drawn)
        await page.keyboard.press("Escape")
        await expect(page.get_by_label("1 missing child bulletin")).to_be_visible()
        east = await stage.person("east")
        [told] = (await east.get("/v1/bulletins")).body
        assert told["consent"]["guardian"] == "王****"
        assert told["portrait"] is not None
        await page.get_by_label("1 missing child bulletin").click()
        await page.get_by_role("button", name="Withdraw", exact=True).click()
        await page.get_by_role("button", name="Confirm: Withdraw").click()
        await expect(page.locator(".bulletin")).to_have_count(0)
        assert (await east.get("/v1/bulletins")).body == []


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
async def test_every_state_of_the_bulletins_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme, phone: bool
) -> None:
    wrong: list[str] = []
    look = opened(browser, stage.base, "/console/", language=language, theme=theme, phone=phone)
    async with look as desk:
        page = desk.page
        await desk.sign_in("chief")
        await desk.live()
        await open_list(page, language)
        await expect(page.locator(".dialog .empty")).to_be_visible()
        await judge(desk, "none", wrong)
        await page.locator(".dialog-foot .main").click()
        await judge(desk, "form", wrong)
        await page.locator(".dialog summary").click()
        await page.locator(".dialog-foot .main").click()
        await expect(page.locator(".dialog .remark")).to_be_visible()
        await judge(desk, "form that lacks something", wrong)
        await page.keyboard.press("Escape")
        await issue(stage)
        await expect(page.locator(".bulletin")).to_be_visible()
        await judge(desk, "one", wrong)
        await page.keyboard.press("Escape")
        await judge(desk, "count", wrong)
        await withdraw_all(stage)
    assert not wrong, "\n".join(sorted(set(wrong)))


async def test_a_list_that_cannot_be_read_says_so_and_offers_to_try_again(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        desk.expected.append("503 /v1/bulletins")
        page = desk.page

        async def refuse(route: Route) -> None:
            body = {"code": "service.unavailable", "title": "away", "status": 503}
            kind = "application/problem+json"
            await route.fulfill(status=503, body=json.dumps(body), content_type=kind)

        await page.route("**/v1/bulletins", refuse)
        await desk.sign_in("chief")
        await desk.live()
        await open_list(page)
        await expect(page.get_by_text("This could not be loaded.")).to_be_visible()
        await page.unroute("**/v1/bulletins")
        await page.get_by_role("button", name="Try again").click()
        await expect(page.get_by_text("No child is being looked for")).to_be_visible()


async def issue(stage: Stage) -> None:
    """A bulletin by another desk."""
    chief = await stage.person("chief")
    seen_at = now()
    consent = {"guardian": "王芳", "relation": "parent", "how": "by_phone", "given_at": seen_at}
    until = stage.clock.now() + timedelta(hours=1)
    body = {
        "area_code": hamlet.EAST,
        "zh": CHILD,
        "seen_at": seen_at,
        "phone": "110",
        "until": until.isoformat(),
        "consent": consent,
    }
    answer = await chief.post("/v1/bulletins", body)
    assert answer.status == 201, answer.body


async def withdraw_all(stage: Stage) -> None:
    """Nothing is left for the next test."""
    east = await stage.person("east")
    for one in (await east.get("/v1/bulletins")).body:
        await east.post(f"/v1/bulletins/{one['bulletin_id']}/withdraw", {"ending": "found"})
