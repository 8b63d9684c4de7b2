"""The way to ask for footage: three plain steps, and an address that a phone can read."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.async_api import Browser, expect

from kiosk_client.agent.state import Light, Line, Scene
from kiosk_client.screen import qr
from tests.browser.judged import SMALL
from tests.browser.watched import Language, Theme, Watched
from tests.kiosk.box import command, enrolled, line_with, process
from tests.kiosk.desk import Desk
from tests.kiosk.pages import show, shown
from tests.support.browser import launched
from tests.support.qr_reader import read

ADDRESS = "https://bell.example/footage"
CALM = Scene(Light.IDLE, None, Line.UP)


@given(text=st.text(st.characters(codec="utf-8"), max_size=106).filter(
    lambda text: len(text.encode()) <= qr.TEXT_BYTES_MAX
))  # fmt: skip
def test_a_code_reads_as_what_was_written(text: str) -> None:
    rows = qr.matrix(text)
    assert len(rows) == len(rows[0])
    assert read(rows) == text


def test_an_address_that_is_too_long_is_no_code() -> None:
    with pytest.raises(qr.TooLong):
        qr.matrix("x" * (qr.TEXT_BYTES_MAX + 1))


async def test_an_address_that_cannot_be_shown_is_refused_at_the_start(tmp_path: Path) -> None:
    for wrong in ("bell.example", "ftp://bell.example", "https://bell.example/" + "x" * 100):
        arguments = ("run", "--footage", wrong, "--folder", str(tmp_path))
        status, _, err = await command(*arguments)
        assert status == 2
        assert "--footage" in err


@pytest.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """A browser of one's own."""
    async with launched(chromium_path) as chromium:
        yield chromium


LOOKS: list[tuple[Language, Theme]] = [("en", "light"), ("zh-CN", "dark")]


@pytest.mark.browser
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_the_way_to_ask_can_be_read_heard_and_touched_and_closes_by_itself(
    browser: Browser, tmp_path: Path, language: Language, theme: Theme
) -> None:
    wrong: list[str] = []
    opened = shown(browser, tmp_path / "box", language, footage=ADDRESS, color_scheme=theme)
    async with opened as (screen, page):
        watched = Watched(page, screen.url, language, phone=True)
        await show(screen, page, CALM)
        for width, height in ((320, 568), (800, 480), (1080, 1920)):
            await page.set_viewport_size({"width": width, "height": height})
            where = f"{width}x{height}"
            wrong.extend(f"{where}: {one}" for one in await watched.scan())
            await page.locator("#footage_open").click()
            await expect(page.locator("#key")).to_be_in_viewport(ratio=0.95)
            if await page.evaluate("document.querySelector('#footage').offsetHeight < 240"):
                wrong.append(f"{where}: the panel has no room")
            await page.wait_for_function("document.querySelector('#footage_code').naturalWidth > 0")
            wrong.extend(f"{where}: {one}" for one in await watched.scan())
            wrong.extend(f"{where}: small {one}" for one in await page.evaluate(SMALL, 44))
            if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{where}: too wide")
            await page.locator("#footage_close").click()
            await expect(page.locator("#footage_open")).to_be_visible()
        await page.locator("#footage_open").click()
        await show(screen, page, Scene(Light.CALLING, None, Line.UP))
        await expect(page.locator("#footage")).to_be_hidden()
        await expect(page.locator("#footage_open")).to_be_hidden()
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.browser
async def test_a_box_without_an_address_offers_nothing(browser: Browser, tmp_path: Path) -> None:
    async with shown(browser, tmp_path / "box", "en") as (screen, page):
        await show(screen, page, CALM)
        await expect(page.locator("#footage_open")).to_be_hidden()


@pytest.mark.browser
async def test_the_address_of_the_settings_is_shown(browser: Browser, tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        arguments = ("run", "--screen", "127.0.0.1:0", "--footage", ADDRESS)
        async with process(*arguments, "--folder", str(folder.path)) as box:
            line = await line_with(box.stderr, "screen.ready")
            page = await browser.new_page(locale="en")
            await page.goto(line.partition('"url": "')[2].partition('"')[0])
            await page.get_by_role("button", name="Ask for footage").click()
            await expect(page.locator("#footage_address")).to_have_text("bell.example/footage")
            await expect(page.locator("#footage li")).to_have_count(3)
