"""The single sign-on at the door, while the provider is away."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.judged import judge
from tests.browser.stage import open_stage
from tests.browser.watched import opened
from tests.support.servers import Servers, fresh_database

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

AWAY = {
    "sign_on_issuer": "http://127.0.0.1:9",
    "sign_on_client_id": "watchbell",
    "public_url": "http://127.0.0.1:1",
}


async def test_a_provider_that_is_away_is_told_at_the_door_which_stays_open(
    browser: Browser, servers: Servers, tmp_path: Path
) -> None:
    wrong: list[str] = []
    async with (
        fresh_database(servers, "sign_on") as url,
        open_stage(url, tmp_path, **AWAY) as stage,  # type: ignore[arg-type]
        opened(browser, stage.base, "/console/") as desk,
    ):
        await desk.page.get_by_role("button", name="Use single sign-on").click()
        await expect(desk.page.get_by_role("alert")).to_contain_text("did not work")
        await judge(desk, "the sign-on did not work", wrong)
        assert "#" not in desk.page.url
        await desk.sign_in("east")
        await desk.live()
    assert not wrong, "\n".join(sorted(set(wrong)))
