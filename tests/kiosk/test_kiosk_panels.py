"""What stands for a while on the touch page, what it forgets, and who may look behind it."""

import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.async_api import Browser, Page, expect

from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.log import Log
from kiosk_client.agent.state import Light, Line, Scene
from kiosk_client.screen.corner import OPEN_S, Corner
from kiosk_client.screen.http import Refused, Request
from kiosk_client.screen.pin import BRAKE_S, BRAKE_S_MAX, FREE_TRIES, Entry, Lock, brake_s, set_pin
from kiosk_client.screen.server import Screen
from tests.browser.judged import SMALL
from tests.browser.watched import Language, Theme, Watched
from tests.kiosk.box import HandClock, command, enrolled, process, until
from tests.kiosk.desk import Desk
from tests.kiosk.pages import PIN, light, self_test_of, show, shown
from tests.support.browser import launched

CALM = Scene(Light.IDLE, None, Line.UP)
FRAMES = [(1080, 1920), (800, 480)]
LOOKS: list[tuple[Language, Theme]] = [
    *(("en", "light"), ("zh-CN", "dark")),
    *(("zh-CN", "light"), ("en", "dark")),
]


@pytest.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """A browser of one's own."""
    async with launched(chromium_path) as chromium:
        yield chromium


async def hold_corner(page: Page) -> None:
    """The long touch on the bell."""
    await page.locator("#corner").hover()
    await page.mouse.down()
    await page.clock.run_for(3100)
    await page.mouse.up()
    await expect(page.locator("#pin")).to_be_visible()


async def wait(screen: Screen, page: Page, seconds: int) -> None:
    """The page's clock goes on, and the agent says something now and then."""
    lines = itertools.cycle((Line.UNKNOWN, Line.UP))
    for left in range(seconds, 0, -10):
        await page.clock.run_for(1000 * min(left, 10))
        await show(screen, page, Scene(Light.IDLE, None, next(lines)))


async def enter(page: Page, pin: str) -> None:
    """The number, by finger."""
    for digit in pin:
        await page.locator(f'[data-digit="{digit}"]').click()
    await page.locator('[data-act="enter"]').click()


@pytest.mark.browser
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_every_state_can_be_read_heard_and_touched(
    browser: Browser, tmp_path: Path, language: Language, theme: Theme
) -> None:
    wrong: list[str] = []
    opened = shown(browser, tmp_path / "box", language, color_scheme=theme, has_touch=True)
    async with opened as (screen, page):
        watched = Watched(page, screen.url, language, phone=True)

        async def judge(name: str) -> None:
            for width, height in FRAMES:
                await page.set_viewport_size({"width": width, "height": height})
                where = f"{name} {width}x{height}"
                wrong.extend(f"{where}: {one}" for one in await watched.scan())
                wrong.extend(f"{where}: small {one}" for one in await page.evaluate(SMALL, 44))

        scenes = [Scene(name, 3, Line.UP) for name in Light if name is not Light.IDLE]
        for scene in [*scenes, Scene(Light.ARRIVED, None, Line.UP, drill=True)]:
            await show(screen, page, scene)
            await judge(str(scene))
        for line in Line:
            await show(screen, page, Scene(Light.IDLE, None, line))
            await judge(f"idle {line}")
        await show(screen, page, CALM)
        await page.keyboard.down("Enter")
        await judge("holding")
        await page.keyboard.up("Enter")
        await judge("sure")
        for width, height in FRAMES:
            await page.set_viewport_size({"width": width, "height": height})
            for name in ("#sure_yes", "#sure_no", "#key"):
                await expect(page.locator(name)).to_be_in_viewport(ratio=0.95)
        await page.keyboard.press("Escape")
        await hold_corner(page)
        await judge("number")
        await enter(page, "000000")
        await expect(page.locator("#pin_say")).not_to_be_empty()
        await judge("wrong number")
        await enter(page, PIN)
        await expect(page.locator("#shown")).to_be_visible()
        await page.locator("#run_tests").click()
        await expect(page.locator('[data-good="true"]')).to_have_count(6)
        await judge("tests")
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.browser
async def test_a_drill_is_marked_as_long_as_it_is_one(browser: Browser, tmp_path: Path) -> None:
    async with shown(browser, tmp_path / "box", "en") as (screen, page):
        await show(screen, page, Scene(Light.RECEIVED, None, Line.UP, drill=True))
        await expect(page.get_by_text("This is a test")).to_be_visible()
        await show(screen, page, Scene(Light.ARRIVED, None, Line.UP))
        await expect(page.get_by_text("This is a test")).to_be_hidden()


@pytest.mark.browser
async def test_a_change_is_heard_and_seen_and_what_stays_is_not(
    browser: Browser, tmp_path: Path
) -> None:
    async with shown(browser, tmp_path / "box", "en") as (screen, page):
        await page.emulate_media(reduced_motion="no-preference")
        await page.evaluate(
            """() => {
                window.heard = 0;
                const start = OscillatorNode.prototype.start;
                OscillatorNode.prototype.start = function (at) { window.heard += 1; start.call(this, at); };
            }"""  # noqa: E501
        )
        await show(screen, page, Scene(Light.RECEIVED, None, Line.UP))
        assert await page.evaluate("window.heard") == 2
        lit = "() => document.querySelector('#glow').getAnimations().length"
        assert await page.evaluate(lit) == 1
        await show(screen, page, Scene(Light.RECEIVED, None, Line.DOWN))
        assert await page.evaluate("window.heard") == 2
        await show(screen, page, Scene(Light.ARRIVED, None, Line.UP))
        assert await page.evaluate("window.heard") == 5


@pytest.mark.browser
async def test_a_question_left_alone_calls_nobody_and_goes(
    browser: Browser, tmp_path: Path
) -> None:
    async with shown(browser, tmp_path / "box", "en") as (_, page):
        await page.locator("#key").click()
        await expect(page.locator("#sure")).to_be_visible()
        await page.clock.run_for(21_000)
        await expect(page.locator("#sure")).to_be_hidden()
        await expect(page.locator("#name")).to_be_visible()


@pytest.mark.browser
async def test_what_was_typed_and_chosen_is_forgotten(browser: Browser, tmp_path: Path) -> None:
    """After a minute without a touch, said twenty seconds before; at once when the page is left."""
    async with shown(browser, tmp_path / "box", "en") as (screen, page):
        await show(screen, page, CALM)
        await page.locator("#language").click()
        await hold_corner(page)
        await page.keyboard.type("2846")
        await expect(page.locator("#pin_dots")).to_have_text("●●●●")
        await wait(screen, page, 42)
        await expect(page.locator("#closing")).to_contain_text("20")
        await page.keyboard.press("Tab")  # Somebody is there after all.
        await wait(screen, page, 50)
        await expect(page.locator("#pin_dots")).to_have_text("●●●●")
        await wait(screen, page, 12)
        await expect(page.locator("#maintenance")).to_be_hidden()
        await expect(page.locator("#name")).to_have_text("Ready")
        assert await page.evaluate("typed") == ""
        await hold_corner(page)
        await page.keyboard.type("28")
        await page.evaluate("() => window.dispatchEvent(new Event('pagehide'))")
        await expect(page.locator("#maintenance")).to_be_hidden()
        assert await page.evaluate("typed") == ""


@pytest.mark.browser
async def test_a_call_comes_before_every_panel(browser: Browser, tmp_path: Path) -> None:
    async with shown(browser, tmp_path / "box", "en") as (screen, page):
        await show(screen, page, CALM)
        await hold_corner(page)
        await enter(page, PIN)
        await expect(page.locator("#facts")).to_contain_text("box-1")
        await show(screen, page, Scene(Light.CALLING, None, Line.UP))
        await expect(page.locator("#maintenance")).to_be_hidden()
        await expect(page.locator("#name")).to_have_text("Calling")
        assert await page.locator("#facts").text_content() == ""


@pytest.mark.browser
async def test_the_corner_is_opened_by_keyboard_too_and_by_no_short_touch(
    browser: Browser, tmp_path: Path
) -> None:
    async with shown(browser, tmp_path / "box", "en") as (screen, page):
        await show(screen, page, CALM)
        await page.locator("#corner").click()
        await page.clock.run_for(5000)
        await expect(page.locator("#maintenance")).to_be_hidden()
        await page.locator("#corner").focus()
        await page.keyboard.down("Enter")
        await page.clock.run_for(3100)
        await page.keyboard.up("Enter")
        await page.keyboard.type(PIN)
        await page.locator('[data-act="enter"]').press("Enter")
        await expect(page.locator("#facts")).to_contain_text("0.1.0 · v1")
        await light(page, "idle")


@given(failures=st.integers(0, 10_000))
def test_guessing_gets_slower_and_never_for_ever(failures: int) -> None:
    assert brake_s(failures) <= brake_s(failures + 1) <= BRAKE_S_MAX
    assert (brake_s(failures) == 0) == (failures < FREE_TRIES)


async def test_a_number_is_slow_to_guess_and_a_restart_does_not_help(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        clock = HandClock()
        lock = Lock(folder, clock)
        assert await lock.enter(PIN) == (Entry.UNSET, 0)
        set_pin(folder, PIN)
        assert PIN not in (folder.path / "pin.json").read_text()
        assert (folder.path / "pin.json").stat().st_mode & 0o777 == 0o600
        for _ in range(FREE_TRIES - 1):
            assert await lock.enter("000000") == (Entry.WRONG, 0)
        assert await lock.enter("000000") == (Entry.WRONG, BRAKE_S)
        assert await lock.enter(PIN) == (Entry.WAIT, BRAKE_S)
        clock.forward(seconds=BRAKE_S - 1)
        lock = Lock(folder, clock)
        assert await lock.enter(PIN) == (Entry.WAIT, BRAKE_S)
        clock.forward(seconds=BRAKE_S)
        assert await lock.enter("000000") == (Entry.WRONG, 2 * BRAKE_S)
        clock.forward(seconds=2 * BRAKE_S)
        assert await lock.enter(PIN) == (Entry.OPEN, 0)
        assert await lock.enter("000000") == (Entry.WRONG, 0), "the right number forgives"


def asked(path: str, facts: object, token: str = "") -> Request:
    """A question of the page."""
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    return Request("POST", f"/corner/{path}", headers, json.dumps(facts).encode())


async def test_the_corner_answers_only_whoever_gave_the_number_and_not_for_long(
    tmp_path: Path,
) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        set_pin(folder, PIN)
        clock = HandClock(SystemClock().wall())
        self_test = self_test_of(folder, clock)
        corner = Corner(folder, clock, Log(), self_test)
        for token in ("", "guess"):
            with pytest.raises(Refused):
                await corner.answer(asked("status", {}, token))
        token = (await corner.answer(asked("open", {"pin": PIN})))["token"]
        status = await corner.answer(asked("status", {}, token))
        assert (status["device_id"], status["contract"]) == ("box-1", "v1")
        key = json.loads(folder.identity.read_text())["key"]
        assert key not in json.dumps(status)
        clock.forward(seconds=OPEN_S - 1)
        tests = (await corner.answer(asked("test", {}, token)))["tests"]
        bad = [one["code"] for one in tests if not one["good"]]
        assert bad == ["clock"]  # Moved by hand, five minutes.
        assert {"disk", "room", "spool", "line", "wiring"} <= {one["code"] for one in tests}
        status = await corner.answer(asked("status", {}, token))
        assert status["self_test"]["checks"] == tests, "one test, one result"
        await desk.stop()
        tests = (await corner.answer(asked("test", {}, token)))["tests"]
        assert [one["code"] for one in tests if not one["good"]] == ["line"]
        clock.forward(seconds=OPEN_S + 1)
        with pytest.raises(Refused):
            await corner.answer(asked("status", {}, token))
        token = (await corner.answer(asked("open", {"pin": PIN})))["token"]
        await corner.answer(asked("leave", {}, token))
        with pytest.raises(Refused):
            await corner.answer(asked("status", {}, token))


async def test_the_number_is_set_by_command_and_kept_as_a_hash(tmp_path: Path) -> None:
    folder = tmp_path / "box"
    for typed, status in ((PIN, 0), ("12345", 2), ("abcdef", 2)):
        async with process("pin", "--folder", str(folder)) as child:
            out, _ = await child.communicate(f"{typed}\n".encode())
            assert child.returncode == status
            assert typed not in out.decode()
    assert PIN not in (folder / "pin.json").read_text()
    assert (await command("status", "--folder", str(folder)))[0] == 2
    await until(lambda: (folder / "pin.json").exists())
