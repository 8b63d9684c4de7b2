"""A past incident replayed at a desk, by keys and by hand."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.judged import judge
from tests.browser.stage import NEAR, Stage, now
from tests.browser.watched import opened
from tests.support import hamlet
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def responded(stage: Stage) -> None:
    """A press that a unit drove to, and that was closed."""
    officer = await stage.officer(1, NEAR)
    taken = await stage.press()

    async def asked() -> bool:
        return bool(await officer.tasks())

    await until(asked)
    assert (await officer.answer("accept")).status == 200
    for metres in (1550, 1650, 1750):
        stage.clock.forward(seconds=45)
        at = stage.clock.now().isoformat()
        assert (await officer.stand(hamlet.north(metres), at)).body["kept"] == 1
    for move in ("en_route", "on_scene", "clear"):
        stage.clock.forward(seconds=30)
        assert (await officer.answer(move)).status == 200
    desk = await stage.person("east")
    reset = await desk.post(
        f"/v1/alarms/{taken.body['alarm_id']}/reset", {"disposition": "genuine"}
    )
    assert reset.status == 200, reset.body
    closed = await desk.move(
        "incidents", taken.body["incident_id"], move="close", disposition="genuine"
    )
    assert closed.status == 200, closed.body


async def test_a_past_incident_is_replayed_minute_by_minute_with_keys_alone(
    browser: Browser, stage: Stage
) -> None:
    await responded(stage)
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        await desk.live()
        page = desk.page
        await page.keyboard.press("/")
        card = page.locator(".cards .card")
        await expect(card).to_have_count(1)
        await card.focus()
        await page.keyboard.press("Enter")
        lines = page.locator(".incident .timeline .line")
        await expect(page.get_by_role("button", name="Replay")).to_be_visible()
        whole = await lines.count()
        await page.keyboard.press("y")
        await expect(page.locator(".replay .replay-clock")).to_contain_text("+0:00")
        early = await lines.count()
        assert early < whole
        await page.keyboard.press("ArrowRight")
        await expect(page.locator(".replay-clock")).to_contain_text("+1:00")
        await expect(page.locator(".map .unit-mark.going")).to_contain_text("东-01")
        wrong: list[str] = []
        await judge(desk, "replay", wrong)
        assert not wrong, wrong
        await page.keyboard.press("End")
        await expect(lines).to_have_count(whole)
        await page.keyboard.press("Home")
        await expect(lines).to_have_count(early)
        await page.keyboard.press("+")
        await expect(page.locator(".replay-speeds [aria-pressed=true]")).to_have_text("×300")
        await page.keyboard.press(" ")
        await expect(lines).to_have_count(whole)
        await page.keyboard.press("Escape")
        await expect(page.locator(".replay")).to_have_count(0)
        await expect(page.get_by_role("button", name="Replay")).to_be_visible()


async def test_an_alarm_rings_and_is_shown_while_a_desk_replays(
    browser: Browser, stage: Stage
) -> None:
    await responded(stage)
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        await desk.live()
        page = desk.page
        await page.keyboard.press("/")
        await page.locator(".cards .card").click()
        await page.get_by_role("button", name="Replay").click()
        await expect(page.locator(".replay")).to_be_visible()
        await stage.press(pressed_at=now())
        await expect(page.locator(".bell-count")).to_be_visible()
        await desk.sounds()
        await page.get_by_role("tab").first.click()
        await page.locator(".cards .card").click()
        await expect(page.locator(".replay")).to_have_count(0)
        await expect(page.locator(".alarm.latched")).to_be_visible()
