"""What the desk sees of a unit's phones before it needs them."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.judged import judge
from tests.browser.stage import NEAR, Stage
from tests.browser.watched import opened
from tests.support import hamlet

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_desk_sees_what_reaches_each_unit_before_it_is_needed(
    browser: Browser, stage: Stage
) -> None:
    wrong: list[str] = []
    pushed = await stage.officer(1, NEAR)
    await stage.officer(2, hamlet.north(600))
    by = {"gateway": "apns", "token": "a1" * 32}
    made = await pushed.post("/v1/me/phones", {"platform": "ios", "model": "x", "by": by})
    assert made.status == 201
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        row = desk.page.locator(".on-duty-unit", has_text="东-01")
        await expect(row).to_contain_text("none has arrived yet")
        other = desk.page.locator(".on-duty-unit", has_text="东-02")
        await expect(other).to_contain_text("Page open, or text message")
        await judge(desk, "units on duty", wrong)
        async with stage.house.db.transaction() as connection:
            await connection.execute(
                "INSERT INTO delivery (delivery_id, account_id, phone_id, channel, at, outcome,"
                " received_at) SELECT gen_random_uuid(), account_id, phone_id, 'apns', $1,"
                " 'accepted', $1 FROM phone WHERE gateway = 'apns'",
                stage.house.clock.now(),
            )
        await desk.page.reload()
        await expect(row).to_contain_text("Push arrived")
    assert not wrong, "\n".join(wrong)
