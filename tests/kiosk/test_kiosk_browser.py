"""The touch page in a real browser: held, tapped, by finger and by keyboard, at every size."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from kiosk_client.agent.state import Light, Line, Scene
from kiosk_client.words import LANGUAGES
from tests.kiosk import faults
from tests.kiosk.box import enrolled, line_with, process, until
from tests.kiosk.desk import Desk
from tests.kiosk.pages import light, middle, opened, show, shown
from tests.support.browser import launched

SIZES = [
    (320, 568),
    (360, 740),
    (844, 390),
    (800, 480),
    (800, 1280),
    (1280, 720),
    (1080, 1920),
    (1920, 1080),
]

pytestmark = pytest.mark.browser


@pytest.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """A browser of one's own."""
    async with launched(chromium_path) as chromium:
        yield chromium


async def test_a_held_key_calls_and_the_page_follows_to_the_end(
    browser: Browser, tmp_path: Path
) -> None:
    async with Desk() as desk, opened(browser, desk, tmp_path / "box") as page:
        await page.mouse.move(*await middle(page))
        began_s = asyncio.get_running_loop().time()
        await page.mouse.down()
        await expect(page.locator("#hint")).to_have_text("Keep holding: 3")
        await until(lambda: desk.alarms)
        assert asyncio.get_running_loop().time() - began_s >= 3
        await expect(page.locator("#hint")).to_have_text("You can let go now")
        await page.mouse.up()
        await expect(page.locator("#hint")).to_have_text("Hold for 3 seconds, or touch and confirm")
        await light(page, "received")
        desk.move("en_route", 170)
        await light(page, "on_the_way")
        await expect(page.locator("#minutes")).to_have_text("3")
        desk.move("on_scene")
        await light(page, "arrived")
        desk.move("reset")
        await light(page, "idle")
        assert len(desk.alarms) == 1


async def test_a_tap_is_no_press_and_asks_first(browser: Browser, tmp_path: Path) -> None:
    async with Desk() as desk, opened(browser, desk, tmp_path / "box") as page:
        await page.touchscreen.tap(*await middle(page))
        await expect(page.get_by_role("heading", name="Call for help now?")).to_be_visible()
        await page.get_by_role("button", name="No", exact=True).click()
        await expect(page.locator("#name")).to_have_text("Ready")
        await expect(page.locator("#key")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Escape")
        await expect(page.locator("#sure")).to_be_hidden()
        assert desk.alarms == {}
        assert desk.posts() == []


async def test_a_touch_that_is_confirmed_calls(browser: Browser, tmp_path: Path) -> None:
    async with Desk() as desk, opened(browser, desk, tmp_path / "box") as page:
        await page.touchscreen.tap(*await middle(page))
        await page.get_by_role("button", name="Yes, call").tap()
        await light(page, "received")
        await page.keyboard.press("Enter")  # The key, which has the focus again.
        await expect(page.locator("#sure_yes")).to_be_focused()
        await page.keyboard.press("Enter")
        await until(lambda: len(desk.alarms) == 2)


@pytest.mark.parametrize("key", ["Enter", " "])
async def test_a_held_keyboard_calls_once_however_long(
    browser: Browser, tmp_path: Path, key: str
) -> None:
    async with Desk() as desk, opened(browser, desk, tmp_path / "box") as page:
        await page.keyboard.down(key)
        await page.keyboard.down(key)  # Repeats, as a keyboard does.
        await until(lambda: desk.alarms)
        for _ in range(20):
            await page.keyboard.down(key)
        await page.keyboard.up(key)
        await light(page, "received")
        await page.keyboard.down(key)
        await until(lambda: len(desk.alarms) == 2, "after release another touch is another press")
        await page.keyboard.up(key)


async def test_a_finger_and_a_keyboard_at_once_are_one_press(
    browser: Browser, tmp_path: Path
) -> None:
    async with Desk() as desk, opened(browser, desk, tmp_path / "box") as page:
        await page.mouse.move(*await middle(page))
        await page.mouse.down()
        await page.keyboard.down("Enter")
        await expect(page.locator("body.taken")).to_be_visible()
        await page.mouse.up()
        await page.keyboard.up("Enter")
        await hold_again(page)
        await until(lambda: len(desk.alarms) >= 2)
        assert len(desk.alarms) == 2


async def test_a_jammed_key_is_one_press_also_when_the_page_was_out_of_sight(
    browser: Browser,
    tmp_path: Path,
) -> None:
    async with Desk() as desk, opened(browser, desk, tmp_path / "box") as page:
        await page.keyboard.down("Enter")
        await expect(page.locator("body.taken")).to_be_visible()
        await page.evaluate("() => window.dispatchEvent(new Event('blur'))")
        await expect(page.locator("body.taken")).to_be_hidden()
        for _ in range(5):
            await page.keyboard.down("Enter")  # It still repeats.
        assert await page.locator("body.holding").count() == 0
        await page.keyboard.up("Enter")
        await hold_again(page)
        await until(lambda: len(desk.alarms) == 2)


async def hold_again(page: Page) -> None:
    """One more hold, as a mark in time: what comes after it has not come before."""
    await page.keyboard.down("Enter")
    await expect(page.locator("body.taken")).to_be_visible()
    await page.keyboard.up("Enter")


async def test_the_key_is_reached_with_tab_and_named_for_a_screen_reader(
    browser: Browser, tmp_path: Path
) -> None:
    async with Desk() as desk, opened(browser, desk, tmp_path / "box") as page:
        for _ in ("corner", "language", "key"):
            await page.keyboard.press("Tab")
        await expect(page.locator("#key")).to_be_focused()
        await expect(page.get_by_role("button", name="HELP")).to_be_visible()
        await expect(page.get_by_role("status")).to_contain_text("Ready")


async def test_the_language_is_changed_and_kept(browser: Browser, tmp_path: Path) -> None:
    async with Desk() as desk, opened(browser, desk, tmp_path / "box", "zh-CN") as page:
        await expect(page.locator("#name")).to_have_text("待命")
        await page.locator("#language").click()
        await expect(page.locator("#name")).to_have_text("Ready")
        await page.reload()
        await expect(page.locator("#name")).to_have_text("Ready")
        assert await page.evaluate("document.documentElement.lang") == "en"


async def test_a_touch_while_the_agent_is_away_is_told_when_it_is_back(
    browser: Browser, tmp_path: Path
) -> None:
    """The agent is killed; the page says so, keeps the touch, and tells it to the next agent."""
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        arguments = ("run", "--folder", str(folder.path), "--screen")
        page = await browser.new_page(locale="en")
        async with process(*arguments, "127.0.0.1:0") as box:
            line = await line_with(box.stderr, "screen.ready")
            url = line.partition('"url": "')[2].partition('"')[0]
            await page.goto(url)
            await light(page, "idle")
            box.kill()
        await light(page, "box_silent")
        await expect(page.locator("#plate")).to_have_text("Call 110")
        await page.mouse.move(*await middle(page))
        await page.mouse.down()
        await expect(page.locator("body.taken")).to_be_visible()
        await page.mouse.up()
        address = url.removeprefix("http://").rstrip("/")
        async with process(*arguments, address):
            await until(lambda: desk.alarms)
            await light(page, "received")
        assert len(desk.alarms) == 1


async def test_no_network_and_refusal_say_110(browser: Browser, tmp_path: Path) -> None:
    async with Desk() as desk, opened(browser, desk, tmp_path / "box") as page:
        for fault, wanted in (
            (faults.cuts, "no_network"),
            (faults.refuses("device.revoked"), "refused"),
        ):
            desk.fault = fault
            await page.keyboard.down("Enter")
            await light(page, wanted)
            await page.keyboard.up("Enter")
            await expect(page.locator("#plate")).to_have_text("Call 110")


SCENES = [
    *(Scene(light, 3 if light is Light.ON_THE_WAY else None, Line.UP) for light in Light),
    Scene(Light.ON_THE_WAY, 3, Line.UP, drill=True),
    Scene(Light.UNKEPT, None, Line.DOWN, drill=True),
    Scene(Light.IDLE, None, Line.DOWN),
    Scene(Light.IDLE, None, Line.REFUSED),
]

MEASURES = """() => {
  const boxes = ["#name", "#say", "#key", "#hint", "#language", "#line"].map((id) => {
    const {left, top, right, bottom} = document.querySelector(id).getBoundingClientRect();
    return [left, top, right, bottom];
  });
  const shownButtons = [...document.querySelectorAll("button")].filter(
    (button) => button.checkVisibility());
  return {
    boxes,
    wide: document.documentElement.scrollWidth, high: document.documentElement.scrollHeight,
    smallest: Math.min(...shownButtons.flatMap(
      (button) => [button.offsetWidth, button.offsetHeight])),
    icon: document.querySelector("#icon").getAttribute("href"),
    tone: getComputedStyle(document.querySelector("#name")).color,
    text: [...document.querySelectorAll("#name, #say")].map((element) => element.textContent),
  };
}"""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_scene_fits_every_size(browser: Browser, tmp_path: Path, language: str) -> None:
    async with shown(browser, tmp_path / "box", language) as (screen, page):
        for scene in SCENES:
            await show(screen, page, scene)
            for width, height in SIZES:
                await page.set_viewport_size({"width": width, "height": height})
                found = await page.evaluate(MEASURES)
                where = f"{scene} at {width}x{height}"
                assert found["wide"] <= width, where
                assert found["high"] <= height, where
                assert found["smallest"] >= 44, where
                for left, top, right, bottom in found["boxes"]:
                    assert 0 <= left <= right <= width, where
                    assert 0 <= top <= bottom <= height, where


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_light_has_a_word_an_icon_and_a_colour(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    async with shown(browser, tmp_path / "box", language) as (screen, page):
        icons, words, tones = [], [], []
        for name in Light:
            await show(screen, page, Scene(name, None, Line.UP))
            found = await page.evaluate(MEASURES)
            icons.append(found["icon"])
            words.append(" ".join(found["text"]))
            tones.append(found["tone"])
        assert len(set(icons)) == len(set(words)) == len(Light)
        # Colour is the third sign: "calling" without a disk is the amber of "no answer yet", and a
        # centre of another version has the red of one that refuses.
        assert len(set(tones)) == len(Light) - 2


async def test_nothing_on_the_page_moves_without_an_end(browser: Browser, tmp_path: Path) -> None:
    async with shown(browser, tmp_path / "box", "en") as (screen, page):
        await page.emulate_media(reduced_motion="no-preference")
        for name in Light:
            await show(screen, page, Scene(name, None, Line.UP))
            endless = await page.evaluate(
                "() => document.getAnimations().filter((animation) =>"
                " animation.effect.getComputedTiming().endTime === Infinity).length"
            )
            assert endless == 0, name
