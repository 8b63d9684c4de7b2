"""The citizen's form on a box's screen: the key stays in reach, and whoever leaves is forgotten."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FrameLocator, Page, expect

from kiosk_client.agent.state import Light, Line, Scene
from kiosk_client.screen.server import Screen
from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage
from tests.browser.test_citizen import citizens_stage, fill, held_in_a_folder
from tests.browser.watched import Language, Theme, Watched
from tests.flow.test_citizens import code_in
from tests.kiosk.pages import show, shown
from tests.support.gateway import Gateway
from tests.support.servers import Servers
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CALM = Scene(Light.IDLE, None, Line.UP)
SCREEN = {"width": 1080, "height": 1920}


@pytest_asyncio.fixture(loop_scope="session")
async def stage(servers: Servers, tmp_path: Path, texts: Gateway) -> AsyncIterator[Stage]:
    """The hamlet, reached by TLS from outside: so its cookies may stand in a frame."""
    address = "https://bell.example"
    async with citizens_stage(servers, tmp_path, texts, public_url=address) as opened:
        yield opened


def address(stage: Stage) -> str:
    """Where citizens ask: to the box's own page, which is 127.0.0.1, another site."""
    return f"http://localhost:{urlsplit(stage.base).port}/footage"


async def in_the_form(page: Page) -> FrameLocator:
    """Open the form on the box's screen."""
    await page.locator("#footage_open").click()
    await page.locator("#footage_here").click()
    frame = page.frame_locator("#form iframe")
    # A click may meet a frame that is being laid out, and miss.
    await frame.get_by_role("link", name="Start a request").press("Enter")
    await expect(frame.get_by_role("heading", name="Your request")).to_be_visible()
    return frame


async def wait(screen: Screen, page: Page, seconds: int) -> None:
    """Let time pass on the screen, while the box goes on saying that it is there."""

    async def heard() -> bool:
        return bool(await page.evaluate("performance.now() - lastWordAt < 4000"))

    for _ in range(seconds // 5):
        await page.clock.fast_forward(5_000)
        screen.show(CALM)
        await until(heard)


async def test_a_box_files_a_request_and_forgets_who_stood_there(
    browser: Browser, stage: Stage, texts: Gateway, tmp_path: Path
) -> None:
    await held_in_a_folder(stage)
    opened = shown(browser, tmp_path / "box", "en", footage=address(stage), viewport=SCREEN)
    async with opened as (screen, page):
        await show(screen, page, CALM)
        frame = await in_the_form(page)
        await expect(page.locator("#key")).to_be_in_viewport(ratio=0.95)
        await fill(frame, stage)
        await expect(frame.locator("input[type=file]")).to_have_count(0)
        await frame.get_by_label("Your mobile number").fill("13800138009")
        await frame.get_by_role("button", name="Go on").click()
        code = frame.get_by_label("The code in the text message")
        await expect(code).to_be_visible()
        await code.fill(code_in(texts))
        await frame.get_by_role("button", name="Send the request").click()
        await expect(frame.get_by_role("heading", name="We have your request")).to_be_visible()
        kept = {one["name"]: one["value"] for one in await page.context.cookies(address(stage))}
        assert "watchbell_citizen" in kept
        await frame.get_by_role("button", name="Finish and clear").click()
        await expect(page.locator("#form")).to_be_hidden()
        left = {one["name"] for one in await page.context.cookies(address(stage))}
        assert not left & {"watchbell_citizen", "watchbell_visit", "watchbell_receipt"}
        headers = {"cookie": f"watchbell_citizen={kept['watchbell_citizen']}"}
        asked = stage.session.get(f"{address(stage)}/requests", headers=headers)
        async with asked as answer:
            assert answer.url.path == "/footage/sign-in", "the session has ended, not its cookie"
        await page.evaluate("history.back()")
        await page.clock.fast_forward(5_000)
        await expect(page.locator("#form iframe")).to_have_count(0)
        assert not [one.url for one in page.frames if "/footage" in one.url]


async def test_whoever_walks_away_from_a_box_is_forgotten(
    browser: Browser, stage: Stage, tmp_path: Path
) -> None:
    await held_in_a_folder(stage)
    opened = shown(browser, tmp_path / "box", "en", footage=address(stage), viewport=SCREEN)
    async with opened as (screen, page):
        await show(screen, page, CALM)
        frame = await in_the_form(page)
        await frame.get_by_label("Describe it").fill("a black bag")
        await wait(screen, page, 45)
        await expect(frame.get_by_role("alert")).to_contain_text("Are you still there?")
        await frame.get_by_role("button", name="I am still here").click()
        await wait(screen, page, 45)
        await expect(page.locator("#form")).to_be_visible()
        await wait(screen, page, 25)
        await expect(page.locator("#form")).to_be_hidden()
        await wait(screen, page, 5)
        await expect(page.locator("#form iframe")).to_have_count(0)
        frame = await in_the_form(page)
        await expect(frame.get_by_label("Describe it")).to_have_value("")
        # A call takes the screen, and the form goes with whoever filled it in.
        await show(screen, page, Scene(Light.CALLING, None, Line.UP))
        await expect(page.locator("#form")).to_be_hidden()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_every_page_of_a_kiosk_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme
) -> None:
    wrong: list[str] = []
    context = await browser.new_context(
        viewport=SCREEN,  # type: ignore[arg-type]
        locale=language,
        color_scheme=theme,
        has_touch=True,
    )
    try:
        page = await context.new_page()
        shown = Watched(page, stage.base, language, phone=True)
        shown.watch()
        for path in ("?kiosk=1", "/new", "/receipt", "/leave"):
            await page.goto(f"{stage.base}/footage{path}")
            await expect(page.locator("body.kiosk")).to_be_visible()
            await judge(shown, path, wrong)
        assert not shown.faults, shown.faults
    finally:
        await context.close()
    assert not wrong, "\n".join(sorted(set(wrong)))
