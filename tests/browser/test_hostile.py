"""Names and notes that hold script, or words without an end, are text on every page."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.stage import NEAR, Stage
from tests.browser.test_dead_spot import in_hand
from tests.browser.watched import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SCRIPT = "<img src=x onerror=document.title='taken'><script>document.title='taken'</script>"
ENDLESS = "长" * 5_000 + "W" * 5_000
_SPREAD = """
() => [...document.querySelectorAll("body *")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
  .filter((one) => getComputedStyle(one).overflowX === "visible")
  .slice(-5)
  .map((one) => `${one.className}: ${one.outerHTML.slice(0, 120)}`)
"""


async def plant(stage: Stage, incident_id: str) -> None:
    """Let the incident, its site and its unit bear such words, longer than doors take."""
    site = (
        "UPDATE site SET name = $2, address = $2 FROM incident AS one"
        " WHERE site.site_id = one.site_id AND one.incident_id = $1"
    )
    async with stage.house.db.transaction() as connection:
        for statement in (
            site,
            "UPDATE incident SET title = $2, note = $2 WHERE incident_id = $1",
            "UPDATE alarm SET room = $2, note = $2 WHERE incident_id = $1",
            "UPDATE task SET call_sign = left($2, 300) WHERE incident_id = $1",
        ):
            await connection.execute(statement, incident_id, SCRIPT + ENDLESS)


async def is_text(page: Page, words: str) -> None:
    """It is shown, as text; nothing ran, and nothing stands out of the page."""
    await expect(page.locator("#page")).to_contain_text(words)
    assert await page.locator("img[src=x]").count() == 0
    assert "taken" not in await page.title()
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, await page.evaluate(_SPREAD)


async def test_script_and_endless_words_are_text_on_every_page(
    browser: Browser, stage: Stage
) -> None:
    async with (
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone,
        opened(browser, stage.base, "/console/") as desk,
        opened(browser, stage.base, "/school/", phone=True) as school,
    ):
        page, incident_id = await in_hand(phone, stage)
        await plant(stage, incident_id)
        await page.reload()
        await is_text(page, "<img src=x")
        await desk.sign_in("east")
        await desk.live()
        await is_text(desk.page, "<img src=x")
        await desk.page.locator(".cards .card").click()
        await expect(desk.page.locator(".incident-place")).to_contain_text("<img src=x")
        await is_text(desk.page, "<img src=x")
        await desk.page.set_viewport_size({"width": 390, "height": 844})
        await is_text(desk.page, "<img src=x")
        await school.sign_in("head")
        await is_text(school.page, "<img src=x")
