"""Looking for what has ended, at a desk in a real browser."""

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser.stage import Stage
from tests.browser.watched import opened
from tests.support import hamlet

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def end(stage: Stage, title: str, disposition: str = "genuine", kind: str = "fire") -> None:
    """An incident of the past."""
    desk = await stage.person("east")
    opened_now = await desk.post(
        "/v1/incidents",
        {
            "source": "110",
            "kind": kind,
            "area_code": hamlet.EAST,
            "title": title,
            "place": hamlet.north(300),
        },
    )
    incident_id = opened_now.body["incident_id"]
    closed = await desk.move("incidents", incident_id, move="close", disposition=disposition)
    assert closed.status == 200, closed.body


async def test_what_has_ended_is_found_by_words_and_opened_by_keys_alone(
    browser: Browser, stage: Stage
) -> None:
    for title, how in (("北桥", "genuine"), ("南门", "hoax"), ("西市场", "genuine")):
        await end(stage, title, how)
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        await desk.live()
        page = desk.page
        await page.keyboard.press("/")
        cards = page.locator(".cards .card")
        await expect(cards).to_have_count(3)
        await expect(page.get_by_role("searchbox")).to_be_focused()
        await page.keyboard.type("南门")
        await expect(cards).to_have_count(1)
        await page.keyboard.press("Escape")
        await expect(cards).to_have_count(3)
        await page.locator(".history-more summary").click()
        await page.get_by_label("Outcome").select_option("hoax")
        await expect(cards).to_have_count(1)
        await page.get_by_label("Until").fill("2020-01-01")
        await expect(page.locator(".queue-list .empty")).to_contain_text("Nothing like this")
        await page.get_by_role("button", name="Show all again").first.click()
        await expect(cards).to_have_count(3)
        await cards.first.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".incident-place")).to_have_text("西市场")
        await expect(page.locator(".incident .timeline .line").first).to_be_visible()


async def test_a_search_that_fails_says_so_and_is_tried_again(
    browser: Browser, stage: Stage
) -> None:
    await end(stage, "北桥")
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        await desk.live()
        desk.expected.append("503 /v1/incidents/search")

        async def away(route: Route) -> None:
            await route.fulfill(status=503, json={"type": "about:blank", "code": "x", "title": "x"})

        await desk.page.route("**/v1/incidents/search?*", away)
        await desk.page.keyboard.press("/")
        await expect(desk.page.locator(".queue-list .empty.bad")).to_be_visible()
        await desk.page.unroute_all()
        await desk.page.get_by_role("button", name="Try again").click()
        await expect(desk.page.locator(".cards .card")).to_have_count(1)
