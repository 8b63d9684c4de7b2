"""A phone in a dead spot: what it cannot send is kept, shown, and never lost unsaid."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.judged import judge
from tests.browser.stage import NEAR, Stage
from tests.browser.test_phone import kinds, on_duty
from tests.browser.watched import Watched, opened
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

_GLOVE_PX = 64


async def in_hand(phone: Watched, stage: Stage) -> tuple[Page, str]:
    """A task that was accepted on this phone, and its incident."""
    page = await on_duty(phone, stage)
    taken = await stage.press()
    await page.get_by_role("button", name="Accept").click()
    await expect(page.locator(".own-keys")).to_contain_text("Accepted")
    await phone.map_loaded()
    return page, taken.body["incident_id"]


async def test_what_waits_is_listed_with_its_time_and_signing_out_warns_of_its_loss(
    browser: Browser, stage: Stage
) -> None:
    wrong: list[str] = []
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page, incident_id = await in_hand(phone, stage)
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Under way").click()
        await page.locator(".bar.warn").click()
        listed = page.get_by_role("dialog").locator(".wait")
        await expect(listed).to_contain_text("河边幼儿园")
        await expect(listed).to_contain_text("since")
        await judge(phone, "what waits", wrong)
        await page.get_by_role("button", name="Dismiss").first.click()
        await page.get_by_role("button", name="Settings").click()
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("dialog").last).to_contain_text("1 press is not sent yet")
        await judge(phone, "signing out", wrong)
        await page.get_by_role("button", name="Stay signed in").click()
        await page.context.set_offline(False)

        async def sent() -> bool:
            return "en_route" in await kinds(stage, incident_id)

        await until(sent)
        await expect(page.locator(".bar.warn")).to_have_count(0)
    assert not wrong, "\n".join(wrong)


async def test_what_the_service_does_not_take_stays_in_sight_with_its_reason(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        phone.expected.append("409 /v1/tasks")
        page, _ = await in_hand(phone, stage)
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Cannot go on").click()
        await page.get_by_role("button", name="Give it back").click()
        await expect(page.locator(".bar.warn")).to_contain_text("Declined")
        colleague = await stage.person("officer1")
        [task] = (await colleague.get("/v1/me/tasks")).body
        for move in ("en_route", "on_scene"):
            assert (await colleague.move("tasks", task["task_id"], move=move)).status == 200
        await page.context.set_offline(False)
        await expect(page.locator(".bar.bad")).to_contain_text("1 not taken by the service")
        await page.reload()
        await page.locator(".bar.bad").click()
        refused = page.get_by_role("dialog").locator(".wait.refused")
        await expect(refused).to_contain_text("This is not possible in its present state.")
        await page.get_by_role("button", name="Dismiss").first.click()
        await expect(page.locator(".bar.bad")).to_have_count(0)


@pytest.mark.parametrize("size", [(360, 640), (390, 844)], ids=["small", "usual"])
async def test_whoever_wears_gloves_hits_the_keys_of_a_ring(
    browser: Browser, stage: Stage, size: tuple[int, int]
) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = await on_duty(phone, stage)
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        await stage.press()
        await expect(page.locator(".ring")).to_be_visible()
        for button in await page.locator(".ring button").all():
            box = await button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= _GLOVE_PX, await button.inner_text()
        title = await page.locator(".what-title").bounding_box()
        keys = await page.locator(".ring-keys").bounding_box()
        assert title is not None
        assert keys is not None
        assert title["y"] + title["height"] <= keys["y"], "what it is about is covered"
        await page.get_by_role("button", name="Accept").click()
        keys = await page.locator(".next-keys .key").first.bounding_box()
        assert keys is not None
        assert keys["height"] >= _GLOVE_PX


async def test_a_whole_task_at_night_on_a_small_phone_with_the_network_cut_in_the_middle(
    browser: Browser, stage: Stage
) -> None:
    wrong: list[str] = []
    look = opened(
        browser,
        stage.base,
        "/patrol/",
        language="zh-CN",
        theme="dark",
        phone=True,
        place=NEAR,
    )
    async with look as phone:
        page = phone.page
        await page.set_viewport_size({"width": 360, "height": 640})
        await phone.sign_in("officer1")
        await page.locator(".duty-key").click()
        await phone.live()
        await stage.knows_place(1)
        await judge(phone, "on duty", wrong)
        incident_id = (await stage.press()).body["incident_id"]
        await expect(page.locator(".ring")).to_be_visible()
        await phone.sounds()
        await judge(phone, "ring", wrong)
        await page.locator(".key.accept").click()
        await expect(page.locator(".own-state")).to_contain_text("已接受")
        await phone.map_loaded()
        await page.context.set_offline(True)
        await page.locator(".next-keys .key").first.click()
        await expect(page.locator(".bar.warn")).to_contain_text("出发")
        await page.locator(".thread-key").click()
        await page.get_by_role("button", name="请求增援").click()
        await expect(page.locator(".said.unsent")).to_be_visible()
        await judge(phone, "thread in a dead spot", wrong)
        await page.keyboard.press("Escape")
        await page.locator(".next-keys .key").first.click()
        await judge(phone, "task in a dead spot", wrong)
        assert "en_route" not in await kinds(stage, incident_id)
        await page.context.set_offline(False)

        async def arrived() -> list[str]:
            told = await kinds(stage, incident_id)
            return told if {"on_scene", "message"} <= set(told) else []

        told = await until(arrived)
        assert told.index("accepted") < told.index("en_route") < told.index("on_scene")
        await expect(page.locator(".bar.warn")).to_have_count(0)
        await page.locator(".next-keys .key").first.click()
        await expect(page.locator(".over")).to_contain_text("完毕")
        await judge(phone, "done", wrong)
        ground = await page.evaluate(
            "getComputedStyle(document.querySelector('.patrol')).background"
        )
        assert ground.startswith("rgb(16, 19, 26)"), "bright at night"
    assert not wrong, "\n".join(sorted(set(wrong)))
