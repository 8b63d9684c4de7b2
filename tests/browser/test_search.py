"""A missing child on the pages that have a part in it: the plan, the phone, for everybody."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from tests.browser.asked_stage import asked_stage
from tests.browser.stage import NEAR, Stage
from tests.browser.test_review_desk import button, filed, open_request, to_desk
from tests.browser.watched import opened
from tests.support import hamlet
from tests.support.footage import SCHOOL_UNIT, put_up, right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_missing_child_is_planned_for_looked_for_and_shown(
    browser: Browser, stage: Stage
) -> None:
    async with (
        asked_stage(stage) as office,
        opened(browser, stage.base, "/console/") as desk,
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone,
    ):
        # It has none before it has accepted, and until the sectors are shared out.
        phone.expected.append("404 /v1/tasks")
        further = await put_up(office.town, 420.0, SCHOOL_UNIT)
        admin = await stage.person("admin")
        where = {"recorder_id": office.recorder_id, "channel": "further"}
        right(await admin.put(f"/v1/cameras/{further}/recording", where))
        await phone.sign_in("officer1")
        await phone.page.get_by_role("button", name="Go on duty").click()
        of = await filed(office, category="missing_person", at_risk="minor")
        page = await to_desk(desk)
        await open_request(page, of)
        await button(page.locator(".plan"), "Add cameras to the request").click()
        await button(page.get_by_role("dialog"), "Add 1 camera").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        whole = right(await office.reviewer.get(f"/v1/footage-requests/{of}"))
        assert [one["round"] for one in whole["cameras"] if one["camera_id"] == further] == [2]
        await page.locator(".plan-camera").first.get_by_role("button", name="Seen here").click()
        await button(page.get_by_role("dialog"), "I am sure").click()
        known = page.locator(".plan-known")
        await expect(known).to_contain_text("Waits for a second person")
        await expect(button(known, "I have looked and agree")).to_have_count(0)
        await phone.page.locator(".key.accept").click()
        await expect(phone.page.locator(".own-sector")).to_contain_text("all round")
        chief = await stage.person("chief")
        [search] = [
            one for one in right(await chief.get("/v1/searches")) if one["footage_id"] == of
        ]
        words = {"who": "Boy, 7", "clothing": "Blue coat", "place": "Gate"}
        now = stage.clock.now()
        consent = {"guardian": "王芳", "relation": "parent", "how": "by_phone"}
        new = {
            "area_code": hamlet.EAST,
            "zh": words,
            "en": words,
            "phone": "110",
            "until": (now + timedelta(hours=1)).isoformat(),
            "consent": consent | {"given_at": now.isoformat()},
        }
        door = f"/v1/searches/{search['search_id']}"
        right(await chief.post(f"{door}/bulletins", new))
        async with opened(browser, stage.base, "/missing") as everybody:
            await expect(everybody.page.locator(".missing h2")).to_have_text("Boy, 7")
            right(await chief.post(f"{door}/moves", {"move": "end", "ending": "found"}))
            await everybody.page.reload()
            await expect(everybody.page.locator(".missing")).to_have_count(0)
