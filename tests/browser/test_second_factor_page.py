"""The door in steps: a password of one's own, a second factor, its codes, recovery."""

import re
from pathlib import Path

import pyotp
import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage, open_stage
from tests.browser.watched import Language, Theme, opened
from tests.support.qr_reader import read
from tests.support.servers import Servers, fresh_database

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SAID: dict[Language, dict[str, str]] = {
    "en": {
        "code": "Code",
        "recovery": "Recovery code",
        "use": "Use a recovery code",
        "confirm": "Confirm and go on",
        "kept": "I have kept them: sign in",
        "on": "Go on",
        "new": "New password",
        "once more": "New password once more",
    },
    "zh-CN": {
        "code": "验证码",
        "recovery": "恢复码",
        "use": "使用恢复码",
        "confirm": "确认并继续",
        "kept": "已妥善保存，登录",
        "on": "继续",
        "new": "新密码",
        "once more": "再次输入新密码",
    },
}


async def scanned(page: Page) -> str:
    """What a phone reads from the code that the page shows."""
    path = await page.locator(".qr-dark").get_attribute("d") or ""
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    box = await page.locator(".qr").get_attribute("viewBox") or ""
    side = int(box.split()[-1]) - 8
    return read([[(x + 4, y + 4) in dark for x in range(side)] for y in range(side)])


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_a_second_factor_is_set_up_used_and_recovered_at_the_door(
    browser: Browser, servers: Servers, tmp_path: Path, language: Language, theme: Theme
) -> None:
    wrong: list[str] = []
    said, phone = SAID[language], theme == "dark"
    async with (
        fresh_database(servers, f"factor_{theme}") as url,
        open_stage(url, tmp_path, second_factor_roles="dispatcher") as stage,
        opened(
            browser, stage.base, "/console/", language=language, theme=theme, phone=phone
        ) as desk,
    ):
        page = desk.page
        code = page.get_by_label(said["code"], exact=True)
        desk.expected += ["401 /v1/sessions", "401 /v1/sessions/code"]
        desk.expected += ["401 /v1/sessions/factor/confirm", "401 /v1/sessions/password"]
        await give_password(stage)
        await desk.sign_in("east")
        await expect(page.get_by_label(said["new"], exact=True)).to_be_focused()
        await page.get_by_label(said["new"], exact=True).fill("over the river 7")
        await page.get_by_label(said["once more"], exact=True).fill("another password")
        await page.get_by_role("button", name=said["on"]).click()
        await expect(page.get_by_role("alert").first).not_to_be_empty()
        await judge(desk, "two passwords that differ", wrong)
        await page.get_by_label(said["once more"], exact=True).fill("over the river 7")
        await page.get_by_role("button", name=said["on"]).click()
        await expect(page.locator(".qr")).to_be_visible()
        await judge(desk, "a factor is set up", wrong)
        address = await scanned(page)
        assert address.startswith("otpauth://totp/Watchbell:east?secret=")
        secret = pyotp.parse_uri(address)
        assert isinstance(secret, pyotp.TOTP)
        await code.fill("000000")
        await page.get_by_role("button", name=said["confirm"]).click()
        await expect(code).to_have_attribute("aria-invalid", "true")
        await judge(desk, "a wrong first code", wrong)
        await code.fill(secret.at(stage.clock.now()))
        await page.get_by_role("button", name=said["confirm"]).click()
        await expect(page.locator(".door-codes li")).to_have_count(10)
        await judge(desk, "recovery codes", wrong)
        [recovery, *_] = await page.locator(".door-codes code").all_inner_texts()
        await page.get_by_role("button", name=said["kept"]).click()
        await desk.live()
        await page.context.clear_cookies()
        await page.reload()
        await desk.sign_in("east", "over the river 7")
        await expect(code).to_be_focused()
        await judge(desk, "a code is asked for", wrong)
        await code.fill("123 456")
        await page.keyboard.press("Enter")
        await expect(code).to_have_attribute("aria-invalid", "true")
        await page.get_by_role("button", name=said["use"]).click()
        await judge(desk, "a recovery code is asked for", wrong)
        await page.get_by_label(said["recovery"], exact=True).fill(recovery)
        await page.keyboard.press("Enter")
        await desk.live()
    assert not wrong, "\n".join(sorted(set(wrong)))


async def give_password(stage: Stage) -> None:
    """Somebody else gave the dispatcher in the east his password."""
    async with stage.house.db.reading() as connection:
        await connection.execute("UPDATE account SET password_once = true WHERE name = 'east'")
