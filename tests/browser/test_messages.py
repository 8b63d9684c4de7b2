"""Lines between the desk and a unit, on both screens."""

import pytest
from playwright.async_api import Browser, Page, expect

from service.dispatch.messages import MESSAGES_MOST
from tests.browser.judged import judge
from tests.browser.stage import NEAR, Stage
from tests.browser.test_dead_spot import in_hand
from tests.browser.watched import Watched, opened
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOSTILE = "<img src=x onerror=alert(1)><b>后门</b>"


async def at_desk(desk: Watched) -> Page:
    """The desk with the one incident open."""
    await desk.sign_in("east")
    await desk.live()
    await desk.page.locator(".cards .card").click()
    return desk.page


async def write(page: Page, text: str) -> None:
    """Write a line where one can be written."""
    await page.get_by_label("Write a line").fill(text)
    await page.get_by_role("button", name="Send", exact=True).click()


async def test_what_the_desk_writes_is_new_on_the_phone_until_it_is_read(
    browser: Browser, stage: Stage
) -> None:
    wrong: list[str] = []
    async with (
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone,
        opened(browser, stage.base, "/console/") as desk,
    ):
        page, _ = await in_hand(phone, stage)
        console = await at_desk(desk)
        heard = phone.tones
        await write(console, HOSTILE)
        key = page.get_by_role("button", name="Messages with the desk")
        await expect(key).to_contain_text("1 new")
        await expect(key).to_contain_text(HOSTILE)
        await until(lambda: phone.tones > heard)
        await key.click()
        await expect(page.locator(".said.fresh")).to_contain_text(HOSTILE)
        await judge(phone, "thread", wrong)
        assert await page.locator(".said img, .said b").count() == 0
        await page.get_by_role("button", name="Need backup").click()
        await expect(page.locator(".said.own-line")).to_contain_text("Need backup")
        await expect(page.locator(".said.unsent")).to_have_count(0)
        await page.get_by_role("button", name="Dismiss").click()
        await expect(key).not_to_contain_text("new")
        await expect(console.locator(".said", has_text="Need backup")).to_contain_text("东-01")
        await expect(console.locator(".timeline")).to_contain_text("东-01 wrote")
        await judge(desk, "thread at the desk", wrong)
        await page.reload()
        await expect(key).to_contain_text("Need backup")
        await expect(key).not_to_contain_text("new")
    assert not wrong, "\n".join(wrong)


async def test_a_line_of_a_unit_leaves_a_mark_on_its_card_until_somebody_opens_it(
    browser: Browser, stage: Stage
) -> None:
    async with (
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone,
        opened(browser, stage.base, "/console/") as desk,
    ):
        page, _ = await in_hand(phone, stage)
        await desk.sign_in("east")
        await desk.live()
        card = desk.page.locator(".cards .card")
        await expect(card).to_be_visible()
        await page.get_by_role("button", name="Messages with the desk").click()
        await write(page, HOSTILE)
        await expect(card.locator(".card-marks")).to_contain_text("1 new")
        await desk.page.reload()
        await expect(card.locator(".card-marks")).to_contain_text("1 new")
        await card.click()
        await expect(desk.page.locator(".said")).to_contain_text(HOSTILE)
        await expect(card.locator(".card-marks")).not_to_contain_text("new")


async def test_a_line_written_in_a_dead_spot_is_kept_over_a_reload_and_sent_once(
    browser: Browser, stage: Stage
) -> None:
    async with (
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone,
        opened(browser, stage.base, "/console/") as desk,
    ):
        page, _ = await in_hand(phone, stage)
        console = await at_desk(desk)
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Messages with the desk").click()
        await write(page, "一人受伤")
        await expect(page.locator(".said.unsent")).to_contain_text("Waits for the network")
        await page.get_by_role("button", name="Dismiss").click()
        await page.context.set_offline(False)
        await page.reload()
        said = console.locator(".said", has_text="一人受伤")
        await expect(said).to_have_count(1)
        await expect(page.get_by_role("button", name="Messages with the desk")).to_contain_text(
            "一人受伤"
        )


async def test_a_line_that_is_not_taken_is_given_back_with_the_reason(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        phone.expected.append("409 /v1/incidents")
        page, incident_id = await in_hand(phone, stage)
        await page.get_by_role("button", name="Messages with the desk").click()
        async with stage.house.db.transaction() as connection:
            await connection.execute(
                "INSERT INTO message (message_id, incident_id, at, account_id, who, text)"
                " SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), 'east', 'x'"
                " FROM generate_series(1, $3)",
                *(incident_id, stage.house.clock.now(), MESSAGES_MOST),
            )
        await write(page, "还有吗")
        refused = page.locator(".said.refused")
        await expect(refused).to_contain_text("no more is taken")
        await page.get_by_role("button", name="Drop it").click()
        await expect(refused).to_have_count(0)
