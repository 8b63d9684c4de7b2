"""An officer's phone in a real browser: it rings, answers, and keeps what it cannot send."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.stage import NEAR, Stage
from tests.browser.watched import Watched, opened
from tests.support import hamlet
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FARTHER = hamlet.north(600)


async def on_duty(phone: Watched, stage: Stage, number: int = 1) -> Page:
    """Sign in, go on duty, and wait until the service knows the place."""
    await phone.sign_in(f"officer{number}")
    await phone.page.get_by_role("button", name="Go on duty").click()
    await phone.live()
    await stage.knows_place(number)
    return phone.page


async def kinds(stage: Stage, incident_id: str) -> list[str]:
    """What has happened, in order."""
    east = await stage.person("east")
    timeline = (await east.get(f"/v1/incidents/{incident_id}/timeline")).body
    return [entry["kind"] for entry in timeline]


async def test_a_press_rings_the_nearest_phone_until_it_is_answered(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = await on_duty(phone, stage)
        taken = await stage.press()
        await expect(page.locator(".ring")).to_contain_text("河边幼儿园")
        await phone.sounds()
        assert "received" in await kinds(stage, taken.body["incident_id"])
        await page.get_by_role("button", name="Accept").click()
        await expect(page.locator(".own")).to_contain_text("河边幼儿园")
        await phone.is_silent()


async def test_an_offer_from_the_desk_rings_and_says_that_a_dispatcher_asks(
    browser: Browser, stage: Stage
) -> None:
    first = await stage.officer(2, hamlet.north(1700))
    async with (
        opened(browser, stage.base, "/patrol/", phone=True, place=FARTHER) as phone,
        opened(browser, stage.base, "/console/") as desk,
    ):
        page = await on_duty(phone, stage)
        await desk.sign_in("east")
        await stage.press()
        await desk.page.locator(".cards .card").click()
        await until(first.tasks)
        await first.answer("accept")
        await desk.page.get_by_role("button", name="Ask another unit").click()
        row = desk.page.get_by_role("dialog").locator(".candidate", has_text="东-01")
        await row.get_by_role("button", name="Ask").click()
        await expect(page.locator(".ring-why")).to_contain_text("A dispatcher asks you")
        await phone.sounds()
        asked = desk.page.locator(".tasks .task", has_text="东-01")
        await expect(asked).to_contain_text("Phone rings")


async def test_declining_passes_the_ring_on_to_the_next_unit(
    browser: Browser, stage: Stage
) -> None:
    async with (
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as one,
        opened(browser, stage.base, "/patrol/", phone=True, place=FARTHER) as other,
    ):
        near, far = await on_duty(one, stage, 1), await on_duty(other, stage, 2)
        await stage.press()
        await expect(near.locator(".ring")).to_be_visible()
        await expect(far.locator(".ring")).to_have_count(0)
        await near.get_by_role("button", name="Decline").click()
        await expect(near.locator(".ring")).to_have_count(0)
        await expect(far.locator(".ring")).to_contain_text("河边幼儿园")
        await far.get_by_role("button", name="Accept").click()
        await expect(far.locator(".own")).to_be_visible()


async def test_each_step_of_the_phone_is_seen_at_the_desk_and_the_other_way_round(
    browser: Browser, stage: Stage
) -> None:
    async with (
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone,
        opened(browser, stage.base, "/console/") as desk,
    ):
        page = await on_duty(phone, stage)
        await desk.sign_in("east")
        await stage.press()
        await desk.page.locator(".cards .card").click()
        step = desk.page.locator(".steps .now")
        for key, said in (
            ("Accept", "Assigned"),
            ("Under way", "En route"),
            ("On scene", "On scene"),
        ):
            await page.get_by_role("button", name=key).click()
            await expect(step).to_have_text(said)
        await expect(desk.page.locator(".unit-mark")).to_contain_text("东-01")
        await (
            desk.page.locator(".task", has_text="东-01")
            .get_by_role("button", name="Withdraw")
            .click()
        )
        await desk.page.get_by_role("button", name="Confirm: Withdraw").click()
        await expect(page.get_by_role("heading", name="Called off")).to_be_visible()
        assert (phone.loads, desk.loads) == (1, 1)


async def test_moves_made_without_a_network_are_kept_and_sent_in_order_when_it_is_back(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = await on_duty(phone, stage)
        taken = await stage.press()
        await page.get_by_role("button", name="Accept").click()
        await expect(page.locator(".own-keys")).to_contain_text("Accepted")
        await phone.map_loaded()
        await page.context.set_offline(True)
        for key in ("Under way", "On scene"):
            await page.get_by_role("button", name=key).click()
        await expect(page.locator(".bar.warn")).to_contain_text(re.compile("Under way.*On scene"))
        assert "en_route" not in await kinds(stage, taken.body["incident_id"])
        await page.context.set_offline(False)
        told = await until(lambda: _until_told(stage, taken.body["incident_id"], "on_scene"))
        await expect(page.locator(".bar.warn")).to_have_count(0)
        assert told.index("accepted") < told.index("en_route") < told.index("on_scene")


async def _until_told(stage: Stage, incident_id: str, kind: str) -> list[str]:
    told = await kinds(stage, incident_id)
    return told if kind in told else []


async def test_moves_that_were_not_sent_outlive_the_page(browser: Browser, stage: Stage) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = await on_duty(phone, stage)
        taken = await stage.press()
        await page.get_by_role("button", name="Accept").click()
        await expect(page.locator(".own-keys")).to_contain_text("Accepted")
        await phone.map_loaded()
        await stage.close_front()
        await page.get_by_role("button", name="Under way").click()
        await expect(page.locator(".bar.warn")).to_contain_text("Under way")
        await page.goto("about:blank")
        await stage.open_front()
        await page.goto(f"{stage.base}/patrol/")
        await expect(page.locator(".own-keys")).to_contain_text("En route")
        assert "en_route" in await kinds(stage, taken.body["incident_id"])


async def test_the_phone_that_was_slower_is_told_who_has_it(browser: Browser, stage: Stage) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = await on_duty(phone, stage)
        second = await stage.officer(2, FARTHER)
        east = await stage.person("east")
        taken = await stage.press()
        await expect(page.locator(".ring")).to_be_visible()
        incident_id = taken.body["incident_id"]
        await until(lambda: _until_told(stage, incident_id, "received"))
        needs = (await east.get(f"/v1/incidents/{incident_id}/units")).body
        body = {"unit_id": str(hamlet.uid("un", 2)), "need_id": needs[0]["need_id"]}
        asked = await east.post(f"/v1/incidents/{incident_id}/units", body)
        assert asked.status == 201, asked.body
        assert (await second.answer("accept")).status == 200
        await expect(page.get_by_role("heading", name="东-02 has it")).to_be_visible()
        await phone.is_silent()
