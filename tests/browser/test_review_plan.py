"""The plan on the reviewer's desk: ring by ring, made anew by what a person has seen."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.asked_stage import asked_stage
from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage
from tests.browser.test_review_desk import button, filed, open_request, to_desk
from tests.browser.watched import opened
from tests.support.footage import right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_sighting_that_a_person_is_sure_of_makes_the_plan_anew(
    browser: Browser, stage: Stage
) -> None:
    async with asked_stage(stage) as office, opened(browser, stage.base, "/console/") as desk:
        of = await filed(office, category="missing_person", at_risk="elder")
        page = await to_desk(desk)
        await open_request(page, of)
        plan = page.locator(".plan")
        await button(plan, "Seen last").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("on foot, a child or an elder").check()
        await button(dialog, "Make the plan").click()
        await expect(dialog).to_have_count(0)
        await expect(plan).to_contain_text("a child or an elder")
        first = plan.locator(".plan-camera").first
        name = await first.locator("strong").inner_text()
        await first.get_by_role("button", name="Watched, not seen").click()
        watched = plan.locator(".plan-camera", has_text=name)
        await expect(watched).to_contain_text("Watched, nothing seen")
        seen = plan.locator(".plan-camera").first
        await button(seen, "Seen here").click()
        await button(dialog, "I am sure").click()
        await expect(plan.locator(".plan-known li")).to_have_count(1)
        found = right(await office.reviewer.get(f"/v1/footage-requests/{of}/plan"))
        assert [one["withdrawn"] for one in found["sightings"]] == [False]
        back = plan.locator(".plan-known button")
        await back.click()
        await back.click()
        await expect(plan.locator(".plan-known")).to_contain_text("Withdrawn")


async def test_the_plan_can_be_read_heard_and_touched(browser: Browser, stage: Stage) -> None:
    wrong: list[str] = []
    language, theme = LOOKS[1]
    async with asked_stage(stage) as office:
        of = await filed(office, category="missing_person", at_risk="elder")
        look = {"language": language, "theme": theme, "phone": True}
        async with opened(browser, stage.base, "/console/", **look) as seen:  # type: ignore[arg-type]
            page = await to_desk(seen)
            await open_request(page, of)
            await expect(page.locator(".plan-camera")).to_have_count(3)
            await page.locator(".plan [aria-expanded]").click()
            await judge(seen, "plan", wrong)
            await page.locator(".plan-camera .button").first.click()
            await judge(seen, "sighting", wrong)
            await page.keyboard.press("Escape")
            await page.locator(".plan > h3 .button").click()
            await judge(seen, "seen last", wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))
